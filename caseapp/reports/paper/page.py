"""A stored report as a document, and as part of a page."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from caseapp.access import BESIDE, Viewer
from caseapp.accounts.queries import find_person
from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.rules import MODE_NAMES, OUTCOME_NAMES
from caseapp.charts.shapes import signed
from caseapp.circles.words import ring_name, short_words
from caseapp.clock import now
from caseapp.documents.blocks import Document
from caseapp.documents.coverage import undrawn_letters
from caseapp.documents.html import html
from caseapp.groups.rules import MARK_NAMES
from caseapp.hours.rules import NOT_APPROVED
from caseapp.i18n import _, _l
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.progress.rhythm_rules import MarkRecord
from caseapp.progress.rules import DatedRating
from caseapp.reports.content_rules import ApprovalSummary, ClientProgress, GoalProgress, StepRecord, TieProgress
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.names.redaction_rules import with_initials
from caseapp.reports.paper.compose_blocks import compose
from caseapp.reports.paper.group_blocks import standing_words
from caseapp.reports.paper.meeting_blocks import approved_words
from caseapp.reports.paper.queries import gather_report
from caseapp.reports.paper.record_blocks import (
    RecordFilter,
    RecordList,
    contacts_of,
    goals_of,
    mapped_ties,
    marks_of,
    service_meetings,
    steps_done_of,
    used_of,
)
from caseapp.reports.queries import ReportDetails
from caseapp.reports.rules import is_in_letters_of
from caseapp.reports.sections.queries import SectionRow
from caseapp.ties.rules import TieStanding
from caseapp.web.filters import day
from caseapp.web.hour_rules import time_figure

PLAIN = (ReportKind.CLIENT, ReportKind.FAMILY)
LIST_NAMES = {
    RecordList.CONTACTS: _l("Meetings, calls and messages"),
    RecordList.USED: _l("Contact that counts against approvals"),
    RecordList.ATTEMPTS: _l("Attempts"),
    RecordList.MARKS: _l("Groups"),
    RecordList.RATINGS: _l("Goals"),
    RecordList.RATED_GOALS: _l("Goals"),
    RecordList.STEPS_DONE: _l("Steps that were done"),
    RecordList.APPROVAL: _l("Approval"),
    RecordList.SERVICE: _l("What counts against this approval"),
    RecordList.TIES: _l("All ties that are counted"),
    RecordList.LASTING_TIES: _l("Ties that last"),
    RecordList.UNKNOWN_TIES: _l("Ties of which it is not known whether they last"),
    RecordList.ON_MAP: _l("Map of support"),
}
"""What stands over each list of records."""


class CheckedPreview(NamedTuple):
    """A document as part of a page; `undrawn` are the letters of it for which the typefaces have none, `foreign` the
    goals that its reader finds in another language. The figures of a report that was signed before their records were
    kept with it open no list."""

    html: Markup
    undrawn: str
    has_lists: bool
    foreign: tuple[str, ...]


class RecordRow(NamedTuple):
    """One of the records that a figure counts, and its page where it has one."""

    name: str
    lines: tuple[str, ...]
    url: str | None = None


def document_of(
    viewer: Viewer, report: ReportDetails, sections: Sequence[SectionRow], *, has_initials: bool = False
) -> Document:
    """The document as it is now, with the client's initials instead of the name where asked; a signed report says what
    was signed, and with initials it is a copy."""
    progress = gather_report(viewer, report, sections)
    shown = with_initials(progress) if has_initials else progress
    return compose(shown, report.language, now(), printed_by=find_person(viewer, viewer.id).name)


def preview_of(viewer: Viewer, report: ReportDetails, sections: Sequence[SectionRow]) -> Markup:
    """The document as part of a page; its figures link to the lists of records behind them."""
    return checked_preview(viewer, report, sections).html


def checked_preview(viewer: Viewer, report: ReportDetails, sections: Sequence[SectionRow]) -> CheckedPreview:
    """The same, and what paper would lack of it while it can still be changed. A client who holds the screen gets no
    links to the mentor's lists."""
    progress = gather_report(viewer, report, sections)
    document = compose(progress, report.language, now())
    undrawn = undrawn_letters(document) if report.is_writable else ""
    has_lists = progress.records is not None
    records_url = url_for("reports.list_records", report_id=report.id) if has_lists and viewer.role != BESIDE else ""
    foreign = _foreign_goals(progress, report.language)
    return CheckedPreview(html(document, top=2, records_url=records_url), undrawn, has_lists, foreign)


