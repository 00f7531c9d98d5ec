"""The pages of activities under one name; each noun has its own views."""

from flask import Blueprint

bp = Blueprint("activities", __name__)
