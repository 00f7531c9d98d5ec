"""The form of a client's own rating."""

from caseapp.goals.forms import LEVEL_CHOICES
from caseapp.i18n import _l
from caseapp.web.fields import Chips
from caseapp.web.forms import NewRecordForm


class OwnLevelForm(NewRecordForm):
    """One tap on the step where the client is."""

    level = Chips(_l("Where I am today"), LEVEL_CHOICES)

    def said(self) -> int:
        """The step."""
        return int(self.level.data)
