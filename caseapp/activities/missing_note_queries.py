"""Conditions for missing notes and running absences. The board counts what they find, a client's page lists it."""

from datetime import date

import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT, STAYED_AWAY, Outcome, weeks_begin_on
from caseapp.clock import today
from caseapp.db.prepared import kept_alias
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.workdays import last_day_due

CONTACT_SINCE = kept_alias(Activity)


def notes_due_by() -> date:
    """The latest day whose notes are overdue today."""
    return last_day_due(today(), threshold(Threshold.NOTE_DUE_DAYS))


def note_is_missing(due_by: date) -> sa.ColumnElement[bool]:
    """A planned meeting without an outcome, or a meeting without a note, within the weeks shown in overviews."""
    is_silent = sa.and_(Activity.outcome.in_(CONTACT), Activity.note_sealed.is_(None))
    return sa.and_(
        Activity.not_in_error(),
        Activity.held_on.between(weeks_begin_on(today()), due_by),
        sa.or_(Activity.outcome == Outcome.PLANNED, is_silent),
    )


def absence_runs() -> sa.ColumnElement[bool]:
    """The client did not come or cancelled, within the weeks shown, and there has been no CONTACT_SINCE since."""
    met_since = (
        sa.select(CONTACT_SINCE.id)
        .where(
            CONTACT_SINCE.client_id == Activity.client_id,
            CONTACT_SINCE.not_in_error(),
            CONTACT_SINCE.outcome.in_(CONTACT),
            CONTACT_SINCE.held_on.between(Activity.held_on, today()),
        )
        .correlate(Activity)
        .exists()
    )
    return sa.and_(
        Activity.not_in_error(),
        Activity.held_on.between(weeks_begin_on(today()), today()),
        Activity.outcome.in_(STAYED_AWAY),
        ~met_since,
    )
