"""The whole file for programs."""

import json
from datetime import datetime

from caseapp.clock import local
from caseapp.privacy.contents.rules import KeptRow, WholeRecord

FORMAT = "caseapp whole file 1"


def json_page(whole: WholeRecord, made_at: datetime, language: str) -> bytes:
    """Each table with all its columns, also those that hold nothing; texts as they were stored, days and instants in
    ISO 8601."""
    content = {
        "format": FORMAT,
        "made_at": local(made_at).isoformat(timespec="seconds"),
        "language": language,
        "organisation": whole.organisation,
        "client": whole.called,
        "blackened_passages": whole.passages,
        "tables": {table.name: [_record(row, table.columns) for row in table.rows] for table in whole.tables},
        "left_out": [each._asdict() for each in whole.left_out],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _record(row: KeptRow, columns: tuple[str, ...]) -> dict[str, object]:
    said = dict.fromkeys(columns) | {field.column: field.value for field in row.fields}
    return {"id": str(row.id) if row.id else None, "entered_in_error": row.is_in_error, **said}
