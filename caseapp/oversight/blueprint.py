"""The name under which the views of this package are registered."""

from flask import Blueprint

bp = Blueprint("oversight", __name__)
