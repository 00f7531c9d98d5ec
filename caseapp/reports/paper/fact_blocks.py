"""The facts at the top of a report: client, period, mentors, approval."""

from collections.abc import Iterator
from typing import NamedTuple

from caseapp.basket.rules import ApprovalUnit
from caseapp.documents.blocks import Facts, Source
from caseapp.i18n import _
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.reports.content_rules import ClientProgress, ServiceUse
from caseapp.reports.kind_rules import Detail
from caseapp.reports.paper.hebrew_date_words import in_hebrew
from caseapp.reports.paper.meeting_blocks import approved_words
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList
from caseapp.web.filters import day

APPROVAL = RecordFilter(RecordList.APPROVAL).source()


class Fact(NamedTuple):
    """A fact, its name, and the list of records behind it where there is one."""

    name: str
    words: str
    source: Source | None = None


def facts_block(progress: ClientProgress, detail: Detail) -> Facts:
    """The facts that this kind of report tells."""
    facts = [*_who(progress, detail), *_under(progress, detail)]
    return Facts(tuple((fact.name, fact.words) for fact in facts), tuple(fact.source for fact in facts))


def period_words(progress: ClientProgress) -> str:
    """From the first day to the last."""
    first, last = day(progress.period.starts_on), day(progress.period.ends_on)
    return str(_("%(from_day)s to %(to_day)s", from_day=first, to_day=last))


def _who(progress: ClientProgress, detail: Detail) -> Iterator[Fact]:
    yield Fact(_("Client"), progress.name)
    if progress.masked_id and detail is Detail.FULL:
        yield Fact(_("ID number"), progress.masked_id)
    yield Fact(_("Period"), "\n".join(_period(progress)))
    if progress.mentors:
        yield Fact(_("Mentor"), "\n".join(_accompanied(progress)))
    if progress.team:
        yield Fact(_("Team"), progress.team)


def _under(progress: ClientProgress, detail: Detail) -> Iterator[Fact]:
    if detail is not Detail.FULL:
        return
    yield from _approved(progress)
    yield from (_used(use, place) for place, use in enumerate(progress.services))


def _used(use: ServiceUse, place: int) -> Fact:
    """The same words and figures as on the page of approvals, with the meetings behind them."""
    first, last = day(use.starts_on), day(use.ends_on)
    name = _("%(name)s, %(from_day)s to %(to_day)s", name=_name(use.service), from_day=first, to_day=last)
    words = {
        ApprovalUnit.HOUR: _("%(used)s of %(approved)s hours used", used=use.used, approved=use.amount),
        ApprovalUnit.MEETING: _("%(used)s of %(approved)s meetings used", used=use.used, approved=use.amount),
        ApprovalUnit.DAY: _("%(used)s of %(approved)s days used", used=use.used, approved=use.amount),
    }
    return Fact(name, words[use.unit], _behind(use, place))


def _behind(use: ServiceUse, place: int) -> Source | None:
    listed = RecordFilter(RecordList.SERVICE, service=place)
    if not use.meetings:
        return None
    if use.unit is ApprovalUnit.HOUR:
        return listed.source(minutes=sum(meeting.minutes for meeting in use.meetings))
    return listed.source(counts=len(use.meetings)) if use.unit is ApprovalUnit.MEETING else listed.source()


def _name(service: str) -> str:
    return name_of(ListKind.SERVICES, service)


def _approved(progress: ClientProgress) -> Iterator[Fact]:
    if progress.approval is None:
        return
    yield Fact(_("Service"), _name(progress.approval.service))
    yield Fact(_("Approved"), approved_words(progress.approval), APPROVAL)
    if progress.approval.reference:
        yield Fact(_("Approval reference number"), progress.approval.reference, APPROVAL)


def _period(progress: ClientProgress) -> Iterator[str]:
    yield period_words(progress)
    if progress.letterhead.has_hebrew_dates:
        days = [in_hebrew(each) for each in (progress.period.starts_on, progress.period.ends_on)]
        if all(days):
            yield _("%(from_day)s to %(to_day)s", from_day=days[0], to_day=days[1])


def _accompanied(progress: ClientProgress) -> Iterator[str]:
    for mentor in progress.mentors:
        if mentor.ends_on and progress.is_past(mentor.ends_on):
            yield _(
                "%(name)s, %(from_day)s to %(to_day)s",
                name=mentor.name,
                from_day=day(mentor.starts_on),
                to_day=day(mentor.ends_on),
            )
        else:
            yield _("%(name)s, since %(from_day)s", name=mentor.name, from_day=day(mentor.starts_on))