def _foreign_goals(progress: ClientProgress, language: str) -> tuple[str, ...]:
    """The goals of a report in plain words that are written in other letters than its language has."""
    if progress.kind not in PLAIN:
        return ()
    return tuple(goal.title for goal in progress.goals if not is_in_letters_of(language, goal.title))


def name_of_list(only: RecordFilter) -> str:
    """What stands over the records that a figure counts."""
    if only.of is RecordList.USED and only.counted == NOT_APPROVED:
        return _("Contact on days without an approval")
    return str(LIST_NAMES[only.of])


def records_behind(progress: ClientProgress, only: RecordFilter) -> list[RecordRow]:
    """The records that a figure of the report counts, in the reader's language."""
    match only.of:
        case RecordList.CONTACTS | RecordList.ATTEMPTS:
            return [_contact_row(each) for each in contacts_of(progress, only)]
        case RecordList.USED:
            return [_contact_row(each) for each in used_of(progress, only)]
        case RecordList.MARKS:
            return [
                RecordRow(day(each.on), (each.group, str(MARK_NAMES[each.mark]))) for each in marks_of(progress, only)
            ]
        case RecordList.STEPS_DONE:
            return [RecordRow(step.words, (_done(step),)) for step in steps_done_of(progress, only)]
        case RecordList.ON_MAP:
            ties = mapped_ties(progress, only)
            return [RecordRow(tie.nickname, (ring_name(tie.ring), short_words(tie))) for tie in ties]
        case RecordList.APPROVAL:
            return [_approval_row(progress.approval)] if progress.approval else []
        case RecordList.SERVICE:
            return [
                RecordRow(day(each.on), (each.group, time_figure(each.minutes)))
                for each in service_meetings(progress, only)
            ]
        case RecordList.TIES:
            return [_tie_row(tie) for tie in progress.counted_ties]
        case RecordList.LASTING_TIES:
            return [_tie_row(tie) for tie in progress.lasting_ties]
        case RecordList.UNKNOWN_TIES:
            return [_tie_row(tie) for tie in progress.counted_ties if tie.standing is TieStanding.NOT_KNOWN]
        case _:
            return [_goal_row(goal) for goal in goals_of(progress, only)]


def _contact_row(contact: ContactRecord) -> RecordRow:
    words = (str(OUTCOME_NAMES[contact.outcome]), time_figure(contact.minutes) if contact.minutes else "")
    url = url_for("activities.show_activity", activity_id=contact.id)
    return RecordRow(day(contact.on), (str(MODE_NAMES[contact.mode]), *filter(None, words)), url)


def _mark_row(mark: MarkRecord) -> RecordRow:
    return RecordRow(day(mark.on), (mark.group, str(MARK_NAMES[mark.mark])))


def _approval_row(approval: ApprovalSummary) -> RecordRow:
    return RecordRow(name_of(ListKind.SERVICES, approval.service), (approved_words(approval), approval.reference))


def _tie_row(tie: TieProgress) -> RecordRow:
    return RecordRow(tie.name, (standing_words(tie),))


def _goal_row(goal: GoalProgress) -> RecordRow:
    ratings = (f"{day(each.on)}: {_rated(each)}" for each in goal.ratings)
    return RecordRow(goal.title, (_("Start: %(level)s", level=signed(goal.baseline)), *ratings))


def _rated(rating: DatedRating) -> str:
    by_mentor = _("Mentor %(level)s", level=signed(rating.mentor))
    return by_mentor if rating.client is None else f"{by_mentor}, {_('Client: %(level)s', level=signed(rating.client))}"


def _done(step: StepRecord) -> str:
    return day(step.done_on) if step.done_on else ""
