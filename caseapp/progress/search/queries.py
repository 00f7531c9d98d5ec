"""Looking for words in the sealed texts of notes, the newest first, a slice at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from time import monotonic
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity, Amendment, GoalTouch
from caseapp.activities.rules import MODE_NAMES, OUTCOME_NAMES, Mode, Outcome
from caseapp.activities.timeline_queries import KEY_TYPES, MORE_TEXTS, TimelineKey
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, in_charge
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.progress.search.rules import FOUND, NOTES, SECONDS, Excerpt, excerpt, is_among, windows_before

TEXTS = ("note", "client_words", "next_step", *MORE_TEXTS)
BEGINNING = (time.min, UUID(int=0))


class FoundNote(NamedTuple):
    """A note that has the words, and where they are in it."""

    id: UUID
    client_id: UUID
    client_name: str
    author: str
    held_on: date
    mode: Mode
    outcome: Outcome
    is_in_error: bool
    parts: list[Excerpt]

    @property
    def mode_name(self) -> str:
        """How they met, in words."""
        return str(MODE_NAMES[self.mode])

    @property
    def outcome_name(self) -> str:
        """The outcome in words."""
        return str(OUTCOME_NAMES[self.outcome])


@dataclass(frozen=True)
class Slice:
    """What one request has found; it looked at the notes before `since`, and those before `place` are still to be
    looked at. Without a place there are none."""

    since: TimelineKey | None
    notes: list[FoundNote]
    place: TimelineKey | None


def search_notes(
    viewer: Viewer,
    words: Sequence[str],
    client_id: UUID | None = None,
    since: TimelineKey | None = None,
    seconds: float = SECONDS,
) -> Slice:
    """The notes of one visible client, or of all, that have all these words, the newest first. At least one note is
    looked at, and no further one when the time is over."""
    until = monotonic() + seconds
    found: dict[UUID, list[Excerpt]] = {}
    place = _look(viewer, words, client_id, since, lambda: monotonic() >= until, found)
    return Slice(since, _described(viewer, found), place)


def _look(
    viewer: Viewer,
    words: Sequence[str],
    client_id: UUID | None,
    place: TimelineKey | None,
    is_over: Callable[[], bool],
    found: dict[UUID, list[Excerpt]],
) -> TimelineKey | None:
    """Where the next slice begins; what is found is put into `found`."""
    for first_on in windows_before(place.held_on if place else today(), client_id is not None):
        day, clock, id_ = place or (None, None, None)
        rows = db.session.execute(*_notes(viewer, client_id, day, clock, id_, first_on, NOTES)).all()
        number = len({row.id for row in rows})
        for row, texts in _by_note(rows):
            place = TimelineKey(row.held_on, row.starts_at, row.id)
            if is_among(words, texts):
                found[row.id] = excerpt(texts, words)
            if len(found) == FOUND or is_over():
                return place
        if number == NOTES:
            return place
        if first_on is not None:
            place = TimelineKey(first_on, *BEGINNING)
            if number and is_over():
                return place
    return None


def _by_note(rows: Iterable[Any]) -> Iterator[tuple[Any, list[str]]]:
    """Each note with its texts that the viewer may read: its own, those about its goals, and its corrections."""
    for _id, of_one in groupby(rows, key=lambda row: row.id):
        parts = list(of_one)
        row = parts[0]
        sealed = zip(TEXTS, row[-len(TEXTS) :], strict=True)
        texts = [
            getattr(Activity, name).open(row.id, blob)
            for name, blob in sealed
            if blob and (name != "remark" or row.may_read_remark)
        ]
        if row.touch_id or row.amendment_id:
            texts += _texts_beside(parts)
        yield row, texts


def _texts_beside(parts: Sequence[Any]) -> Iterator[str]:
    """What was written about its goals, and its corrections with their reasons."""
    for of in {of.touch_id: of for of in parts}.values():
        yield GoalTouch.words.open(of.touch_id, of.touch_words)
    for of in {of.amendment_id: of for of in parts}.values():
        yield Amendment.words.open(of.amendment_id, of.amendment_words)
        yield Amendment.reason.open(of.amendment_id, of.amendment_reason)


@prepared
def _notes(
    viewer: Viewer,
    client_id: UUID | None,
    day: date | None,
    clock: time | None,
    id_: UUID | None,
    first_on: date | None,
    limit: int,
) -> Rows:
    columns = (Activity.id, Activity.client_id, Activity.mentor_id, Activity.held_on, Activity.starts_at)
    sealed = (getattr(Activity, f"{name}_sealed") for name in TEXTS)
    found = about_visible_clients(viewer, Activity, *columns, *sealed).where(Activity.outcome != Outcome.PLANNED)
    if client_id is not None:
        found = found.where(Activity.client_id == client_id)
    if day is not None:
        # The day alone is sought in the index; the rest of the key is not in it.
        key = sa.tuple_(Activity.held_on, Activity.starts_at, Activity.id)
        found = found.where(Activity.held_on <= day, key < sa.tuple_(day, clock, id_, types=KEY_TYPES))
    if first_on is not None:
        found = found.where(Activity.held_on >= first_on)
    newest_first = (Activity.held_on.desc(), Activity.starts_at.desc(), Activity.id.desc())
    page = found.order_by(*newest_first).limit(limit).subquery()
    return (
        sa.select(
            page.c.id,
            page.c.held_on,
            page.c.starts_at,
            sa.or_(page.c.mentor_id == viewer.id, in_charge(viewer, page.c.client_id)).label("may_read_remark"),
            GoalTouch.id.label("touch_id"),
            GoalTouch.words_sealed.label("touch_words"),
            Amendment.id.label("amendment_id"),
            Amendment.words_sealed.label("amendment_words"),
            Amendment.reason_sealed.label("amendment_reason"),
            *(page.c[f"{name}_sealed"] for name in TEXTS),
        )
        .outerjoin(GoalTouch, sa.and_(GoalTouch.activity_id == page.c.id, GoalTouch.words_sealed.is_not(None)))
        .outerjoin(Amendment, Amendment.activity_id == page.c.id)
        .order_by(page.c.held_on.desc(), page.c.starts_at.desc(), page.c.id.desc())
    )


def _described(viewer: Viewer, found: dict[UUID, list[Excerpt]]) -> list[FoundNote]:
    if not found:
        return []
    rows = {row.id: row for row in db.session.execute(*_heads(viewer, list(found)))}
    return [
        FoundNote(
            id=row.id,
            client_id=row.client_id,
            client_name=row.client_name,
            author=row.author,
            held_on=row.held_on,
            mode=row.mode,
            outcome=row.outcome,
            is_in_error=row.error_at is not None,
            parts=parts,
        )
        for row, parts in ((rows[note_id], parts) for note_id, parts in found.items() if note_id in rows)
    ]


@prepared
def _heads(viewer: Viewer, activity_ids: list[UUID]) -> Rows:
    columns = (Activity.id, Activity.client_id, Activity.held_on, Activity.mode, Activity.outcome, Activity.error_at)
    return (
        about_visible_clients(viewer, Activity, *columns, Client.name.label("client_name"), User.name.label("author"))
        .join(Client, Client.id == Activity.client_id)
        .join(User, User.id == Activity.mentor_id)
        .where(Activity.id.in_(activity_ids))
    )
