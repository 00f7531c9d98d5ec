"""Keep spreadsheets from running a cell as a formula.

A cell that starts with one of these signs, or with apostrophes and such a sign, gets one more apostrophe in front, so
removing one always restores the cell exactly.
"""

import re

STARTS_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def escape_formula(cell: str) -> str:
    return f"'{cell}" if STARTS_A_FORMULA.match(cell) else cell


def unescape_formula(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell
