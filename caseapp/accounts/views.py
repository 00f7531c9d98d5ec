"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, public, requires

bp = Blueprint("accounts", __name__)


@bp.route("/users")
@requires(Capability.KEEP_USERS)
def list_users():
    return render_template_string("{% set heading='list_users' %}{% extends '_layout/base.html' %}")


@bp.route("/account")
@requires(Capability.USE_OWN_ACCOUNT)
def show_account():
    return render_template_string("{% set heading='show_account' %}{% extends '_layout/base.html' %}")


@bp.route("/language/<code>")
@public
def choose_language(code):
    return render_template_string("{% set heading='choose_language' %}{% extends '_layout/base.html' %}")


@bp.route("/sign-in")
@public
def sign_in():
    return render_template_string("{% set heading='sign_in' %}{% extends '_layout/base.html' %}")


@bp.route("/sign-out", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def sign_out():
    return render_template_string("{% set heading='sign_out' %}{% extends '_layout/base.html' %}")
