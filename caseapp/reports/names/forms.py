"""The forms of the names that a report does not print."""

from caseapp.i18n import _l
from caseapp.reports.names.rules import NAME_MAX, SUBSTITUTE_NAMES, NameDraft, Substitute
from caseapp.web.fields import Chips, Line, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class NameForm(NewRecordForm):
    """A name, and what is printed for it."""

    name = Line(_l("Name"), required=True, longest=NAME_MAX)
    instead = Chips(_l("Print instead"), choices_of(SUBSTITUTE_NAMES))

    def draft(self) -> NameDraft:
        """The name, and what is printed for it."""
        return NameDraft(self.name.data, Substitute(self.instead.data))


class RemoveNameForm(BaseForm):
    """One button: the name is printed again."""
