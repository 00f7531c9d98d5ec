"""The pages of groups under one name; each noun has its own views."""

from flask import Blueprint

bp = Blueprint("groups", __name__)
