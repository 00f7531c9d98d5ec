"""The pages of notices: versions, whom they were told, and the paper."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clients.rules import LANGUAGE_NAMES
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.i18n import LANGUAGES, _, in_language, speaking_of
from caseapp.privacy.blueprint import bp
from caseapp.privacy.notices.actions import (
    change_notice,
    print_notice,
    publish_notice,
    record_notice_telling,
    write_notice,
)
from caseapp.privacy.notices.forms import NewNoticeForm, NoticeForm, NoticeTellingForm, PublishForm
from caseapp.privacy.notices.page import NoticePage, notice_page, paper_of, untold_page
from caseapp.privacy.notices.queries import (
    list_versions,
    present_version,
    show_version,
    told_by,
)
from caseapp.privacy.notices.rules import NoticeTexts, languages_told
from caseapp.web.addresses import id_named
from caseapp.web.answers import pdf_file, refused, saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/notices")
@requires(Capability.OVERSEE)
def list_notices() -> ResponseReturnValue:
    rows = list_versions(current_user)
    record_reading(current_user, "notices", [])
    return render_template("privacy/notices/list.html", rows=rows)


@bp.route("/notices/new", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def new_notice() -> ResponseReturnValue:
    present = present_version(current_user)
    form = NewNoticeForm(data=vars(present.texts if present else NoticeTexts()))
    if done := form.carry_out(lambda: write_notice(current_user, form.draft(), form.idempotency_key())):
        return saved(_("Saved. It is told to nobody until it is published."), _address(done.result.id))
    return render_template("privacy/notices/edit.html", form=form, row=None)


@bp.route("/notices/<uuid:notice_id>")
@requires(Capability.OVERSEE)
def show_notice(notice_id: UUID) -> ResponseReturnValue:
    row = show_version(current_user, notice_id)
    form = PublishForm(data={"version": row.version})
    record_reading(current_user, "notice", [])
    return render_template("privacy/notices/show.html", row=row, form=form, language_names=LANGUAGES)


@bp.route("/notices/<uuid:notice_id>/edit", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def edit_notice(notice_id: UUID) -> ResponseReturnValue:
    row = show_version(current_user, notice_id)
    form = NoticeForm(data=vars(row.texts) | {"version": row.version})
    if form.carry_out(
        lambda: change_notice(current_user, notice_id, form.draft(), form.edited_version()),
        conflict=lambda: _both(notice_id, form),
    ):
        return saved(_("Saved. It is told to nobody until it is published."), _address(notice_id))
    record_reading(current_user, "notice", [])
    return render_template("privacy/notices/edit.html", form=form, row=row)


@bp.route("/notices/<uuid:notice_id>/publication", methods=["POST"])
@requires(Capability.OVERSEE)
def publish(notice_id: UUID) -> ResponseReturnValue:
    show_version(current_user, notice_id)
    form = PublishForm()
    if form.carry_out(lambda: publish_notice(current_user, notice_id, form.edited_version())):
        return saved(_("Published. From now on clients are told this version."), url_for(".list_notices"))
    return refused(form, _address(notice_id))


@bp.route("/notices/untold", endpoint="list_untold")
@requires(Capability.TELL_NOTICES)
def show_untold() -> ResponseReturnValue:
    after, present = id_named("after"), present_version(current_user)
    page = untold_page(current_user, after)
    record_reading(current_user, "notices", [row.client_id for row in page.rows])
    shown = {"page": page, "present": present, "is_later": after is not None}
    return render_template("privacy/notices/untold.html", **shown)


@bp.route("/clients/<uuid:client_id>/notices", methods=["GET", "POST"])
@requires(Capability.TELL_NOTICES)
def tell_notice(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, told_by)
    page = notice_page(current_user, client)
    form = _telling_form(page)
    if form and form.carry_out(lambda: _record(client_id, form)):
        return saved(_("Saved."), url_for(".tell_notice", client_id=client_id))
    record_reading(current_user, "clients_notices", [client_id])
    spoken = LANGUAGE_NAMES[client.language]
    return render_template("privacy/notices/client.html", client=client, page=page, form=form, spoken=spoken)


@bp.route("/clients/<uuid:client_id>/notices/paper")
@requires(Capability.TELL_NOTICES)
def print_clients_notice(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, told_by)
    page = notice_page(current_user, client)
    if page.present is None or page.text is None:
        raise NotVisible
    with in_language(page.text.language), speaking_of(client.gender_form.value):
        paper = paper_of(client, page.present, page.text)
        return pdf_file(print_notice(current_user, client, paper), f"notice-{today()}.pdf")


def _address(notice_id: UUID) -> str:
    return url_for(".show_notice", notice_id=notice_id)


def _telling_form(page: NoticePage) -> NoticeTellingForm | None:
    if page.present is None:
        return None
    offered = languages_told(page.present.texts.languages, page.own)
    return NoticeTellingForm.of(page.present.id, page.own[0], offered)


def _record(client_id: UUID, form: NoticeTellingForm) -> None:
    record_notice_telling(current_user, client_id, form.told_id(), form.draft(), form.idempotency_key())


def _both(notice_id: UUID, form: NoticeForm) -> ResponseReturnValue:
    newest = show_version(current_user, notice_id)
    record_reading(current_user, "notice", [])
    return show_two_texts(form, vars(newest.texts), newest.version, _("Two versions of a notice"))
