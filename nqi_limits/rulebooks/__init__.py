"""What one call sets: numbers, dates, programmes, default readings."""
