"""Import goals as drafts in the client's words; mentor and client agree on wording and ladder later."""

from datetime import date
from uuid import UUID

from caseapp.access import Capability, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act, record
from caseapp.clients.models import Assignment
from caseapp.clock import now, today
from caseapp.db import db, transaction
from caseapp.errors import RuleBroken
from caseapp.exchange.queries import assignments_of_clients, clients_by_national_id, goals_of_clients
from caseapp.exchange.spreadsheets.outcomes import ImportOutcome, Tally
from caseapp.exchange.spreadsheets.row_errors import Reading
from caseapp.exchange.spreadsheets.rows import ImportedGoal, same_text
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalDraft, GoalStatus, check_draft
from caseapp.i18n import _

BASELINE = -1


@transaction
def import_goals(viewer: User, reading: Reading[ImportedGoal]) -> ImportOutcome[Reading[ImportedGoal]]:
    """Add the goals that are not stored yet; client and words identify a goal."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    tally = Tally(reading.sheet)
    clients = clients_by_national_id(viewer, {row.national_id for row in reading.rows})
    assignments = assignments_of_clients(viewer, clients.values())
    known = {
        (client_id, same_text(goal.client_words)): goal
        for client_id, goals in goals_of_clients(viewer, clients.values()).items()
        for goal in goals
    }
    for row in reading.rows:
        client = clients.get(row.national_id)
        if client is None:
            tally.reject(row.line, reading.sheet.heading("national_id"), _("This client's file is no longer here."))
            continue
        key = client.id, same_text(row.client_words)
        if key in known:
            tally.already_there += 1
            _note_differences(tally, row, known[key])
            continue
        starts_on = _first_day(assignments.get(client.id, []))
        try:
            check_draft(GoalDraft(row.client_words, "", row.domain, row.target_on), starts_on)
        except RuleBroken as broken:
            tally.reject(row.line, reading.sheet.heading(broken.field or ""), str(broken))
            continue
        known[key] = _draft(viewer, row, client.id, starts_on)
        db.session.add(known[key])
        tally.add(client.id)
    db.session.flush()
    if tally.added:
        record(Act.CASELOAD_IMPORTED, viewer, clients=tally.clients, kind="goals", added=tally.added)
    return tally.outcome_of(reading)


def _draft(viewer: User, row: ImportedGoal, client_id: UUID, starts_on: date) -> Goal:
    goal = Goal(
        client_id=client_id,
        domain=row.domain,
        status=GoalStatus.DRAFT,
        baseline=BASELINE if row.baseline is None else row.baseline,
        starts_on=starts_on,
        target_on=row.target_on,
        created_by_id=viewer.id,
        created_at=now(),
    )
    goal.client_words = row.client_words
    return goal


def _first_day(assignments: list[Assignment]) -> date:
    """A goal begins with the client's first assignment, since the file does not say when."""
    return min((assignment.starts_on for assignment in assignments), default=today())


def _note_differences(tally: Tally, row: ImportedGoal, goal: Goal) -> None:
    values = {
        "domain": (row.domain, goal.domain),
        "target_on": (row.target_on, goal.target_on),
        "baseline": (row.baseline, goal.baseline),
    }
    says = {name: said for name, (said, stored) in values.items() if said is not None and said != stored}
    differing = [tally.sheet.heading(name) for name in says]
    kept = {name: said.isoformat() if isinstance(said, date) else said for name, said in says.items()}
    tally.can_change(row.line, goal, goal.client_id, kept)
    if differing:
        sentence = _(
            "This goal already exists with different information under %(headings)s. Nothing was changed.",
            headings=_(", ").join(differing),
        )
        tally.differs(row.line, differing[0], sentence)
