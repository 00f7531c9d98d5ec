"""Cells that a spreadsheet would run as a formula, kept as text.

A cell that starts with one of the signs gets an apostrophe in front. So does one that starts with apostrophes
and then such a sign, so that taking one apostrophe away always gives back exactly what was there.
"""

import re

STARTS_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guard(cell: str) -> str:
    return f"'{cell}" if STARTS_A_FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell
