"""Differences between a file and what is stored are taken, each by the action of its form."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.actions import change_activity
from caseapp.activities.amendments.actions import amend
from caseapp.activities.note_form_queries import find_activity_edit
from caseapp.activities.queries import find_activity, is_final_now
from caseapp.activities.rules import AmendmentDraft, Mode, Outcome, is_contact
from caseapp.clients.actions import change_client
from caseapp.clients.queries import find_client
from caseapp.clients.rules import GenderForm, PersonalDetails
from caseapp.db import IdempotencyKey, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.exchange.difference_queries import is_amended, values_of
from caseapp.exchange.difference_words import difference_in_words
from caseapp.exchange.parts import PartPace
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.outcomes import Became, RecordChange, TakenChange
from caseapp.goals.actions import change_goal
from caseapp.goals.queries import find_goal
from caseapp.i18n import _


def take_changes(
    viewer: Viewer, changes: Iterable[RecordChange], advance: Callable[[int], None] = lambda _rows: None
) -> list[TakenChange]:
    """Take these differences into the records, each in a transaction of its own, with a rest after it.

    A final note stays as it is, and gets the difference as a correction beside it. Whatever the viewer may not do, the
    rules do not allow, or somebody has changed since, is left.
    """
    ensure(viewer, Capability.IMPORT_CASELOAD)
    ensure(viewer, Capability.RECORD_WORK)
    pace, taken = PartPace(pause=0.0), []
    for change in changes:
        taken.append(pace.do(_tried, viewer, change))
        advance(1)
    return taken


def _tried(viewer: Viewer, change: RecordChange) -> TakenChange:
    try:
        became, version = TAKE[change.kind](viewer, change)
    except Conflict:
        sentence = _("Somebody has changed this since. Have the files read again.")
    except (NotVisible, NotAllowed):
        sentence = _("You may not change this record.")
    except RuleBroken as broken:
        sentence = str(broken)
    else:
        return TakenChange(replace(change, version=version), became)
    return TakenChange(change, Became.LEFT, sentence)


@transaction
def _take_meeting(viewer: Viewer, change: RecordChange) -> tuple[Became, int]:
    activity = find_activity(viewer, change.record_id)
    if values_of(activity, change.says) == change.says:
        return Became.TAKEN, activity.version
    if is_final_now(activity.outcome, activity.written_at):
        _amend(viewer, activity, change)
        return Became.AMENDED, activity.version
    draft = replace(find_activity_edit(viewer, activity.id).draft, **_as_stored(change))
    if not is_contact(draft.outcome):
        draft = replace(draft, minutes=0)
    return Became.TAKEN, change_activity(viewer, activity.id, draft, change.version, is_second=True).version


def _amend(viewer: Viewer, activity: Any, change: RecordChange) -> None:
    """Add the difference as a correction; the same one only once."""
    if activity.version != change.version:
        raise Conflict(activity)
    content = json.dumps([str(activity.id), dict(change.says)], sort_keys=True, ensure_ascii=False)
    key = IdempotencyKey(UUID(bytes=key_ring().blind("taken difference", content)[:16]), content.encode())
    if not is_amended(viewer, key.id):
        words = difference_in_words(change, values_of(activity, change.says))
        reason = _("Read from %(file)s, line %(line)s.", file=change.file, line=change.line)
        amend(viewer, activity, AmendmentDraft(words, reason), key)


@transaction
def _take_goal(viewer: Viewer, change: RecordChange) -> tuple[Became, int]:
    goal = find_goal(viewer, change.record_id)
    if values_of(goal, change.says) != change.says:
        change_goal(viewer, goal, replace(goal.draft, **_as_stored(change)), change.version)
    return Became.TAKEN, goal.version


@transaction
def _take_details(viewer: Viewer, change: RecordChange) -> tuple[Became, int]:
    client = find_client(viewer, change.record_id)
    if values_of(client, change.says) != change.says:
        details = PersonalDetails(
            given_name=client.given_name,
            family_name=client.family_name,
            preferred_name=client.preferred_name,
            national_id=None,
            birth_on=client.birth_on,
            phone=client.phone or "",
            language=client.language,
            gender_form=client.gender_form,
        )
        change_client(viewer, client, replace(details, **_as_stored(change)), change.version)
    return Became.TAKEN, client.version


def _as_stored(change: RecordChange) -> dict[str, Any]:
    """What the row says, under the names and with the types of drafts."""
    return {DRAFT_NAMES.get(name, name): TYPES.get(name, _same)(said) for name, said in change.says.items()}


def _same(said: Any) -> Any:
    return said


DRAFT_NAMES = {"first_name": "given_name", "last_name": "family_name", "born_on": "birth_on"}
TYPES: dict[str, Callable[[Any], Any]] = {
    "born_on": date.fromisoformat,
    "target_on": date.fromisoformat,
    "mode": Mode,
    "outcome": Outcome,
    "gender_form": GenderForm,
}
TAKE: dict[FileKind, Callable[[Viewer, RecordChange], tuple[Became, int]]] = {
    FileKind.CLIENTS: _take_details,
    FileKind.GOALS: _take_goal,
    FileKind.MEETINGS: _take_meeting,
}
