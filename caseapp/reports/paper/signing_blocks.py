"""The end of a report as blocks: what the client says about it, and who signs or has signed."""

from collections.abc import Iterator

from caseapp.clock import local
from caseapp.documents.blocks import (
    Block,
    CheckBox,
    CheckBoxes,
    Disagreement,
    Heading,
    Note,
    Signature,
    SignatureLines,
    Tone,
    Voice,
    paragraph,
)
from caseapp.goals.answers.rules import Agreement
from caseapp.i18n import _
from caseapp.reports.client_part.rules import ClientPartDetails
from caseapp.reports.content_rules import ClientProgress, Edition, Signed
from caseapp.reports.paper.hebrew_date_words import in_hebrew
from caseapp.reports.paper.words import ABOUT
from caseapp.web.filters import day, moment


def copy_blocks(progress: ClientProgress) -> Iterator[Block]:
    """Says that a copy is a copy."""
    if progress.is_copy:
        yield paragraph(
            _("Copy with initials. The signed original is kept in the organisation's records."),
            tone=Tone.STRONG,
        )


def edition_blocks(edition: Edition) -> Iterator[Block]:
    """Which signed version this one corrects, and why."""
    if edition.replaces_signed_at is None:
        return
    signed = moment(edition.replaces_signed_at)
    number = edition.number
    yield paragraph(
        _("Version %(number)s; replaces the version signed on %(when)s.", number=number, when=signed),
        tone=Tone.STRONG,
    )
    yield paragraph(_("Reason for the correction: %(reason)s", reason=edition.reason))


def signing_blocks(progress: ClientProgress) -> Iterator[Block]:
    """What the client said, then the signature, or the lines for one."""
    yield Heading(1, _("Signatures"))
    if progress.said:
        yield from _said_blocks(progress, progress.said)
    if progress.signed:
        yield paragraph(
            _(
                "Signed by %(name)s, supervisor, on %(when)s.",
                name=progress.signed.by,
                when=_signed_when(progress, progress.signed),
            ),
            tone=Tone.STRONG,
        )
        if not progress.is_copy:
            yield Note(_("Signed in the organisation's records; this file can be checked against them."))
        return
    if progress.said is None:
        yield paragraph(str(ABOUT[progress.gender_form].agreement))
    yield SignatureLines(tuple(_lines(progress)))


def _signed_when(progress: ClientProgress, signed: Signed) -> str:
    in_figures, in_letters = moment(signed.at), in_hebrew(local(signed.at).date())
    return f"{in_figures} ({in_letters})" if in_letters and progress.letterhead.has_hebrew_dates else in_figures


def _said_blocks(progress: ClientProgress, said: ClientPartDetails) -> Iterator[Block]:
    about = ABOUT[progress.gender_form]
    match said.agreement:
        case Agreement.AGREE:
            yield CheckBoxes((CheckBox(str(about.agrees), is_chosen=True, detail=day(said.said_on)),))
            if said.own_words:
                yield Voice(said.own_words, str(about.own_words))
        case Agreement.DISAGREE:
            yield Disagreement(str(about.disagrees), said.own_words, day(said.said_on))
        case Agreement.NOT_ASKED:
            yield paragraph(str(about.not_asked))
            if said.own_words:
                yield Note(said.own_words)
    if said.strokes:
        description = str(_("Signature of %(name)s, drawn on a screen", name=progress.name))
        yield Signature(said.strokes, progress.name, day(said.said_on), description)
    elif said.signed_on_paper_on:
        yield Note(_("Signed on paper on %(day)s", day=day(said.signed_on_paper_on)))


def _lines(progress: ClientProgress) -> Iterator[str]:
    mentors = [mentor for mentor in progress.mentors if not progress.is_past(mentor.ends_on)]
    if progress.said is None:
        yield _("%(name)s, date", name=progress.name)
    for mentor in mentors:
        yield _("%(name)s, mentor, date", name=mentor.name)
    if not mentors:
        yield _("Mentor, date")
    answering = [name for name in progress.supervisors if name not in {mentor.name for mentor in mentors}]
    for name in answering:
        yield _("%(name)s, supervisor, date", name=name)
    if not answering:
        yield _("Supervisor, date")
