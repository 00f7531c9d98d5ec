"""The notice on paper: the text of the version that holds, and a line to sign. Nothing else about the person."""

from dataclasses import dataclass
from datetime import date

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    Document,
    Facts,
    RunningFooter,
    RunningHeader,
    SignatureLines,
    paragraph,
)
from caseapp.i18n import _, direction
from caseapp.web.filters import day


@dataclass(frozen=True)
class NoticePaper:
    """What the paper says, in which language, and whom one asks."""

    client_name: str
    language: str
    words: str
    number: int
    published_on: date
    organisation: str
    address: str
    contact: str


def notice_document(paper: NoticePaper) -> Document:
    """The paper in the current language."""
    version = _("Version %(number)s of %(day)s", number=paper.number, day=day(paper.published_on))
    asked = ((_("Whom people ask about their records"), paper.contact),) if paper.contact else ()
    return Document(
        title=_("About your records"),
        subtitle=paper.client_name,
        language=paper.language,
        direction=Direction(direction(paper.language)),
        header=RunningHeader(paper.organisation, contact=paper.address),
        footer=RunningFooter(_("Page {page} of {pages}"), (version,)),
        blocks=(
            *(paragraph(line) for line in paper.words.splitlines() if line.strip()),
            *((Facts(asked),) if asked else ()),
            SignatureLines((_("I was given this, date"),)),
        ),
    )
