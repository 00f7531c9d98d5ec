"""Gathers what a report says from the records that the viewer sees."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactRecord, count_by_kind
from caseapp.activities.queries import contacts_between
from caseapp.basket.queries import ApprovalRow, list_approvals
from caseapp.basket.rules import SOCIAL_MENTORING, shares_days
from caseapp.circles.difference_rules import recognised
from caseapp.circles.figure_rules import CircleMap, CircleProgress
from caseapp.circles.queries import circles_of
from caseapp.clients.queries import find_client, list_mentors_of_period
from caseapp.clients.rules import mask_national_id
from caseapp.clock import today
from caseapp.goals.queries import list_goals, ratings_of
from caseapp.goals.rules import GoalStatus
from caseapp.groups.attendance.queries import attendance_of
from caseapp.groups.rules import Mark
from caseapp.hours.allocation_rules import GroupMeeting
from caseapp.hours.approval_rules import ApprovalUse, usage_of
from caseapp.hours.queries import find_group_records
from caseapp.hours.rules import hours_used, shares_in, shares_of
from caseapp.measures.course_rules import MeasureCourse
from caseapp.measures.definitions.definition_rules import instruments
from caseapp.measures.queries import taken_between, valid_taken
from caseapp.measures.words import courses_of
from caseapp.organisation.page import organisation_name
from caseapp.organisation.queries import find_logo, organisation_settings
from caseapp.progress.rhythm_queries import group_marks_between
from caseapp.progress.rhythm_rules import count_months, count_weeks, months_between, months_on
from caseapp.progress.rules import DatedRating
from caseapp.reports.client_part.queries import find_client_part_details
from caseapp.reports.content_rules import (
    ApprovalSummary,
    ClientProgress,
    CountedRecords,
    GoalProgress,
    GroupProgress,
    Letterhead,
    MeetingCounts,
    MentorPeriod,
    ServiceMeeting,
    ServiceUse,
    StepRecord,
    TieProgress,
)
from caseapp.reports.names.queries import other_names
from caseapp.reports.names.redaction_rules import without_names
from caseapp.reports.queries import ReportDetails, team_of
from caseapp.reports.record_queries import steps_of
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import ReportTexts, SectionRow, texts_of
from caseapp.reports.signatures.queries import edition_of, signed_progress
from caseapp.reports.status_rules import ReportStatus
from caseapp.ties.queries import list_ties

WEEKS, MONTHS = 52, 12


def gather_report(viewer: Viewer, report: ReportDetails, sections: Iterable[SectionRow]) -> ClientProgress:
    """What a stored report with these sections says now; a signed one always says what was signed."""
    signed = signed_progress(viewer, report.id) if report.status is ReportStatus.SIGNED else None
    if signed:
        return signed
    progress = gather(viewer, report.client_id, report.period, texts_of(report, sections))
    said = find_client_part_details(viewer, report.id) if report.status is ReportStatus.SUBMITTED else None
    whole = replace(progress, said=said, edition=edition_of(viewer, report.id))
    return without_names(whole, other_names(viewer, report.id, report.language))


def gather(viewer: Viewer, client_id: UUID, period: Period, writing: ReportTexts) -> ClientProgress:
    """A visible client's progress in the period, or `NotVisible`."""
    client = find_client(viewer, client_id)
    team = team_of(viewer, client_id)
    approvals = list_approvals(viewer, client_id)
    records = _records(viewer, client_id, period, approvals)
    inside = [contact for contact in records.contacts if period.starts_on <= contact.on <= period.ends_on]
    uses = _services(viewer, client_id, period, approvals)
    hours, *further = hours_used(inside, approvals, period.starts_on, period.ends_on)
    return ClientProgress(
        name=client.name,
        called=client.called,
        gender_form=client.gender_form,
        masked_id=mask_national_id(client.national_id) if client.national_id else "",
        team=team.name,
        supervisors=team.supervisors,
        mentors=_mentors(viewer, client_id, period),
        approval=_approval(approvals, period, uses),
        period=period,
        goals=_goals(viewer, client_id, period),
        meetings=MeetingCounts.of(count_by_kind(inside)),
        groups=_groups(viewer, client_id, period),
        hours=hours,
        further_hours=tuple(further),
        kind=writing.kind,
        texts=writing.texts,
        author=writing.author,
        recommendation=writing.recommendation,
        letterhead=_letterhead(viewer),
        weeks=count_weeks(records.contacts, records.marks, _first_week(period), _last_day(period)),
        months=tuple(count_months(records.marks, _first_month(period), _months(period))),
        records=records,
        ties=_ties(viewer, client_id, period),
        circles=_circles(viewer, client_id, period),
        measures=_measures(viewer, client_id, period),
        services=tuple(_service(use) for use in uses),
    )


