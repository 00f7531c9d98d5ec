"""The pages of a client's whole file: asking for it, marking passages about others, fetching it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.audit import record_reading
from caseapp.batches.queue import send
from caseapp.clients.queries import find_client, in_charge
from caseapp.clock import local
from caseapp.errors import NotVisible
from caseapp.i18n import _, language_for, ngettext
from caseapp.privacy.blueprint import bp
from caseapp.privacy.whole_file.actions import ask_for_file, blacken_passage, record_fetched, show_passage
from caseapp.privacy.whole_file.forms import PassageForm, ShowPassageForm, WholeFileForm
from caseapp.privacy.whole_file.page import texts_of
from caseapp.privacy.whole_file.queries import files_of, find_file
from caseapp.privacy.whole_file.rules import KIND
from caseapp.web.answers import file as file_answer
from caseapp.web.answers import refused, saved


@bp.route("/clients/<uuid:client_id>/whole-file", methods=["GET", "POST"])
@requires(Capability.EXPORT_RECORDS)
@needs_fresh_proof
def show_whole_file(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form = WholeFileForm(language=language_for(client.language))
    asked = form.carry_out(lambda: ask_for_file(current_user, client_id, form.draft(), form.idempotency_key()))
    if asked:
        send([asked.result.id], KIND, is_awaited=True)
        return saved(_("The file is being produced."), url_for(".show_whole_file", client_id=client_id))
    files = files_of(current_user, client_id)
    record_reading(current_user, "whole_file", [client_id])
    return render_template("privacy/whole_file/show.html", client=client, form=form, files=files)


@bp.route("/clients/<uuid:client_id>/whole-file/passages", methods=["GET", "POST"])
@requires(Capability.EXPORT_RECORDS)
def mark_passages(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form, number = PassageForm(), _page_number()
    this_page = url_for(".mark_passages", client_id=client_id, page=number)
    key = form.idempotency_key
    if done := form.carry_out(lambda: blacken_passage(current_user, client_id, form.words.data or "", key())):
        said = ngettext("Blackened in %(num)s place.", "Blackened in %(num)s places.", done.result)
        return saved(said, this_page)
    page = texts_of(current_user, client_id, number)
    record_reading(current_user, "passages", [client_id])
    parts = {"client": client, "form": form, "page": page, "again": ShowPassageForm(), "this_page": this_page}
    return render_template("privacy/whole_file/passages.html", **parts)


@bp.route("/clients/<uuid:client_id>/whole-file/passages/<uuid:passage_id>/removal", methods=["POST"])
@requires(Capability.EXPORT_RECORDS)
def remove_passage(client_id: UUID, passage_id: UUID) -> ResponseReturnValue:
    find_client(current_user, client_id, in_charge)
    form, back = ShowPassageForm(), url_for(".mark_passages", client_id=client_id)
    if form.carry_out(lambda: show_passage(current_user, client_id, passage_id)):
        return saved(_("The passage is shown again."), back)
    return refused(form, back)


@bp.route("/whole-files/<uuid:file_id>/download", methods=["POST"])
@requires(Capability.EXPORT_RECORDS)
@needs_fresh_proof
def fetch_whole_file(file_id: UUID) -> ResponseReturnValue:
    file = find_file(current_user, file_id)
    content = file.made
    if not content:
        flash(_("There is no file to download here yet, or it has been removed."), "warning")
        record_reading(current_user, "whole_file", [file.client_id])
        return redirect(url_for(".show_whole_file", client_id=file.client_id), 303)
    record_fetched(current_user, file)
    return file_answer(content, f"file-{local(file.created_at).date()}.zip", "application/zip")


def _page_number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 6) or text == "0":
        raise NotVisible
    return int(text)
