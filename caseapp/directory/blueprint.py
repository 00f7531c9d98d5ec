"""The pages of the directory under one name; each noun has its own views."""

from flask import Blueprint

bp = Blueprint("directory", __name__)
