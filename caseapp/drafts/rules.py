"""What a draft is, how long it is kept, and what of it can be read."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

KEPT_FOR = timedelta(days=30)
ENDED_FOR = KEPT_FOR  # a device may bring a save of before the end only when it is used again
SAVE_WAIT = 0.2  # seconds: the page asks again later
PATH_MAX = 300
FORM_MAX = 40
TITLE_MAX = 200


@dataclass(frozen=True)
class FormPlace:
    """Where something is written: the page's path, and the name of the form where the page has several."""

    path: str
    form: str = ""


class Save(NamedTuple):
    """The draft of one open page, by the page's own key, and the how manieth save of it this is."""

    key: UUID
    number: int


@dataclass(frozen=True)
class DraftText:
    """What a page sent to be kept: its heading, and the fields as JSON, pairs of name and value just as they were."""

    place: FormPlace
    save: Save
    goes_on: Save | None
    title: str
    content: str


def read_fields(content: str) -> dict[str, list[str]]:
    """The values of each field; `ValueError` where it is no content of a draft."""
    found = json.loads(content)
    if not isinstance(found, list):
        raise ValueError("no fields")
    fields: dict[str, list[str]] = {}
    for pair in found:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(part, str) for part in pair):
            raise ValueError("no field")
        fields.setdefault(pair[0], []).append(pair[1])
    return fields


def kept_until(saved_at: datetime) -> datetime:
    """When a draft that nobody goes on with is removed."""
    return saved_at + KEPT_FOR
