"""Read workbooks (.xlsx, .xls, .ods): every cell as text, days and hours in one form."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from caseapp.errors import RuleBroken
from caseapp.exchange.tables.table import RawTable, SheetLine
from caseapp.i18n import _

ZIPPED = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
LOCKED, MACROS = "EncryptedPackage".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le")
MOST_UNPACKED = 100 * 1024 * 1024
MOST_SHEETS = 40
MOST_CELLS = 2_000_000
FORMATS = {b"PK": "Excel or OpenDocument workbook", b"\xd0\xcf": "Excel 97 workbook"}


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIPPED, OLD_WORKBOOK))


def tables_of_workbook(content: bytes) -> list[RawTable]:
    """Every visible sheet that has rows; `RuleBroken` for what is no plain workbook."""
    import python_calamine as calamine

    _check_package(content)
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if len(visible) > MOST_SHEETS:
            raise RuleBroken(_("This workbook has more than %(most)s sheets. Split it.", most=MOST_SHEETS))
        tables, cells = [], 0
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            cells += sheet.width * sheet.height
            if cells > MOST_CELLS:
                raise RuleBroken(_("This workbook has more than %(most)s cells. Split it.", most=MOST_CELLS))
            lines = tuple(_lines(sheet.to_python(), (sheet.start or (0, 0))[0] + 1))
            if lines:
                tables.append(RawTable(name, FORMATS[content[:2]], ",", lines))
    except calamine.PasswordError:
        raise RuleBroken(_("This workbook has a password. Save it without one.")) from None
    except (calamine.CalamineError, OSError, ValueError):
        tables = []
    if not tables:
        raise RuleBroken(_("This workbook has no rows that can be read."))
    return tables


def _check_package(content: bytes) -> None:
    """Refuse what unpacks to too much, runs or refers to other files, or is locked."""
    if content.startswith(OLD_WORKBOOK):
        if LOCKED in content:
            raise RuleBroken(_("This workbook has a password. Save it without one."))
        if MACROS in content:
            raise RuleBroken(_("This workbook has macros. Save it as a workbook without macros (.xlsx)."))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            manifest = [
                package.open(part).read(1_000_000) for part in parts if part.filename == "META-INF/manifest.xml"
            ]
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError):
        raise RuleBroken(_("This workbook has no rows that can be read.")) from None
    names = [part.filename for part in parts]
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RuleBroken(_("This workbook unpacks to more than %(most)s MB.", most=MOST_UNPACKED // 1024 // 1024))
    if any(b"encryption-data" in text for text in manifest):
        raise RuleBroken(_("This workbook has a password. Save it without one."))
    if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
        raise RuleBroken(_("This workbook has macros. Save it as a workbook without macros (.xlsx)."))
    if any("/externalLinks/" in name for name in names):
        raise RuleBroken(_("This workbook refers to other files. Save it with values instead of links."))


def _lines(rows: Iterable[Iterable[object]], first: int) -> Iterator[SheetLine]:
    for number, row in enumerate(rows, first):
        cells = tuple(_text(cell) for cell in row)
        if any(cell.strip() for cell in cells):
            yield SheetLine(number, cells)


def _text(cell: object) -> str:
    """A cell as one would type it: days with the year first, hours and lengths with seconds, whole numbers plain."""
    match cell:
        case bool():
            return str(cell).upper()
        case float():
            shown = float(f"{cell:.15g}")  # as many digits as spreadsheets show: a sum may end in 0000000000004
            return str(int(shown)) if shown.is_integer() else str(shown)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.replace(microsecond=0).isoformat(" ")
        case date():
            return cell.isoformat()
        case time():
            return cell.replace(microsecond=0).isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)
