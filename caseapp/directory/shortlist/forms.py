"""The button that puts an entry on a client's list or takes it off."""

from typing import Any
from uuid import UUID

from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseapp.web.forms import BaseForm


class ShortlistForm(BaseForm):
    """Which entry, and whether it is to stand on the list."""

    entry = HiddenField()
    is_on = HiddenField()

    @classmethod
    def about(cls, source_id: UUID, is_on: bool) -> "ShortlistForm":
        """The button for that entry: what it does is the opposite of what is."""
        return cls(formdata=None, entry=source_id, is_on="" if is_on else "yes")

    def validate_entry(self, field: Any) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("") from None
