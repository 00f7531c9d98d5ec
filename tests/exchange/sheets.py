"""Small files of a provider, and what came of them."""

from caseapp.db import transaction
from tests.world import keep

CLIENTS = "first name,last name,id,mentor,service,approved from,approved until,hours per week\n"
MEETINGS = "id,date,time,minutes,mode,outcome,note\n"
YAEL = "Yael,Mizrahi,18,mentor1,mentoring,01/02/2026,01/02/2027,2.5\n"


def counted(count):
    return count.added, count.already_there, count.rejected


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@transaction
def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    keep(row)


def said(caseload):
    return {reading.file: " ".join((reading.encoding, *reading.remarks)) for reading in caseload.read}
