"""Pages, soon."""

from flask import Blueprint, render_template_string

from caseapp.access import Capability, public, requires

bp = Blueprint("reports", __name__)
