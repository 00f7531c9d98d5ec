"""The page on which a client chooses from the cards."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.directory.blueprint import bp
from caseapp.directory.interests.actions import choose_interests
from caseapp.directory.interests.forms import InterestForm, stored_interests
from caseapp.directory.interests.queries import interests_of
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/clients/<uuid:client_id>/interests", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def edit_interests(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    row = interests_of(current_user, client_id)
    form = InterestForm(**stored_interests(row.chosen, row.version))
    if form.carry_out(
        lambda: choose_interests(current_user, client_id, form.draft(), form.edited_version()),
        conflict=lambda: _both_choices(client_id, form),
    ):
        return saved(_("Saved. What fits stands first."), url_for(".list_clients_sources", client_id=client_id))
    record_reading(current_user, "interests", [client_id])
    return render_template("directory/interests/edit.html", client=client, form=form, changed_on=row.changed_on)


def _both_choices(client_id: UUID, form: InterestForm) -> ResponseReturnValue:
    newest = interests_of(current_user, client_id)
    record_reading(current_user, "interests", [client_id])
    stored = stored_interests(newest.chosen, newest.version)
    return show_two_texts(form, stored, newest.version or 0, _("Two versions of the cards"))