def _letterhead(viewer: Viewer) -> Letterhead:
    """What the organisation has set; where it has no name of its own, the one of the installation."""
    own = organisation_settings()
    return Letterhead(
        name=organisation_name(),
        address=own.details.address,
        phone=own.details.phone,
        logo=(find_logo(viewer) if own.has_logo else None) or b"",
        has_hebrew_dates=own.details.has_hebrew_dates,
    )


def _records(viewer: Viewer, client_id: UUID, period: Period, approvals: Sequence[ApprovalRow]) -> CountedRecords:
    """What was held and attempted, and the marks in groups: in the period, and in the year that ends with it."""
    first_on = min(period.starts_on, _first_week(period), _first_month(period))
    last_on = _last_day(period)
    contacts = tuple(contacts_between(viewer, client_id, first_on, last_on))
    return CountedRecords(
        contacts,
        tuple(group_marks_between(viewer, client_id, first_on, last_on)),
        _used(contacts, approvals, period),
    )


def _used(
    contacts: Sequence[ContactRecord], approvals: Sequence[ApprovalRow], period: Period
) -> dict[str, tuple[ContactRecord, ...]]:
    """The contacts behind each figure of used hours, with the minutes that count there; one figure alone counts all
    contacts of the period."""
    uses = hours_used(contacts, approvals, period.starts_on, period.ends_on)
    shares = shares_of(contacts, approvals, period.starts_on, period.ends_on)
    if len(uses) == 1:
        return {}
    return {
        use.list_name: tuple(
            replace(share.contact, minutes=share.minutes) for share in shares_in(shares, use.list_name)
        )
        for use in uses
    }


def _last_day(period: Period) -> date:
    return min(period.ends_on, today())


def _first_week(period: Period) -> date:
    last = _last_day(period)
    return last - timedelta(days=(last.weekday() + 1) % 7, weeks=WEEKS - 1)


def _first_month(period: Period) -> date:
    return months_on(_last_day(period), 1 - _months(period))


def _months(period: Period) -> int:
    """The months of the period, a year's at the most."""
    return min(months_between(period.starts_on, _last_day(period)), MONTHS)


def _mentors(viewer: Viewer, client_id: UUID, period: Period) -> tuple[MentorPeriod, ...]:
    """The mentors of the period, in the order in which they began."""
    mentors = list_mentors_of_period(viewer, client_id, period.starts_on, period.ends_on)
    return tuple(
        MentorPeriod(mentor.mentor_name, mentor.starts_on, mentor.ends_on, mentor.mentor_form) for mentor in mentors
    )


def _services(viewer: Viewer, client_id: UUID, period: Period, known: Sequence[ApprovalRow]) -> list[ApprovalUse]:
    """What counts until the end of the period against its approvals for services that groups of the client name."""
    others = [each for each in _of_period(known, period) if each.service != SOCIAL_MENTORING]
    if not others:
        return []
    groups, last_on = find_group_records(viewer, client_id), _last_day(period)
    until = replace(groups, attended=tuple(each for each in groups.attended if each.on <= last_on))
    uses = usage_of((), known, last_on, until).uses
    return [uses[each.id] for each in others if each.id in uses]


def _service(use: ApprovalUse) -> ServiceUse:
    of, parts = use.approval, [(part.contact, part.minutes) for part in use.used_parts]
    met = tuple(
        ServiceMeeting(each.on, each.group_name, time) for each, time in parts if isinstance(each, GroupMeeting)
    )
    return ServiceUse(of.service, of.unit, use.figure(use.used), use.figure(use.amount), of.starts_on, of.ends_on, met)


def _of_period(known: Sequence[ApprovalRow], period: Period) -> list[ApprovalRow]:
    return [each for each in known if shares_days(each.starts_on, each.ends_on, period.starts_on, period.ends_on)]


