"""What one raw cell means: names, ID numbers, dates, roles, numbers, programmes."""
