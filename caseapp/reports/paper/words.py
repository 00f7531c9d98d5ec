"""Words of a report in the gender form of the client; neutral where it is not known."""

from dataclasses import dataclass
from typing import Any

from caseapp.clients.rules import GenderForm
from caseapp.i18n import _l
from caseapp.reports.kind_rules import ReportKind, SectionKind


@dataclass(frozen=True)
class AboutClient:
    """The phrases of a report that name the client by a pronoun."""

    own_words: Any
    own_rating: Any
    cancelled: Any
    no_show: Any
    agreement: Any
    agrees: Any
    disagrees: Any
    not_asked: Any


PLAIN_HEADINGS = {
    SectionKind.STRENGTHS: _l("What is going well"),
    SectionKind.GOALS: _l("What we worked on"),
    SectionKind.SERVICES: _l("Our meetings"),
    SectionKind.SMALL_WINS: _l("What went well"),
    SectionKind.NEXT_STEPS: _l("What comes next"),
    SectionKind.RECOMMENDATION: _l("What we recommend"),
}


def heading_of(kind: ReportKind, section: SectionKind, usual: Any) -> str:
    """The heading over a section: in plain words where the client reads it, else the usual one."""
    plain = PLAIN_HEADINGS.get(section) if kind is ReportKind.CLIENT else None
    return str(plain or usual)


ABOUT = {
    GenderForm.FEMININE: AboutClient(
        own_words=_l("In her own words"),
        own_rating=_l("Her own rating"),
        cancelled=_l("Cancelled by her"),
        no_show=_l("She did not come"),
        agreement=_l("She has read the report or had it read to her."),
        agrees=_l("She has read the report, or had it read to her, and agrees."),
        disagrees=_l("She does not agree with the report."),
        not_asked=_l("She was not asked about the report."),
    ),
    GenderForm.MASCULINE: AboutClient(
        own_words=_l("In his own words"),
        own_rating=_l("His own rating"),
        cancelled=_l("Cancelled by him"),
        no_show=_l("He did not come"),
        agreement=_l("He has read the report or had it read to him."),
        agrees=_l("He has read the report, or had it read to him, and agrees."),
        disagrees=_l("He does not agree with the report."),
        not_asked=_l("He was not asked about the report."),
    ),
    GenderForm.NEUTRAL: AboutClient(
        own_words=_l("In the client's own words"),
        own_rating=_l("The client's own rating"),
        cancelled=_l("Cancelled by the client"),
        no_show=_l("Did not come"),
        agreement=_l("The client has read the report or had it read aloud."),
        agrees=_l("The client has read the report or had it read aloud, and agrees."),
        disagrees=_l("The client does not agree with the report."),
        not_asked=_l("The client was not asked about the report."),
    ),
}
