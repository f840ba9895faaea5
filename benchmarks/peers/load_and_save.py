"""Loads a workbook with openpyxl and saves it: load_and_save.py IN OUT."""

import sys

from openpyxl import load_workbook

load_workbook(sys.argv[1]).save(sys.argv[2])
