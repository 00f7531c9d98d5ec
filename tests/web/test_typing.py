"""Fields in which one types: nothing is cut in silence, and no browser reads along for its vendor."""

import importlib
import pkgutil

import pytest
import sqlalchemy as sa
from wtforms import HiddenField, PasswordField, StringField
from wtforms.fields.core import UnboundField

import caseapp
from caseapp.accounts.models import User
from caseapp.activities.timeline_queries import timeline_of
from caseapp.db import db
from caseapp.i18n.length_rules import TEXT_MAX
from caseapp.web.fields import Line, ProgramText, Text
from caseapp.web.forms import BaseForm
from tests.pages import Page, complaints, wrong_typing

SAID = {
    "outcome": "held",
    "held_on": "2026-11-22",
    "starts_at": "09:00",
    "mode": "in_person",
    "minutes": "60",
    "safety": "none",
}
PAGE = """<html lang="en" dir="ltr"><head><title>One</title></head><body><h1>One</h1><form autocomplete="off">
<textarea name="words" aria-label="Words" {}></textarea></form></body></html>"""
WHOLE = 'dir="auto" spellcheck="false" writingsuggestions="false"'


SENT_BY_SCRIPTS = {"DraftForm"}


def foreign_fields(form):
    """The fields of the form in which one types, but that are none of the application's own."""
    unbound = [(name, field) for name, field in vars(form).items() if isinstance(field, UnboundField)]
    return [
        f"{form.__name__}.{name}"
        for name, field in unbound
        if issubclass(field.field_class, StringField)
        and not issubclass(field.field_class, (Line, Text, ProgramText, PasswordField, HiddenField))
    ]


def every_form(of=BaseForm):
    return [of, *(form for each in of.__subclasses__() for form in every_form(each))]


def test_every_form_types_into_the_fields_that_say_so():
    for module in pkgutil.walk_packages(caseapp.__path__, "caseapp."):
        if module.name.endswith("forms"):
            importlib.import_module(module.name)
    forms = every_form()
    assert len(forms) > 50
    shown = [form for form in forms if form.__name__ not in SENT_BY_SCRIPTS]
    assert [field for form in shown for field in foreign_fields(form)] == []


def test_a_planted_field_of_another_kind_is_found():
    class Planted:
        words = StringField("Words")

    assert foreign_fields(Planted) == ["Planted.words"]


@pytest.mark.parametrize("left_out", WHOLE.split())
def test_a_planted_field_that_says_less_is_found_on_its_page(left_out):
    assert complaints(Page(PAGE.format(WHOLE))) == []
    assert complaints(Page(PAGE.format(WHOLE.replace(left_out, "")))) == [f"{left_out.split('=')[0]} of words"]
    assert complaints(Page(PAGE.format(WHOLE + ' maxlength="9"'))) == ["maxlength of words cuts in silence"]


def test_a_text_that_the_browser_would_write_into_its_session_file_is_found_on_its_page():
    remembering = PAGE.replace(' autocomplete="off"', "")
    assert complaints(Page(remembering.format(WHOLE))) == ["the browser writes words into a file of its own, unsealed"]
    assert complaints(Page(remembering.format(WHOLE + ' autocomplete="off"'))) == []


@pytest.mark.parametrize("letter", ["א", "🌻"])
def test_as_many_letters_as_are_promised_are_kept_and_one_more_is_said(world, as_, letter):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/activities/new"
    too_many = letter * (TEXT_MAX + 1)
    assert browser.send(path, {**SAID, "note": too_many}).status_code == 200
    assert "Use at most 20000 characters." in browser.page.words
    assert too_many in browser.page.html
    assert timeline_of(world.mentor, world.client.id) == []
    assert browser.send(path, {**SAID, "note": letter * TEXT_MAX}).status_code == 303
    assert timeline_of(world.mentor, world.client.id)[0].note == letter * TEXT_MAX


def test_the_local_check_is_switched_on_by_the_person_and_for_that_person_alone(world, as_):
    path = f"/clients/{world.client.id}/activities/new"

    def note_of(person):
        return next(field for field in as_(person).see(path).fields if field.get("name") == "note")

    assert note_of(world.mentor)["spellcheck"] == "false"
    assert (
        as_(world.mentor)
        .send("/account", {"language": "en", "address_form": "neutral", "local_spelling": "y"})
        .status_code
        == 303
    )
    db.session.expire_all()
    assert db.session.scalar(sa.select(User.local_spelling).where(User.id == world.mentor.id))
    assert note_of(world.mentor)["spellcheck"] == "true"
    assert wrong_typing(note_of(world.mentor)) == []
    assert note_of(world.supervisor)["spellcheck"] == "false"
