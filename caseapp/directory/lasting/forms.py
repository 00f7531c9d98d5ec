"""The button that begins to follow an entry as a tie."""

from typing import Any
from uuid import UUID

from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseapp.web.forms import NewRecordForm


class FollowSourceForm(NewRecordForm):
    """Which entry is followed."""

    entry = HiddenField()

    @classmethod
    def about(cls, source_id: UUID) -> "FollowSourceForm":
        """The button for that entry."""
        return cls(formdata=None, entry=source_id)

    def validate_entry(self, field: Any) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("") from None
