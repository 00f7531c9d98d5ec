"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, public, requires

bp = Blueprint("home", __name__)


@bp.route("/")
@requires(Capability.USE_OWN_ACCOUNT)
def start():
    return render_template_string("{% set heading='start' %}{% extends '_layout/base.html' %}")
