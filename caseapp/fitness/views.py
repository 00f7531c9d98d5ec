"""What the organisation asks of mentors: the kinds of papers, and the rule."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.fitness import paper_views
from caseapp.fitness.actions import add_kind, change_kind
from caseapp.fitness.blueprint import bp
from caseapp.fitness.forms import KindForm, NewKindForm, RuleForm, stored_kind
from caseapp.fitness.queries import binds_from, find_kind, list_kinds, list_standings, rule_on_since
from caseapp.fitness.rules import STATE_NAMES, check_seen
from caseapp.i18n import _
from caseapp.organisation.actions import turn_fit_rule
from caseapp.organisation.queries import find_version
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

__all__ = ["bp", "paper_views"]


@bp.route("/mentor-papers/kinds", endpoint="list_kinds")
@requires(Capability.MANAGE_ORGANISATION)
def show_kinds() -> ResponseReturnValue:
    return render_template("fitness/kinds.html", kinds=list_kinds(current_user))


@bp.route("/mentor-papers/kinds/new", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
def new_kind() -> ResponseReturnValue:
    form = NewKindForm(data={"is_required": True})
    if form.carry_out(lambda: add_kind(current_user, form.draft(), form.idempotency_key())):
        return saved(_("Saved."), url_for(".list_kinds"))
    return render_template("fitness/kind.html", kind=None, form=form)


@bp.route("/mentor-papers/kinds/<code>", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
def edit_kind(code: str) -> ResponseReturnValue:
    kind = find_kind(current_user, code)
    form = KindForm.of(kind)
    if form.carry_out(
        lambda: change_kind(current_user, code, form.draft(), form.edited_version()),
        conflict=lambda: _both_kinds(code, form),
    ):
        return saved(_("Saved."), url_for(".list_kinds"))
    return render_template("fitness/kind.html", kind=kind, form=form)


@bp.route("/mentor-papers/rule", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
def show_rule() -> ResponseReturnValue:
    """The list of the first day, and the switch: what is turned on here is turned off here."""
    since, form = rule_on_since(current_user), RuleForm(data={"version": find_version(current_user)})
    if form.carry_out(lambda: _turn(form, since is None)):
        return saved(_("Saved."), url_for(".show_rule"))
    rows = [row for row in list_standings(current_user) if row.lacking]
    shown = {"since": since, "binds": binds_from(current_user), "state_names": STATE_NAMES}
    return render_template("fitness/rule.html", rows=rows, form=form, **shown)


def _turn(form: RuleForm, is_on: bool) -> None:
    check_seen(form.has_seen.data or not is_on)
    turn_fit_rule(current_user, is_on, form.edited_version())


def _both_kinds(code: str, form: KindForm) -> ResponseReturnValue:
    newest = find_kind(current_user, code)
    return show_two_texts(form, stored_kind(newest), newest.version or 1, _("Two versions of a kind of paper"))
