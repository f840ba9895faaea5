"""A report as a terminal table, JSON, CSV or workbook."""
