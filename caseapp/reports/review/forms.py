"""The forms of a review and of a signature."""

from collections.abc import Iterable
from typing import Self

from wtforms import HiddenField

from caseapp.goals.answers.rules import AGREEMENT_NAMES, Agreement
from caseapp.i18n import _, _l
from caseapp.reports.client_part.rules import OWN_WORDS_MAX, STROKES_MAX, ClientPartDraft, read_strokes
from caseapp.reports.kind_rules import SECTION_NAMES, SectionKind
from caseapp.reports.review.rules import CommentDraft
from caseapp.reports.status_rules import COMMENT_MAX, REASON_MAX
from caseapp.web.fields import Chips, Choice, Day, Text, ValidationError, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class CommentForm(NewRecordForm):
    """A comment on a section."""

    section = Choice(_l("Which section is it about?"), [])
    words = Text(_l("Your comment"), required=True, longest=COMMENT_MAX)

    @classmethod
    def on(cls, sections: Iterable[SectionKind], chosen: str) -> Self:
        """A form for these sections, with the chosen one filled in."""
        form = cls(data={"section": chosen})
        form.section.choices = [(str(section), SECTION_NAMES[section]) for section in sections]
        return form

    def draft(self) -> CommentDraft:
        """The section, and what is said about it."""
        return CommentDraft(SectionKind(self.section.data), self.words.data)


class AnswerForm(NewRecordForm):
    """An answer to a comment."""

    words = Text(_l("Your reply"), required=True, longest=COMMENT_MAX)


class SettleForm(BaseForm):
    """One button: the comment is settled."""


class ReturnForm(EditForm):
    """One button: the report goes back to who writes it."""


class SignForm(EditForm):
    """One button: the report is signed and locked."""


class CorrectionForm(NewRecordForm):
    """Why a signed report gets a new version."""

    reason = Text(
        _l("What is corrected, and why"),
        required=True,
        longest=REASON_MAX,
        description=_l("This appears on the first page of the new version."),
    )


class ClientPartForm(NewRecordForm, EditForm):
    """What the client says to the version of the report that was read together, and signs."""

    agreement = Chips(_l("What does the client say?"), choices_of(AGREEMENT_NAMES))
    own_words = Text(
        _l("In the client's own words"),
        longest=OWN_WORDS_MAX,
        description=_l("Printed in the report exactly as written here. If the client was not asked, say why."),
    )
    strokes = HiddenField()
    signed_on_paper_on = Day(_l("Signed on paper on"))

    def validate_strokes(self, field: HiddenField) -> None:
        if len(field.data or "") > STROKES_MAX:
            raise ValidationError(_("The drawn signature could not be read. Clear it and sign again."))

    def draft(self) -> ClientPartDraft:
        """The client's answer; `RuleBroken` for a signature that cannot be read."""
        return ClientPartDraft(
            agreement=Agreement(self.agreement.data),
            own_words=self.own_words.data or "",
            strokes=read_strokes(self.strokes.data or ""),
            signed_on_paper_on=self.signed_on_paper_on.data,
        )
