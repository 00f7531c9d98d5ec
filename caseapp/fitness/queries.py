"""How the papers of mentors stand."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure, may
from caseapp.accounts.models import Team, User
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import kept_alias
from caseapp.errors import NotVisible
from caseapp.fitness.models import FitnessKind, FitnessPaper
from caseapp.fitness.rules import KINDS, LACKING, Held, PaperState, is_binding, state_of
from caseapp.organisation.queries import organisation_settings, threshold
from caseapp.organisation.rules import Threshold

SEEING = kept_alias(User)


class KindRow(NamedTuple):
    """A kind of paper as it is set; a built-in one that was never changed has no version."""

    code: str
    label: str
    source: str
    months: int | None
    is_required: bool
    version: int | None


class PaperRow(NamedTuple):
    """What was seen of a mentor, and by whom."""

    id: UUID
    kind: str
    is_exempt: bool
    given_on: date
    expires_on: date | None
    reason: str
    seen_by: str
    seen_at: datetime
    error_at: datetime | None
    error_reason: str


class Standing(NamedTuple):
    """How one kind of a mentor's papers stands; `last_on` is the last day on which it holds, if it has one."""

    kind: KindRow
    state: PaperState
    last_on: date | None


class PaperCount(NamedTuple):
    """Of how many mentors a kind of paper is in order, ends soon, or is missing or past its last day."""

    label: str
    held: int
    ending: int
    lacking: int


class MentorStanding(NamedTuple):
    """A mentor, and how each paper that every mentor needs stands."""

    id: UUID
    name: str
    team: str | None
    papers: list[Standing]

    @property
    def lacking(self) -> list[Standing]:
        """What is missing or has expired."""
        return [each for each in self.papers if each.state in LACKING]

    @property
    def ending(self) -> list[Standing]:
        """What ends within the window."""
        return [each for each in self.papers if each.state is PaperState.ENDING]


def list_kinds(viewer: Viewer) -> list[KindRow]:
    """All kinds of papers, the built-in ones first."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    return _kinds()


def find_kind(viewer: Viewer, code: str) -> KindRow:
    """One kind, or `NotVisible`."""
    kind = next((each for each in list_kinds(viewer) if each.code == code), None)
    if kind is None:
        raise NotVisible
    return kind


def list_standings(viewer: Viewer) -> list[MentorStanding]:
    """The mentors whose papers the viewer looks after, by name: all for an administrator, those of the own teams for
    whoever is in charge of them. Nobody looks after the own papers."""
    ensure(viewer, Capability.KEEP_PAPERS)
    found = (
        sa.select(User.id, User.name, Team.name.label("team"))
        .outerjoin(Team, Team.id == User.team_id)
        .where(User.role == Role.MENTOR, User.disabled_at.is_(None), User.id != viewer.id)
        .order_by(User.name, User.id)
    )
    if not may(viewer, Capability.MANAGE_USERS):
        found = found.where(User.team_id.in_(viewer.team_ids_in_charge))
    people = db.session.execute(found).all()
    states = _states([row.id for row in people], today())
    return [MentorStanding(row.id, row.name, row.team, states[row.id]) for row in people]


def count_lacking(viewer: Viewer) -> int:
    """How many mentors, of those whose papers the viewer looks after, lack something; none is counted while the rule
    is off."""
    if not may(viewer, Capability.KEEP_PAPERS) or rule_on_since(viewer) is None:
        return 0
    return sum(bool(row.lacking) for row in list_standings(viewer))


def paper_counts(viewer: Viewer) -> list[PaperCount]:
    """Of each kind that mentors need, for how many it is in order; without names, for those who oversee records."""
    ensure(viewer, Capability.OVERSEE)
    mentors = sa.select(User.id).where(User.role == Role.MENTOR, User.disabled_at.is_(None)).order_by(User.id)
    states = _states(list(db.session.scalars(mentors)), today())
    counts = []
    for kind in (kind for kind in _kinds() if kind.is_required):
        own = [each.state for papers in states.values() for each in papers if each.kind.code == kind.code]
        lacking = sum(state in LACKING for state in own)
        counts.append(PaperCount(kind.label, own.count(PaperState.HELD), own.count(PaperState.ENDING), lacking))
    return counts


def find_standing(viewer: Viewer, person_id: UUID) -> MentorStanding:
    """One mentor whose papers the viewer looks after, or `NotVisible`."""
    for each in list_standings(viewer):
        if each.id == person_id:
            return each
    raise NotVisible


def own_standings(viewer: Viewer) -> list[Standing]:
    """How the viewer's own papers stand."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    return _states([viewer.id], today())[viewer.id]


