"""The form of a small win."""

from collections.abc import Mapping
from typing import Self
from uuid import UUID

from caseapp.goals.wins.rules import WIN_MAX, CommonWin, WinDraft
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Line
from caseapp.web.forms import BaseForm, NewRecordForm
from caseapp.web.parts import user_text


class WinForm(NewRecordForm):
    """What went well: one tap on a sentence, or own words; towards a goal if one is chosen."""

    common = Chips(_l("What went well?"), required=False)
    words = Line(_l("In own words"), longest=WIN_MAX)
    goal = Chips(_l("Towards which goal?"), required=False)

    @classmethod
    def offering(cls, sentences: Mapping[CommonWin, str], goals: Mapping[UUID, str]) -> Self:
        """The form with these sentences, and the goals in progress."""
        form = cls(data={"goal": ""})
        form.common.choices = [("", ""), *((str(code), words) for code, words in sentences.items())]
        named = [(str(key), user_text(words)) for key, words in goals.items()]
        form.goal.choices = [*named, ("", _l("None in particular"))]
        return form

    def draft(self, sentences: Mapping[CommonWin, str]) -> WinDraft:
        """The own words, or the sentence that was tapped."""
        tapped = sentences[CommonWin(self.common.data)] if self.common.data else ""
        return WinDraft(self.words.data or tapped, UUID(self.goal.data) if self.goal.data else None)


class WinUndoForm(BaseForm):
    """A button of its own; only the token is sent."""
