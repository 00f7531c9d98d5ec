"""Ids of forms, as a page gives them out."""

from caseapp.accounts.models import User
from caseapp.db import form_ids
from caseapp.web.forms import NewRecordForm


def form_id(person: User, form: type[NewRecordForm]) -> str:
    """An id with which that person may send that form."""
    return str(form_ids(person.id, form.__name__)[0])