def papers_of(viewer: Viewer, person_id: UUID) -> list[PaperRow]:
    """What was recorded of a mentor, the newest first; one's own, or of somebody whose papers the viewer looks
    after."""
    if person_id != viewer.id:
        find_standing(viewer, person_id)
    of = FitnessPaper
    found = (
        sa.select(
            *(of.id, of.kind, of.is_exempt, of.given_on, of.expires_on, of.reason_sealed),
            *(SEEING.name.label("seen_by"), of.seen_at, of.error_at, of.error_reason_sealed),
        )
        .join(SEEING, SEEING.id == of.seen_by_id)
        .where(of.person_id == person_id)
        .order_by(of.given_on.desc(), of.id.desc())
    )
    return [PaperRow(**_opened(row._mapping)) for row in db.session.execute(found)]


def find_paper(viewer: Viewer, paper_id: UUID) -> FitnessPaper:
    """A record about the papers of somebody whom the viewer looks after, or `NotVisible`."""
    looked_after = {each.id for each in list_standings(viewer)}  # first, so that somebody else's takes as long as none
    paper = db.session.get(FitnessPaper, paper_id)
    if paper is None or paper.person_id not in looked_after:
        raise NotVisible
    return paper


def rule_on_since(viewer: Viewer) -> date | None:
    """The day on which the rule was turned on; none while it is off."""
    ensure(viewer, Capability.USE_OWN_ACCOUNT)
    return organisation_settings().fit_rule_from


def binds_from(viewer: Viewer) -> date | None:
    """The day from which a new assignment needs the papers; none while the rule is off."""
    since = rule_on_since(viewer)
    return since + _grace() if since else None


def lacking_papers(viewer: Viewer, person_id: UUID, day: date) -> list[str]:
    """What a mentor lacks for a new assignment that begins on that day; nothing while the rule does not bind."""
    if not is_binding(rule_on_since(viewer), _grace(), today()):
        return []
    return _lacking(person_id, day)


def warned_of(viewer: Viewer, person_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What those of these mentors lack today who lack something, once the rule is on."""
    wanted = sorted(set(person_ids))
    if rule_on_since(viewer) is None or not wanted:
        return {}
    states = _states(wanted, today())
    lacking = {each: [one.kind.label for one in states[each] if one.state in LACKING] for each in wanted}
    return {each: labels for each, labels in lacking.items() if labels}


def _lacking(person_id: UUID, day: date) -> list[str]:
    return [each.kind.label for each in _states([person_id], day)[person_id] if each.state in LACKING]


def _grace() -> timedelta:
    return timedelta(days=threshold(Threshold.FITNESS_GRACE_DAYS))


def _kinds() -> list[KindRow]:
    of = FitnessKind
    columns = (of.code, of.label, of.source, of.months, of.is_required, of.version)
    stored = {row.code: KindRow(**row._mapping) for row in db.session.execute(sa.select(*columns).order_by(of.id))}
    built_in = []
    for code, own in KINDS.items():
        kind = stored.pop(code, KindRow(code, "", "", None, True, None))
        built_in.append(kind._replace(label=kind.label or str(own.label), source=kind.source or str(own.source)))
    return [*built_in, *stored.values()]


def _states(person_ids: list[UUID], day: date) -> dict[UUID, list[Standing]]:
    of, held = FitnessPaper, defaultdict[tuple[UUID, str], list[Held]](list)
    found = sa.select(of.person_id, of.kind, of.given_on, of.expires_on).where(
        of.person_id.in_(person_ids), of.not_in_error()
    )
    for row in db.session.execute(found):
        held[row.person_id, row.kind].append(Held(row.given_on, row.expires_on))
    window, kinds = timedelta(days=threshold(Threshold.FITNESS_WARNING_DAYS)), [k for k in _kinds() if k.is_required]
    return {each: [_standing(kind, held[each, kind.code], day, window) for kind in kinds] for each in person_ids}


def _standing(kind: KindRow, papers: list[Held], day: date, window: timedelta) -> Standing:
    lasts = max((paper.expires_on or date.max for paper in papers), default=date.max)
    return Standing(kind, state_of(papers, day, window), None if lasts == date.max else lasts)


def _opened(row: sa.RowMapping) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if not name.endswith("_sealed")}
    values["reason"] = FitnessPaper.reason.open(row["id"], row["reason_sealed"])
    values["error_reason"] = FitnessPaper.error_reason.open(row["id"], row["error_reason_sealed"])
    return values
