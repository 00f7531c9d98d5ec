"""The button that puts an entry on a client's list or takes it off."""

from uuid import UUID

from wtforms import HiddenField

from caseapp.directory.forms import SourceButtonForm


class ShortlistForm(SourceButtonForm):
    """Which entry, and whether it is to stand on the list."""

    is_on = HiddenField()

    @classmethod
    def about(cls, source_id: UUID, is_on: bool) -> "ShortlistForm":
        """The button for that entry: what it does is the opposite of what is."""
        return cls(formdata=None, entry=source_id, is_on="" if is_on else "yes")
