"""The pages of supervision under one name; each noun has its own views."""

from flask import Blueprint

bp = Blueprint("supervision", __name__)
