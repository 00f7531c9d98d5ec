"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, requires

bp = Blueprint("clients", __name__)


@bp.route("/register")
@requires(Capability.ASSIGN_MENTORS)
def list_register():
    return render_template_string("{% set heading='list_register' %}{% extends '_layout/base.html' %}")
