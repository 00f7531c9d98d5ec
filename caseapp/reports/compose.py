"""A progress report as blocks: all words, in the report's own language, whatever the interface speaks."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import force_locale

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    KeepTogether,
    Note,
    Paragraph,
    RunningFooter,
    RunningHeader,
)
from caseapp.i18n import _, direction
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind
from caseapp.reports.content import ClientProgress
from caseapp.reports.goal_blocks import goal_blocks
from caseapp.reports.kind_rules import PARTS, REPORT_KIND_NAMES, Detail, ReportKind, SectionKind
from caseapp.reports.meeting_blocks import approved_words, group_blocks, meeting_blocks
from caseapp.reports.rules import initials_of
from caseapp.reports.signing_blocks import edition_blocks, signing_blocks
from caseapp.reports.writing_blocks import own_words_blocks, recommendation_blocks, written_blocks
from caseapp.web.filters import day, moment

_LONG = 800  # letters; a longer paragraph goes on over the page, and its end is company enough


def compose(
    progress: ClientProgress, language: str, organisation: str, made_at: datetime, fingerprint: str = ""
) -> Document:
    """The report as a document; the title holds initials, because it becomes the name of windows and print jobs. It is
    a draft until it is signed; the fingerprint is that of the frozen content."""
    with force_locale(language):
        return Document(
            title=_("Progress report: %(initials)s", initials=initials_of(progress.name)),
            language=language,
            direction=Direction(direction(language)),
            header=RunningHeader(organisation, kind=_("Progress report"), audience=_audience(progress)),
            footer=_footer(progress, made_at, fingerprint),
            watermark="" if progress.signed else _("Draft"),
            subtitle=_period_words(progress),
            author=organisation,
            made_at=made_at,
            blocks=tuple(_blocks(progress)),
        )


def _footer(progress: ClientProgress, made_at: datetime, fingerprint: str) -> RunningFooter:
    signed, confidential = progress.signed, _("Confidential: only for whom it is addressed to")
    return RunningFooter(
        _("Page {page} of {pages}"),
        (confidential,) if signed else (_("Printed on %(when)s", when=moment(made_at)), confidential),
        version=_("Version %(number)s", number=progress.edition.number),
        fingerprint=fingerprint,
        signed=_("Signed by %(name)s, %(when)s", name=signed.by, when=moment(signed.at)) if signed else "",
    )


def _blocks(progress: ClientProgress) -> Iterator[Block]:
    content: list[Block] = [*edition_blocks(progress.edition)]
    for part in PARTS[progress.kind]:
        content += _section(progress, part.section, part.detail)
    if progress.author and progress.texts:
        content.append(Note(_("Written by %(name)s", name=progress.author)))
    ending = _ending(content)
    yield from content[: len(content) - len(ending)]
    yield KeepTogether((*ending, *signing_blocks(progress)))


def _section(progress: ClientProgress, section: SectionKind, detail: Detail) -> Iterator[Block]:
    match section:
        case SectionKind.FACTS:
            yield Facts(tuple(_facts(progress, detail)))
        case SectionKind.OWN_WORDS:
            yield from own_words_blocks(progress)
        case SectionKind.GOALS:
            yield from goal_blocks(progress, detail)
        case SectionKind.SERVICES:
            yield from meeting_blocks(progress, detail)
        case SectionKind.GROUPS:
            yield from group_blocks(progress, detail)
        case SectionKind.RECOMMENDATION:
            yield from recommendation_blocks(progress, detail)
        case _:
            yield from written_blocks(progress, section)


def _audience(progress: ClientProgress) -> str:
    return "" if progress.kind is ReportKind.FULL else str(REPORT_KIND_NAMES[progress.kind])


def _ending(content: list[Block]) -> list[Block]:
    """The last blocks, which stay with the signatures: nobody signs a page that says nothing."""
    first = len(content) - 1
    while first > 0 and isinstance(content[first], Note):
        first -= 1
    if isinstance(last := content[first], Paragraph) and sum(len(span.text) for span in last.spans) > _LONG:
        return content[first + 1 :]
    while first > 0 and isinstance(content[first - 1], Heading):
        first -= 1
    return content[first:]


def _facts(progress: ClientProgress, detail: Detail) -> Iterator[tuple[str, str]]:
    yield _("Client"), progress.name
    if progress.masked_id and detail is Detail.FULL:
        yield _("Id number"), progress.masked_id
    yield _("Period"), _period_words(progress)
    if progress.mentors:
        yield _("Mentor"), "\n".join(_accompanied(progress))
    if progress.team:
        yield _("Team"), progress.team
    if progress.approval and detail is Detail.FULL:
        yield _("Service"), name_of(ListKind.SERVICES, progress.approval.service)
        yield _("Approved"), approved_words(progress.approval)
        if progress.approval.reference:
            yield _("Approval number"), progress.approval.reference


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


def _period_words(progress: ClientProgress) -> str:
    first, last = day(progress.period.starts_on), day(progress.period.ends_on)
    return str(_("%(from_day)s to %(to_day)s", from_day=first, to_day=last))
