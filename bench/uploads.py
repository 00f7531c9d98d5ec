"""Files that were sent and read, as the pages of the import show them."""

from uuid import UUID

import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.clock import now
from caseapp.db import db, writing
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.outcomes import RecordChange
from caseapp.exchange.uploads.models import Upload
from caseapp.exchange.uploads.rules import UploadState


def stored_upload(person_id: UUID, client_id: UUID) -> UUID:
    """Files that the person sent: ten columns, and fifty meetings of that client that are longer in them."""
    columns = [
        {"heading": f"H{n}", "field": "note", "is_known": True, "filled": 9, "samples": ["abc"] * 3} for n in range(10)
    ]
    file = {
        "name": "m.csv",
        "encoding": "UTF-8",
        "fault": "",
        "columns": columns,
        "kind": "meetings",
        "rows": 50,
        "remarks": [],
    }
    meetings = sa.select(Activity.id, Activity.version, Activity.minutes).where(Activity.client_id == client_id)
    with db.engine.connect() as connection:
        rows = connection.execute(meetings.order_by(Activity.id).limit(50)).all()
    changes = [
        RecordChange(
            *("m.csv", line, FileKind.MEETINGS, row.id, client_id, row.version),
            says={"minutes": row.minutes + 1},
            headings={"minutes": "minutes"},
        ).as_json()
        for line, row in enumerate(rows, 2)
    ]
    found = {
        "files": [file],
        "unknown": {},
        "missing": [],
        "left_out": [],
        "unwritten": [],
        "counts": {"meetings": [0, 50, 0]},
    }
    found |= {"totals": [0, 0], "groups": [0] * 4, "rejected": 0, "differences": len(rows), "changes": changes}
    with writing():
        upload = Upload(by_id=person_id, role="supervisor", language="he", created_at=now(), state=UploadState.READY)
        db.session.add(upload)
        db.session.flush()
        upload.keep(found, b"")
    return upload.id
