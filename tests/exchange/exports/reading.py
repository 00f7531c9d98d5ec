"""What is in the files that leave."""

import csv
import io
import re
import zipfile
from pathlib import Path

from python_calamine import CalamineWorkbook

MARK = re.compile(r"(?:Taken by|הופק בידי) .+, 22\.11\.2026 [0-9]{2}:[0-9]{2}")
REASON = "For the yearly audit of the ministry"


def download(browser, query="", shape="csv", **more):
    address = f"/exports{query}"
    token = browser.see(address).field("csrf_token")
    return browser.post(address, data={"csrf_token": token, "shape": shape, "reason": REASON, **more})


def files_in(content):
    """The rows of each file of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return {Path(name).stem: rows_in(files.read(name)) for name in files.namelist()}


def rows_in(content):
    """The rows below the mark of whoever took them along."""
    (mark,), *rows = whole_text(content)
    assert MARK.fullmatch(mark), mark
    return rows


def whole_text(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets_in(content):
    """The rows of each sheet of a workbook, cells as they are."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
