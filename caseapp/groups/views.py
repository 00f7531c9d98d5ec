"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, public, requires

bp = Blueprint("groups", __name__)


@bp.route("/groups")
@requires(Capability.RECORD_ATTENDANCE)
def list_groups():
    return render_template_string("{% set heading='list_groups' %}{% extends '_layout/base.html' %}")
