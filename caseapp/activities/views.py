"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, public, requires

bp = Blueprint("activities", __name__)


@bp.route("/activities/new")
@requires(Capability.RECORD_WORK)
def choose_client():
    return render_template_string("{% set heading='choose_client' %}{% extends '_layout/base.html' %}")
