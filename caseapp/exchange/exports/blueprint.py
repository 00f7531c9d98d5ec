"""The name under which the views of exports are registered."""

from flask import Blueprint

bp = Blueprint("exports", __name__)
