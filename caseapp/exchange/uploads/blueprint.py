"""The name under which the views of imports are registered."""

from flask import Blueprint

bp = Blueprint("uploads", __name__)
