"""The name under which the pages beside a client are registered."""

from flask import Blueprint

bp = Blueprint("beside", __name__)
