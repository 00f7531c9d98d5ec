"""The name under which the help is registered."""

from flask import Blueprint

bp = Blueprint("help", __name__)
