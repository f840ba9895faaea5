"""Reads every cell of the workbooks named, with calamine alone and in one thread."""

import sys

from python_calamine import load_workbook

for name in sys.argv[1:]:
    with load_workbook(name) as book:
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python()
