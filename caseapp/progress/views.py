"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, requires

bp = Blueprint("progress", __name__)


@bp.route("/clients")
@requires(Capability.SEE_CLIENTS)
def list_people():
    return render_template_string("{% set heading='list_people' %}{% extends '_layout/base.html' %}")


@bp.route("/clients/<uuid:client_id>")
@requires(Capability.SEE_CLIENTS)
def show_client(client_id):
    return render_template_string("{% set heading='show_client' %}{% extends '_layout/base.html' %}")
