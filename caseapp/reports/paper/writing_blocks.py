"""What people wrote and said, as blocks: own words, written sections, the recommendation."""

from collections.abc import Iterator

from caseapp.documents.blocks import Block, BulletList, CheckBox, CheckBoxes, Heading, Tone, Voice, paragraph
from caseapp.goals.rules import is_over
from caseapp.i18n import _
from caseapp.reports.content_rules import ClientProgress
from caseapp.reports.kind_rules import RECOMMENDATION_NAMES, SECTION_NAMES, Detail, Recommendation, SectionKind
from caseapp.reports.paper.words import ABOUT, heading_of


def own_words_blocks(progress: ClientProgress) -> Iterator[Block]:
    """The goals as the client said them."""
    said = [goal for goal in progress.goals if goal.client_words]
    if said:
        yield Heading(1, str(ABOUT[progress.gender_form].own_words))
    for goal in said:
        yield Voice(goal.client_words, goal.wording)


def written_blocks(progress: ClientProgress, section: SectionKind) -> Iterator[Block]:
    """A written section; nothing where nobody wrote in it."""
    words = progress.texts.get(section, "")
    if not words:
        return
    heading = str(SECTION_NAMES[section])
    if section is SectionKind.HOW_IT_WENT:
        heading = _("How it went, in the mentor's words")
    yield Heading(1, heading_of(progress.kind, section, heading))
    yield from _paragraphs(words)


def recommendation_blocks(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    """What is recommended, why, and with which goals the work would go on."""
    words, chosen = progress.texts.get(SectionKind.RECOMMENDATION, ""), progress.recommendation
    if not words and chosen is None:
        return
    section = SectionKind.RECOMMENDATION
    yield Heading(1, heading_of(progress.kind, section, SECTION_NAMES[section]))
    if chosen and detail is Detail.SHORT:
        yield paragraph(str(RECOMMENDATION_NAMES[chosen]), tone=Tone.STRONG)
    elif chosen:
        yield CheckBoxes(tuple(CheckBox(str(name), each is chosen) for each, name in RECOMMENDATION_NAMES.items()))
    yield from _paragraphs(words)
    ahead = tuple(goal.title for goal in progress.goals if not is_over(goal.status))
    if ahead and chosen and chosen is not Recommendation.CLOSE:
        yield Heading(2, _("Proposed goals"))
        yield BulletList(ahead)


def _paragraphs(words: str) -> Iterator[Block]:
    for part in words.split("\n\n"):
        if part.strip():
            yield paragraph(part.strip())
