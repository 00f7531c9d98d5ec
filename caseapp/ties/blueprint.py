"""The pages of ties under one name; each noun has its own views."""

from flask import Blueprint

bp = Blueprint("ties", __name__)
