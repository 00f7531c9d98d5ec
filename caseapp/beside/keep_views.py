"""The page to keep, as a file to print."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.beside.blueprint import bp
from caseapp.beside.keep_actions import print_kept
from caseapp.beside.keep_page import kept_of
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import in_language, language_for, speaking_of
from caseapp.web.answers import pdf_file


@bp.route("/clients/<uuid:client_id>/keep/pdf")
@requires(Capability.RECORD_WORK)
def print_page(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    try:
        with in_language(language_for(client.language)), speaking_of(client.gender_form.value):
            kept = kept_of(current_user, client, has_initials="initials" in request.args)
            return pdf_file(print_kept(current_user, client_id, kept), f"page-{today()}.pdf")
    except RuleBroken as fault:
        flash(str(fault), "info")
        record_reading(current_user, "keep", [client_id])
        return redirect(url_for(".show_together", client_id=client_id), 303)
