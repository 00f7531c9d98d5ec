"""Answers that are files of a batch; their names say nothing about a client."""

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO

from flask import Response

from caseapp.batches.queries import MadeReportRow
from caseapp.batches.rules import BatchFormat, file_name
from caseapp.clock import local, now
from caseapp.i18n import _
from caseapp.web.answers import file

ZIPPED = b"PK\x03\x04"
FILE_KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def table_file(content: bytes, kind: str, shape: BatchFormat, day: date) -> Response:
    """A table of records: a workbook, one sheet as text, or several sheets as text in a ZIP."""
    ending = "zip" if content.startswith(ZIPPED) and shape is BatchFormat.CSV else str(shape)
    return file(content, f"{kind}-{day}.{ending}", FILE_KINDS[ending])


def zip_file(
    sheet: bytes, reports: Sequence[tuple[int, bytes]], made: Mapping[int, MadeReportRow], day: date
) -> Response:
    """The reports by their places below a covering sheet, with a list that says which file is what; times are those of
    the organisation."""
    whole, today = BytesIO(), local(now()).timetuple()[:6]
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as files:
        for place, pdf in reports:
            made_at = local(made[place].made_at).timetuple()[:6]
            files.writestr(zipfile.ZipInfo(file_name(place, day), made_at), pdf)
        files.writestr(zipfile.ZipInfo(f"reports-{day}.csv", today), _list_of(made, day))
        files.writestr(zipfile.ZipInfo(f"covering-sheet-{day}.pdf", today), sheet)
    return file(whole.getvalue(), f"reports-{day}.zip", "application/zip")


def _list_of(made: Mapping[int, MadeReportRow], day: date) -> bytes:
    """A sheet for spreadsheets, which know UTF-8 by its mark."""
    text = StringIO()
    sheet = csv.writer(text)
    sheet.writerow([_("Name of the file"), _("Kind"), _("From"), _("To"), _("Language"), _("Printed")])
    for place, row in sorted(made.items()):
        kind, language, made_at = row.words
        sheet.writerow([file_name(place, day), kind, row.starts_on, row.ends_on, language, made_at])
    return text.getvalue().encode("utf-8-sig")
