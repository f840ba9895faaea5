"""Grids in, tables out: which header means which field."""
