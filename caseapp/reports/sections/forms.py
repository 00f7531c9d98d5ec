"""The forms in which a report's sections are written and submitted."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from wtforms import HiddenField

from caseapp.i18n import _l
from caseapp.reports.kind_rules import RECOMMENDATION_NAMES, Recommendation
from caseapp.reports.sections.rules import SectionDraft, read_quoted_sentence
from caseapp.web.fields import Chips, Line, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

TYPED_MAX = 1_000_000


class SectionForm(EditForm):
    """What is written in a section. It is always kept; what is too long is refused when the report is submitted."""

    words = Text(_l("Text"), longest=TYPED_MAX)
    source = HiddenField()
    take = HiddenField()

    def draft(self) -> SectionDraft:
        """The words, the notes from which they are quoted, and the sentence that is to be added."""
        pressed = [text for text in self.take.raw_data or () if text]
        return SectionDraft(
            self.words.data or "",
            source_ids=tuple(_ids(self.source.raw_data or ())),
            quoted=read_quoted_sentence(pressed[-1]) if pressed else None,
            recommendation=self.chosen(),
        )

    def chosen(self) -> Recommendation | None:
        """What is recommended; only one section says it."""
        return None


class RecommendationForm(SectionForm):
    """What is recommended, and why."""

    recommendation = Chips(_l("What do you recommend?"), choices_of(RECOMMENDATION_NAMES), required=False)

    def chosen(self) -> Recommendation | None:
        """What is recommended; nothing while nobody has chosen."""
        return Recommendation(self.recommendation.data) if self.recommendation.data else None


class NoteSearchForm(BaseForm):
    """Words to look for in the notes; posted, so that they never stand in an address."""

    wanted = Line(_l("Search the notes"))


class SubmissionForm(NewRecordForm):
    """One button: the report is submitted for review."""


def _ids(texts: Iterable[str]) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
