"""The pages beside a client: handing the screen over, the client's own pages, and the way back."""

from uuid import UUID

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.accounts.second_step.queries import second_step_of
from caseapp.accounts.sign_in.current_user import current_sign_in_id, session_owner
from caseapp.audit import record_reading
from caseapp.beside import door_views, keep_views
from caseapp.beside.actions import hand_screen, take_screen_back
from caseapp.beside.blueprint import bp
from caseapp.beside.forms import HandScreenForm, TakeBackForm
from caseapp.beside.keep_page import maps_of
from caseapp.beside.page import my_goals, my_pages, reports_to_answer
from caseapp.charts.svg import svg
from caseapp.clients.queries import find_client
from caseapp.goodbyes.queries import present_goodbye
from caseapp.ties.forms import StillThereForm
from caseapp.ties.queries import open_questions

__all__ = ["bp", "door_views", "keep_views"]


@bp.route("/clients/<uuid:client_id>/beside", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def show_together(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = HandScreenForm()
    if form.carry_out(lambda: hand_screen(current_user, client_id, current_sign_in_id())):
        session.pop("_flashes", None)  # what was saved about others is not told to this client
        return redirect(url_for(".show_mine"), 303)
    record_reading(current_user, "beside", [client_id])
    return render_template("beside/together.html", client=client, form=form)


@bp.route("/with")
@requires(Capability.BE_WITH_CLIENT)
@safe_with_client
def show_mine() -> ResponseReturnValue:
    goals = my_goals(current_user, current_user.client_id)
    pages = my_pages(current_user, reports_to_answer(current_user, current_user.client_id))
    record_reading(current_user, "with_client", [current_user.client_id])
    return render_template("beside/mine.html", goals=goals, pages=pages)


@bp.route("/with/goals")
@requires(Capability.BE_WITH_CLIENT)
@safe_with_client
def list_my_goals() -> ResponseReturnValue:
    goals = my_goals(current_user, current_user.client_id)
    record_reading(current_user, "with_client", [current_user.client_id])
    return render_template("beside/goals.html", goals=goals)


@bp.route("/with/circle")
@requires(Capability.BE_WITH_CLIENT)
@safe_with_client
def show_my_circle() -> ResponseReturnValue:
    client = find_client(current_user, current_user.client_id)
    maps = [(each.on, svg(each.picture)) for each in maps_of(current_user, client, has_initials=False)]
    record_reading(current_user, "with_client", [client.id])
    return render_template("beside/circle.html", maps=maps[::-1])


@bp.route("/with/goodbye")
@requires(Capability.BE_WITH_CLIENT)
@safe_with_client
def show_my_goodbye() -> ResponseReturnValue:
    told = present_goodbye(current_user, current_user.client_id)
    record_reading(current_user, "with_client", [current_user.client_id])
    return render_template("beside/goodbye.html", told=told)


@bp.route("/with/still-there")
@requires(Capability.BE_WITH_CLIENT)
@safe_with_client
def list_my_questions() -> ResponseReturnValue:
    questions = open_questions(current_user)
    record_reading(current_user, "with_client", [current_user.client_id])
    return render_template("beside/questions.html", questions=questions, form_about=StillThereForm.about)


@bp.route("/with/back", methods=["GET", "POST"])
@requires(Capability.BE_WITH_CLIENT)
@safe_with_client
def take_back() -> ResponseReturnValue:
    form, client_id, owner = TakeBackForm(), current_user.client_id, session_owner()
    proof = form.present.data, form.code.data
    if form.carry_out(lambda: take_screen_back(owner, client_id, *proof, current_sign_in_id())):
        return redirect(url_for("progress.show_client", client_id=client_id), 303)
    record_reading(current_user, "with_client", [client_id])
    has_second_step = second_step_of(owner.id).added_at is not None
    return render_template("beside/take_back.html", form=form, has_second_step=has_second_step)
