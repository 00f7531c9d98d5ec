"""The pages of circles of support under one name."""

from flask import Blueprint

bp = Blueprint("circles", __name__)
