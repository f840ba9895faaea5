"""Findings, verdicts by application, room left by person."""
