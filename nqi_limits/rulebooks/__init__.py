"""What one call sets: numbers, dates, programmes, default readings."""

DEFAULT = "nqi-2022"
