"""A progress report as blocks: all the words, in the report's own language, whatever the language of the interface."""

from collections.abc import Iterator
from datetime import datetime

from caseapp.charts.shapes import Direction
from caseapp.circles.paper_blocks import MapFigure, circle_blocks
from caseapp.documents.blocks import (
    Block,
    Document,
    Heading,
    KeepTogether,
    Logo,
    Note,
    Paragraph,
    RunningFooter,
    RunningHeader,
    Source,
)
from caseapp.i18n import _, direction, in_language, speak_of
from caseapp.measures.paper_blocks import measure_blocks
from caseapp.reports.content_rules import ClientProgress
from caseapp.reports.kind_rules import PARTS, REPORT_KIND_NAMES, Detail, ReportKind, SectionKind
from caseapp.reports.paper.fact_blocks import facts_block, period_words
from caseapp.reports.paper.goal_blocks import goal_blocks
from caseapp.reports.paper.group_blocks import group_blocks, tie_blocks
from caseapp.reports.paper.meeting_blocks import meeting_blocks
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList, WhichMap
from caseapp.reports.paper.signing_blocks import copy_blocks, edition_blocks, signing_blocks
from caseapp.reports.paper.words import heading_of
from caseapp.reports.paper.writing_blocks import own_words_blocks, recommendation_blocks, written_blocks
from caseapp.reports.rules import initials_of
from caseapp.web.filters import moment

_LONG_NAME = 10  # letters; a longer one does not fit into the middle of a map
_LONG = 800  # letters; the end of a longer paragraph is enough to stay with the signatures


def compose(
    progress: ClientProgress, language: str, made_at: datetime, fingerprint: str = "", printed_by: str = ""
) -> Document:
    """The report as a document; the title holds initials, because it becomes the name of windows and print jobs. It is
    a draft until it is signed; the fingerprint is that of the snapshot. Unsigned, it names who printed it."""
    with in_language(language):
        for mentor in progress.mentors:
            speak_of(progress.gender_form.value, mentor.form)
        return Document(
            title=_("Progress report: %(initials)s", initials=initials_of(progress.name)),
            language=language,
            direction=Direction(direction(language)),
            header=_header(progress),
            footer=_footer(progress, made_at, fingerprint, printed_by),
            watermark=_watermark(progress),
            subtitle=period_words(progress),
            author=progress.letterhead.name,
            made_at=made_at,
            is_large=progress.kind is ReportKind.CLIENT,
            blocks=tuple(_blocks(progress)),
        )


def _header(progress: ClientProgress) -> RunningHeader:
    own = progress.letterhead
    return RunningHeader(
        own.name,
        contact=" • ".join(words for words in (own.address, own.phone) if words),
        kind=_("Progress report"),
        audience=_audience(progress),
        logo=Logo(own.logo, own.name) if own.logo else None,
    )


def _watermark(progress: ClientProgress) -> str:
    """A draft says so, and so does a copy with initials: only the signed file itself has none."""
    if progress.is_copy:
        return str(_("Copy"))
    return "" if progress.signed else str(_("Draft"))


def _footer(progress: ClientProgress, made_at: datetime, fingerprint: str, printed_by: str) -> RunningFooter:
    signed, confidential, when = progress.signed, _("Confidential: for the addressee only"), moment(made_at)
    printed = _("Printed by %(name)s, %(when)s", name=printed_by, when=when) if printed_by else None
    return RunningFooter(
        _("Page {page} of {pages}"),
        (printed or _("Printed on %(when)s", when=when), confidential) if _is_open(progress) else (confidential,),
        version=_("Version %(number)s", number=progress.edition.number),
        fingerprint="" if progress.is_copy else fingerprint,
        signed=_("Signed by %(name)s, %(when)s", name=signed.by, when=moment(signed.at)) if signed else "",
    )


def _blocks(progress: ClientProgress) -> Iterator[Block]:
    content: list[Block] = [*copy_blocks(progress), *edition_blocks(progress.edition)]
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
            yield facts_block(progress, detail)
        case SectionKind.OWN_WORDS:
            yield from own_words_blocks(progress)
        case SectionKind.GOALS:
            yield from goal_blocks(progress, detail)
        case SectionKind.SERVICES:
            yield from meeting_blocks(progress, detail)
        case SectionKind.GROUPS:
            yield from group_blocks(progress, detail)
            yield from tie_blocks(progress, detail)
        case SectionKind.CIRCLES:
            yield from _circles(progress, detail)
        case SectionKind.MEASURES:
            yield from measure_blocks(progress.measures, heading_of(progress.kind, section, _("Measures")))
        case SectionKind.RECOMMENDATION:
            yield from recommendation_blocks(progress, detail)
        case _:
            yield from written_blocks(progress, section)


def _circles(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    heading = heading_of(progress.kind, SectionKind.CIRCLES, _("Circles of support"))
    centre = progress.called if len(progress.called) < _LONG_NAME else initials_of(progress.name)
    yield from circle_blocks(progress.circles, heading, centre, _list_of, has_names=detail is Detail.FULL)


def _list_of(each: MapFigure) -> Source | None:
    which = WhichMap.THEN if each.is_then else WhichMap.NOW
    return RecordFilter(RecordList.ON_MAP, map=which, figure=each.figure).source(counts=each.number)


def _is_open(progress: ClientProgress) -> bool:
    return progress.signed is None or progress.is_copy


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
