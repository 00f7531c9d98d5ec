"""What a page sends of a form that somebody types into."""

from uuid import UUID

from wtforms import HiddenField, StringField

from caseapp.drafts.rules import FORM_MAX, PATH_MAX, TITLE_MAX, DraftText, FormPlace, Save, read_fields
from caseapp.web.forms import BaseForm

NUMBER_DIGITS = 9


class DraftForm(BaseForm):
    """The fields of another form, as they are at this moment: nothing of them is checked or cleaned."""

    path = StringField()
    form = StringField()
    key = StringField()
    number = StringField()
    from_key = StringField()
    from_number = StringField()
    title = StringField()
    content = StringField()

    def draft(self) -> DraftText:
        """What is to be kept; `ValueError` where no page of ours sent it."""
        place = FormPlace(self.path.data or "", self.form.data or "")
        read_fields(self.content.data or "")
        if len(place.path) > PATH_MAX or len(place.form) > FORM_MAX:
            raise ValueError("no place")
        goes_on = _save(self.from_key.data, self.from_number.data) if self.from_key.data else None
        title = (self.title.data or "")[:TITLE_MAX]
        return DraftText(place, _save(self.key.data, self.number.data), goes_on, title, self.content.data or "")


class DropForm(BaseForm):
    """A button; the page of the form says which save of the draft it showed."""

    number = HiddenField()

    def shown(self) -> int | None:
        """The number of that save."""
        typed = self.number.data or ""
        return int(typed) if typed.isdecimal() and len(typed) <= NUMBER_DIGITS else None


def _save(key: str | None, number: str | None) -> Save:
    if not number or len(number) > NUMBER_DIGITS:
        raise ValueError("no number")
    return Save(UUID(key), int(number))
