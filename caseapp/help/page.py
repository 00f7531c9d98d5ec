"""The page of the help in one language."""

from flask import render_template

from caseapp.errors import NotVisible
from caseapp.help.words import EXAMPLE, GOOD_NOTE, TOPICS
from caseapp.i18n import LANGUAGES, in_language


def help_page(code: str) -> str:
    """The whole page, which is the same for everybody; `NotVisible` for a language that there is not."""
    if code not in LANGUAGES:
        raise NotVisible
    with in_language(code):
        return render_template("help/help.html", topics=TOPICS, good_note=GOOD_NOTE, example=EXAMPLE)
