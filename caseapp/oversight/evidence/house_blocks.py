"""The parts of the file that tell what the house does: duties, people, trail, drills, reviews and incidents."""

from collections import Counter
from datetime import date, datetime

from caseapp.access import ROLE_NAMES
from caseapp.access.roles import Role
from caseapp.clock import local
from caseapp.documents.blocks import Block, Column, Facts, Heading, Table, paragraph
from caseapp.i18n import _
from caseapp.oversight.duties.rules import HOUSE_DUTY_NAMES
from caseapp.oversight.evidence.page import Evidence
from caseapp.oversight.incidents.queries import Duty, IncidentRow
from caseapp.watch.people.queries import PersonRow
from caseapp.web.filters import day, moment, whole_month


def duty_blocks(found: Evidence) -> tuple[Block, ...]:
    """The calendar, and what was done so far."""
    heads = (_("Duty"), _("Every so many months"), _("Last done"), _("Due by"), _("State"))
    rows = tuple(
        (
            line.name,
            str(line.months) if line.months else _("By itself"),
            on(line.standing.last_on),
            on(line.standing.due_on),
            line.state_name,
        )
        for line in found.duties
    )
    done = tuple(
        (str(HOUSE_DUTY_NAMES[row.duty]), day(row.done_on), row.by_whom, row.reference, row.recorded_by)
        for row in found.done
        if row.error_at is None
    )
    done_heads = (_("Duty"), _("Day"), _("By whom"), _("Where it can be read"), _("Recorded by"))
    return (
        Heading(1, _("Calendar of duties")),
        table(heads, rows, (3, 1, 1.3, 1.3, 1.2)),
        Heading(2, _("Done so far")),
        *tabled(done_heads, done, (2.5, 1.2, 1.8, 2.5, 1.5)),
        Heading(2, _("Papers and training of mentors")),
        *tabled(
            (_("Paper"), _("In order"), _("Near its last day"), _("Missing or past its last day")),
            tuple((row.label, str(row.held), str(row.ending), str(row.lacking)) for row in found.papers),
            (3, 1, 1, 1),
        ),
    )


def people_blocks(found: Evidence) -> tuple[Block, ...]:
    """How many people have which role, and each with the role and the team."""
    roles = Counter(row.role for row in found.people)
    facts = tuple((str(ROLE_NAMES[role]), str(roles[role])) for role in Role)
    heads = (_("Name"), _("Role"), _("Team"), _("Account since"), _("Access confirmed this quarter"))
    rows = tuple(
        (row.name, row.role_name, row.team or "", day(local(row.created_at).date()), _confirmed(row))
        for row in found.people
    )
    return (
        Heading(1, _("People and permissions")),
        Facts(facts),
        paragraph(
            _(
                "A role says what somebody may do, the team and the assignment say about whom. Administrators and "
                "privacy officers read no file of a client."
            )
        ),
        table(heads, rows, (2, 1.6, 1.6, 1.2, 2)),
    )


def trail_blocks(found: Evidence) -> tuple[Block, ...]:
    """How long the trail is kept, and how its verifications ended."""
    heads = (_("Day"), _("Entries read"), _("Faults found"), _("The first one"))
    rows = tuple((day(row.day), str(row.entries), str(row.faults), row.first_fault) for row in found.checks)
    kept = _(
        "Each opening, change, print, export and refusal is an entry. It is kept for %(years)s years, never less than "
        "24 months; what is older goes only with a signed entry in its place. Each entry is chained to the one before "
        "by a code under a key.",
        years=found.trail_years,
    )
    return (
        Heading(1, _("The audit trail and its verification")),
        paragraph(kept),
        *tabled(heads, rows, (1, 1, 1, 3)),
    )


def drill_blocks(found: Evidence) -> tuple[Block, ...]:
    """The restores that were tried."""
    heads = (_("Night"), _("Ended"), _("Result"))
    rows = tuple((day(row.night), at(row.ended_at), _drilled(row.ended_at, bool(row.fault))) for row in found.drills)
    return (Heading(1, _("Restore drills")), *tabled(heads, rows, (1, 1, 2)))


def review_blocks(found: Evidence) -> tuple[Block, ...]:
    """The monthly reviews of reading."""
    heads = (_("Month"), _("Pairs of reader and client"), _("Signed by"), _("Signed on"))
    rows = tuple(
        (whole_month(row.month), str(row.pairs), row.signed_by or "", at(row.signed_at)) for row in found.months
    )
    return (Heading(1, _("Monthly reviews of reading")), *tabled(heads, rows, (1.5, 1, 2, 1.5)))


def incident_blocks(found: Evidence) -> tuple[Block, ...]:
    """Each incident with its clock, and who was told."""
    shown = tuple(block for row in found.incidents for block in _incident(row))
    return (Heading(1, _("Incidents")), *(shown or (paragraph(_("No incident was recorded")),)))


def table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], weights: tuple[float, ...]) -> Table:
    """A table with these headings; what holds nothing is a dash, so that no cell is empty."""
    columns = tuple(Column(head, weight=weight) for head, weight in zip(heads, weights, strict=True))
    return Table(columns, tuple(tuple(cell or "–" for cell in row) for row in rows))


def tabled(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], weights: tuple[float, ...]) -> tuple[Block, ...]:
    """The table, or that there is nothing."""
    return (table(heads, rows, weights),) if rows else (paragraph(_("Nothing was recorded.")),)


def on(value: date | None) -> str:
    """A day, or nothing."""
    return day(value) if value else ""


def at(value: datetime | None) -> str:
    """An instant, or nothing."""
    return moment(value) if value else ""


def _confirmed(row: PersonRow) -> str:
    if row.is_right is None or row.said_at is None:
        return _("Not yet, and late") if row.is_late else _("Not yet")
    said = _("Still right") if row.is_right else _("No longer right")
    return f"{said}, {row.said_by}, {day(local(row.said_at).date())}"


def _drilled(ended_at: datetime | None, has_fault: bool) -> str:
    if ended_at is None:
        return _("Cut short")
    return _("Failed") if has_fault else _("Proved: rows, trail, a sign-in and a report")


def _incident(row: IncidentRow) -> tuple[Block, ...]:
    known = row.known
    told = [f"{each.whom_name}, {moment(each.told_at)}" for each in row.tellings]
    due = [_due(each) for each in row.duties]
    facts = (
        (_("When it was found"), moment(known.found_at)),
        (_("Happened"), at(known.happened_at)),
        (_("How severe"), row.severity_name),
        (_("About how many people"), "" if known.people is None else str(known.people)),
        (_("What happened"), known.words),
        (_("Which records"), known.data),
        (_("Who must be told"), "; ".join(due)),
        (_("Who was told"), "; ".join(told)),
        (_("What was done"), known.measures),
        (_("Closed"), at(row.closed_at)),
    )
    return Heading(2, row.kind_name), Facts(tuple((name, value) for name, value in facts if value))


def _due(each: Duty) -> str:
    whom, until = each.whom_name, moment(each.due_at)
    if each.was_late:
        return _("%(whom)s until %(moment)s (told late: %(told)s)", whom=whom, moment=until, told=at(each.told_at))
    return _("%(whom)s until %(moment)s", whom=whom, moment=until)
