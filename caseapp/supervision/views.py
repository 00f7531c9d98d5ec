"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, public, requires

bp = Blueprint("supervision", __name__)


@bp.route("/trail")
@requires(Capability.SEE_TRAIL)
def show_trail():
    return render_template_string("{% set heading='show_trail' %}{% extends '_layout/base.html' %}")
