"""The pages of mentors' papers."""

from flask import Blueprint

bp = Blueprint("fitness", __name__)
