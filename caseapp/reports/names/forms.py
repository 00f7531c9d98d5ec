"""The forms of the names that a report does not print."""

from caseapp.i18n import _l
from caseapp.reports.names.rules import INSTEAD_NAMES, NAME_MAX, Instead
from caseapp.web.fields import Chips, Line, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class NameForm(NewRecordForm):
    """A name, and what is printed for it."""

    name = Line(_l("Name"), required=True, longest=NAME_MAX)
    instead = Chips(_l("Print instead"), choices_of(INSTEAD_NAMES))

    def chosen(self):
        """What is printed."""
        return Instead(self.instead.data)


class RemoveNameForm(BaseForm):
    """That a name is printed again."""
