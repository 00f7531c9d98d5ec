"""The form of a client's answer."""

from collections.abc import Mapping
from typing import Self

from caseapp.goals.answers.rules import (
    AGREEMENT_NAMES,
    OWN_AGREEMENT_NAMES,
    OWN_WORDS_MAX,
    Agreement,
    AnswerDraft,
    read_about,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Text, choices_of
from caseapp.web.forms import NewRecordForm
from caseapp.web.parts import user_text


class ClientAnswerForm(NewRecordForm):
    """To what, whether the client agrees, and in own words why."""

    about = Chips(_l("About what?"))
    agreement = Chips(_l("What does the client say?"))
    own_words = Text(
        _l("In own words"),
        longest=OWN_WORDS_MAX,
        description=_l("If the client could not be asked, say why. The question then comes back at each meeting."),
    )

    @classmethod
    def asking(cls, subjects: Mapping[str, str], chosen: str, is_client: bool) -> Self:
        """The form with these subjects; the client speaks in the first person, and can always be asked."""
        form = cls(data={"about": chosen if chosen in subjects else next(iter(subjects))})
        form.about.choices = [(key, user_text(words)) for key, words in subjects.items()]
        form.agreement.choices = choices_of(OWN_AGREEMENT_NAMES if is_client else AGREEMENT_NAMES)
        if is_client:
            form.agreement.label.text, form.own_words.description = _("What do I say?"), ""
        return form

    def draft(self) -> AnswerDraft:
        """What was said."""
        return AnswerDraft(read_about(self.about.data), Agreement(self.agreement.data), self.own_words.data)
