"""The pages of follow-ups and concerns under one name; each noun has its own views."""

from flask import Blueprint

bp = Blueprint("followups", __name__)
