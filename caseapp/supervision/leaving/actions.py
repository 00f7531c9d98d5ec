"""Handing over everything that a person has in hand, in one step."""

from dataclasses import replace
from uuid import UUID

from caseapp.access import Viewer
from caseapp.audit import Act, record
from caseapp.clients.in_charge_queries import list_in_charge
from caseapp.clients.transfers.actions import pass_on_assignment
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import Conflict, RuleBroken
from caseapp.followups.actions import pass_on_follow_up
from caseapp.followups.queries import find_follow_up
from caseapp.groups.actions import change_group, draft_of
from caseapp.groups.queries import find_group_to_keep
from caseapp.i18n import _
from caseapp.reports.new_report.actions import pass_on_draft
from caseapp.reports.queries import find_report
from caseapp.supervision.leaving.queries import (
    Belongings,
    OwnGroup,
    accompanied_by,
    belongings_of,
    find_leaver,
    list_takers,
    lock_person,
)
from caseapp.supervision.leaving.rules import TakersDraft, check_takers


@transaction
def hand_over_work(
    viewer: Viewer, person_id: UUID, draft: TakersDraft, version: int | None, key: IdempotencyKey
) -> None:
    """Give what the person has in hand to others of the team; `Conflict` where any of it changed meanwhile."""
    lock_person(viewer, person_id)
    person = find_leaver(viewer, person_id)
    if is_repeated(key, viewer.id):
        return
    known = belongings_of(viewer, person_id)
    if known.version != version:
        raise Conflict
    check_takers(draft, person_id)
    _check_mentors(viewer, person_id, draft)
    if draft.clients:
        for client in known.clients:
            pass_on_assignment(viewer, client.client_id, client.id, draft.clients)
    if draft.groups:
        for group in known.groups:
            _pass_on_group(viewer, group, person_id, draft.groups)
    db.session.flush()
    if draft.tasks:
        _pass_on_tasks(viewer, known, draft.tasks)
    if draft.reports:
        _pass_on_reports(viewer, known, draft.reports)
    numbers = {kind: len(getattr(known, kind)) for kind in ("clients", "groups", "tasks", "reports")}
    told = {f"{kind}_taken": number for kind, number in numbers.items() if getattr(draft, kind)}
    record(Act.WORK_HANDED_OVER, viewer, about=person, clients=known.client_ids, **told)


def _check_mentors(viewer: Viewer, person_id: UUID, draft: TakersDraft) -> None:
    takers = {taker.id: taker for taker in list_takers(viewer, person_id)}
    for kind in ("clients", "groups", "tasks", "reports"):
        taker_id = getattr(draft, kind)
        needs_mentor = kind in ("clients", "reports")
        if taker_id and (taker_id not in takers or (needs_mentor and not takers[taker_id].is_mentor)):
            raise RuleBroken(_("Choose somebody from the list."), kind)


def _pass_on_group(viewer: Viewer, group: OwnGroup, from_id: UUID, to_id: UUID) -> None:
    kept = find_group_to_keep(viewer, group.id)
    draft = draft_of(viewer, kept)
    leads = {to_id if each == from_id else each for each in draft.facilitators}
    helps = {to_id if each == from_id else each for each in draft.assistants} - leads
    changed = replace(draft, facilitators=frozenset(leads), assistants=frozenset(helps))
    change_group(viewer, group.id, changed, kept.version)


def _pass_on_tasks(viewer: Viewer, known: Belongings, to_id: UUID) -> None:
    own = accompanied_by(viewer, to_id)
    for task in known.tasks:
        if task.client_id not in own and to_id not in {each.id for each in list_in_charge(viewer, task.client_id)}:
            raise RuleBroken(
                _("Tasks go to whoever mentors the client or is in charge of the team. Choose one of them."), "tasks"
            )
        pass_on_follow_up(viewer, find_follow_up(viewer, task.id), to_id)


def _pass_on_reports(viewer: Viewer, known: Belongings, to_id: UUID) -> None:
    own = accompanied_by(viewer, to_id)
    for report in known.reports:
        if not report.is_draft:
            continue
        if report.client_id not in own:
            raise RuleBroken(_("Reports go to a mentor of the client. Choose whoever takes the clients."), "reports")
        pass_on_draft(viewer, find_report(viewer, report.id), to_id)
