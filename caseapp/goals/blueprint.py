"""The pages of goals under one name; each noun has its own views."""

from flask import Blueprint

bp = Blueprint("goals", __name__)
