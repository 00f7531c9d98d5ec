"""Templates are written with their lines indented and sent without: on a long list that is a tenth of the page."""

import re

from flask import Flask
from jinja2.ext import Extension

_INDENTATION = re.compile(r"\n[ \t]+")


class Lean(Extension):
    """Leaves the indentation of the templates' own lines out; what people typed comes in later and stays as it is."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENTATION.sub("\n", source)


def init_lean(app: Flask) -> None:
    """Before the first template is read."""
    app.jinja_env.add_extension(Lean)
