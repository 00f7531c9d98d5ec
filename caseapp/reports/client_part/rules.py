"""What a client says about a report before it is signed."""

import json
from dataclasses import dataclass
from datetime import date

from caseapp.errors import RuleBroken, Unreadable
from caseapp.goals.answers.rules import AGREEMENT_NAMES, Agreement
from caseapp.i18n import _
from caseapp.i18n.length_rules import TEXT_MAX, check_length
from caseapp.reports.status_rules import ReportStatus

OWN_WORDS_MAX = TEXT_MAX
STROKES_MAX = 100_000  # letters
POINTS_MAX = 8_000
EDGE = 10_000

Strokes = tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class ClientPartDraft:
    """The client's answer, own words, and signature: drawn, on paper on a day, or none."""

    agreement: Agreement
    own_words: str = ""
    strokes: Strokes = ()
    signed_on_paper_on: date | None = None


def check_client_part(status: ReportStatus, said: ClientPartDraft, today: date) -> None:
    """`RuleBroken` where a report does not wait for a signature, or the answer contradicts itself."""
    if status is not ReportStatus.SUBMITTED:
        raise RuleBroken(_("The client's part is recorded after the report is submitted and before it is signed."))
    has_signature = bool(said.strokes or said.signed_on_paper_on)
    if said.strokes and said.signed_on_paper_on:
        raise RuleBroken(_("Keep only one signature: drawn here, or given on paper."), "signed_on_paper_on")
    if said.agreement is Agreement.NOT_ASKED and has_signature:
        raise RuleBroken(
            _("A client who was not asked cannot have signed. Choose an answer, or leave the signature out.")
        )
    if said.agreement is not Agreement.AGREE and not said.own_words.strip():
        raise RuleBroken(_("Say why in a sentence: in the client's words, or why the client was not asked."))
    check_length(said.own_words, OWN_WORDS_MAX, "own_words")
    if said.signed_on_paper_on and said.signed_on_paper_on > today:
        raise RuleBroken(_("This date is in the future."), "signed_on_paper_on")


def read_strokes(text: str) -> Strokes:
    """A drawn signature from its JSON: lists of strokes of points [x, y]. `RuleBroken` for anything else."""
    if not text or isinstance(text, Unreadable):
        return ()
    try:
        strokes = _strokes(json.loads(text)) if len(text) <= STROKES_MAX else None
    except (ValueError, TypeError, RecursionError):
        strokes = None
    if strokes is None:
        raise RuleBroken(_("The drawn signature could not be read. Clear it and sign again."))
    return strokes


def write_strokes(strokes: Strokes) -> str:
    """The JSON of a drawn signature; empty for none."""
    return json.dumps(strokes, separators=(",", ":")) if strokes else ""


def _strokes(drawn: list[list[list[float]]]) -> Strokes | None:
    strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in drawn if stroke)
    points = [coordinate for stroke in strokes for point in stroke for coordinate in point]
    is_sound = len(points) <= 2 * POINTS_MAX and all(0 <= coordinate <= EDGE for coordinate in points)
    return strokes if is_sound else None


@dataclass(frozen=True)
class ClientPartDetails:
    """What the client said about the report before it was signed, and the signature: drawn, or on paper."""

    agreement: Agreement
    own_words: str
    said_on: date
    strokes: Strokes = ()
    signed_on_paper_on: date | None = None

    @property
    def answer(self) -> str:
        """Whether the client agrees, does not, or could not be asked, in words."""
        return str(AGREEMENT_NAMES[self.agreement])
