"""The address of everything about reports; its pages are in the `*_views`."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