def _approval(known: Sequence[ApprovalRow], period: Period, uses: Sequence[ApprovalUse]) -> ApprovalSummary | None:
    """The approval under which the work of the period was done: the longest for mentoring, or else the first whose use
    the report tells."""
    counted = {use.approval.id for use in uses}
    approvals = _of_period(known, period)
    for_mentoring = [approval for approval in approvals if approval.service == SOCIAL_MENTORING]
    chosen = next(iter(for_mentoring or [each for each in approvals if each.id in counted]), None)
    if chosen is None:
        return None
    return ApprovalSummary(
        service=chosen.service,
        amount=chosen.amount,
        unit=chosen.unit,
        per=chosen.per,
        starts_on=chosen.starts_on,
        ends_on=chosen.ends_on,
        reference=chosen.reference,
    )


def _goals(viewer: Viewer, client_id: UUID, period: Period) -> tuple[GoalProgress, ...]:
    """The goals that had begun by the end of the period, with their ratings until then on the ladder that they have
    now; cancelled ones only where they were rated in the period."""
    ratings: dict[tuple[UUID, int], list[DatedRating]] = {}
    inside: set[UUID] = set()
    for rating in ratings_of(viewer, client_id):
        if rating.is_in_error or rating.rated_on > period.ends_on:
            continue
        rated = DatedRating(rating.rated_on, rating.mentor_level, rating.client_level)
        ratings.setdefault((rating.goal_id, rating.ladder_number), []).append(rated)
        if rating.rated_on >= period.starts_on:
            inside.add(rating.goal_id)
    steps = steps_of(viewer, client_id)
    return tuple(
        GoalProgress(
            domain=goal.domain,
            status=goal.status,
            client_words=goal.client_words,
            wording=goal.wording,
            ladder=goal.ladder,
            baseline=goal.baseline,
            starts_on=goal.starts_on,
            target_on=goal.target_on,
            ratings=tuple(ratings.get((goal.id, goal.ladder_number), ())),
            weight=goal.weight,
            steps=len(steps.get(goal.id, ())),
            steps_done=sum(_is_done(step.done_on, period) for step in steps.get(goal.id, ())),
            step_records=tuple(StepRecord(step.words, step.done_on) for step in steps.get(goal.id, ())),
        )
        for goal in list_goals(viewer, client_id)
        if goal.starts_on <= period.ends_on and (goal.status is not GoalStatus.CANCELLED or goal.id in inside)
    )


def _circles(viewer: Viewer, client_id: UUID, period: Period) -> CircleProgress | None:
    """The last map until the end of the period, and the last one before its first day, or else the first one since; a
    map that cannot be opened is none."""
    valid = [each for each in circles_of(viewer, client_id) if not each.is_in_error and not each.unreadable]
    known = [CircleMap(each.drawn_on, each.ties) for each in valid if each.drawn_on <= period.ends_on]
    if not known:
        return None
    now, earlier = known[0], known[1:]
    then = next((each for each in earlier if each.drawn_on <= period.starts_on), earlier[-1] if earlier else None)
    return CircleProgress(replace(now, ties=recognised(then.ties, now.ties)) if then else now, then)


def _measures(viewer: Viewer, client_id: UUID, period: Period) -> tuple[MeasureCourse, ...]:
    """What was answered in the period, by instrument; what was struck out is left out."""
    rows = valid_taken(taken_between(viewer, client_id, period.starts_on, period.ends_on))
    places = list(instruments())
    return tuple(courses_of(sorted(rows, key=lambda row: places.index(row.instrument))))


def _is_done(done_on: date | None, period: Period) -> bool:
    return done_on is not None and done_on <= period.ends_on


def _ties(viewer: Viewer, client_id: UUID, period: Period) -> tuple[TieProgress, ...]:
    """The ties of the client as they stood at the end of the period."""
    last_on = _last_day(period)
    found = []
    for tie in list_ties(viewer, client_id, until=last_on):
        state = tie.state
        if not tie.is_in_error:
            standing = tie.standing(last_on)
            found.append(TieProgress(tie.name, state.alone_on, standing, state.lasting_on, state.ended_on))
    return tuple(found)


def _groups(viewer: Viewer, client_id: UUID, period: Period) -> tuple[GroupProgress, ...]:
    return tuple(
        GroupProgress(group.name, group.there, group.counted, group.times(Mark.EXCUSED), group.percent, group.group_id)
        for group in attendance_of(viewer, client_id, period.starts_on, period.ends_on)
    )
