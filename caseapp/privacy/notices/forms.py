"""The forms of notices."""

from typing import Self
from uuid import UUID

from wtforms import HiddenField

from caseapp.clients.rules import LANGUAGE_NAMES
from caseapp.clock import today
from caseapp.i18n import LANGUAGES, _l
from caseapp.privacy.notices.rules import (
    HINDRANCE_NAMES,
    MANNER_NAMES,
    TEXT_MAX,
    Hindrance,
    Manner,
    NoticeTellingDraft,
    NoticeTexts,
)
from caseapp.web.fields import Chips, Day, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class NoticeFields(BaseForm):
    """What clients are told, in each language."""

    he = Text(_l("In Hebrew"), longest=TEXT_MAX)
    ar = Text(_l("In Arabic"), longest=TEXT_MAX)
    ru = Text(_l("In Russian"), longest=TEXT_MAX)
    en = Text(_l("In English"), longest=TEXT_MAX)

    def draft(self) -> NoticeTexts:
        """What was typed."""
        return NoticeTexts(**{code: getattr(self, code).data or "" for code in LANGUAGES})


class NewNoticeForm(NoticeFields, NewRecordForm):
    """A version that does not exist yet."""


class NoticeForm(NoticeFields, EditForm):
    """A version that was not published yet."""


class PublishForm(EditForm):
    """That the version as it was read is published."""


class NoticeTellingForm(NewRecordForm):
    """That a client was told, or that it could not be done yet; it carries the version that was read."""

    notice_id = HiddenField()
    manner = Chips(_l("How"), choices_of(MANNER_NAMES), default=str(Manner.READ_ALOUD))
    language = Chips(_l("In which language"), choices_of(LANGUAGE_NAMES))
    told_on = Day(_l("Day"), required=True, default=today)
    hindrance = Chips(_l("Why not yet"), choices_of(HINDRANCE_NAMES), required=False)
    back_on = Day(_l("Try again on"))

    @classmethod
    def of(cls, notice_id: UUID, language: str, offered: list[str]) -> Self:
        """The form about that version, with its languages; which of them may be told, the rules say."""
        form = cls(data={"language": language})
        form.notice_id.data = str(notice_id)
        form.language.choices, form.language.validate_choice = choices_of(LANGUAGE_NAMES, offered), False
        return form

    def told_id(self) -> UUID | None:
        """The version that the person read; nothing where the field was left out or tampered with."""
        try:
            return UUID((self.notice_id.raw_data or [""])[0])
        except ValueError:
            return None

    def draft(self) -> NoticeTellingDraft:
        """What was chosen."""
        return NoticeTellingDraft(
            manner=Manner(self.manner.data),
            language=self.language.data,
            told_on=self.told_on.data,
            back_on=self.back_on.data,
            hindrance=Hindrance(self.hindrance.data) if self.hindrance.data else None,
        )
