"""Results that come back: marked workbooks that the office has filled in, and reports of an earlier day."""
