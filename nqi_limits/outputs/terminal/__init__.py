"""A report, and the explanation of the rules, on a terminal of any width."""
