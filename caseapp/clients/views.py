"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, public, requires

bp = Blueprint("clients", __name__)


@bp.route("/clients")
@requires(Capability.SEE_CLIENTS)
def list_clients():
    return render_template_string("{% set heading='list_clients' %}{% extends '_layout/base.html' %}")


@bp.route("/register")
@requires(Capability.ASSIGN_MENTORS)
def list_register():
    return render_template_string("{% set heading='list_register' %}{% extends '_layout/base.html' %}")
