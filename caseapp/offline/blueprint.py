"""The name under which what a device keeps is registered."""

from flask import Blueprint

bp = Blueprint("offline", __name__)
