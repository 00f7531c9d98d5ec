"""The button that begins to follow an entry as a tie."""

from uuid import UUID

from caseapp.directory.forms import SourceButtonForm
from caseapp.web.forms import NewRecordForm


class FollowSourceForm(SourceButtonForm, NewRecordForm):
    """Which entry is followed."""

    @classmethod
    def about(cls, source_id: UUID) -> "FollowSourceForm":
        """The button for that entry."""
        return cls(formdata=None, entry=source_id)
