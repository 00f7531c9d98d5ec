"""The macros that pages are built of keep the rules of the look: labels, errors, directions, shapes with words."""

import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from flask_login import LoginManager
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from caseapp.i18n import in_language, init_i18n
from caseapp.web.assets import init_assets
from caseapp.web.fields import Chips, Choice, Day, Hour, Line, Several, Text
from caseapp.web.parts import init_parts

TEMPLATES = Path(__file__).parents[2] / "templates"
IMPORTS = """
{% from "_parts/fields.html" import form_errors, field, textarea, chips, ladder_radio, date_field, time_field,
   hidden_fields, save_bar, tick %}
{% import "_parts/parts.html" as parts %}
"""


class Mark(Form):
    reason = Line("Reason", required=True)


class Note(FlaskForm):
    record_id = HiddenField(default="0190")
    day = Day("Day", required=True)
    at = Hour("Hour")
    place = Line("Place", description="Where you met.")
    secret = PasswordField("Password", [InputRequired()])
    mode = Choice("Mode", [("visit", "Visit"), ("call", "Call")])
    moved = Chips("How did it move?", [(str(step), f"Step {step}") for step in range(1, 6)])
    goals = Several("Goals", choices=[("a", "Friends"), ("b", "Bus")])
    few = Several("Few", choices=[(str(number), f"Person {number}") for number in range(12)])
    many = Several("Many", choices=[(str(number), f"Person {number}") for number in range(13)])
    words = Text("What happened?", required=True)
    concern = BooleanField("There is a concern")
    marks = FieldList(FormField(Mark), min_entries=1)


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        return [a for t, a in self.found if t == tag and all(a.get(k) == v for k, v in wanted.items())]

    def one(self, tag, **wanted):
        (found,) = self.all(tag, **wanted)
        return found


@pytest.fixture
def app():
    app = Flask("bare", static_folder=None, template_folder=str(TEMPLATES))
    app.secret_key = "only here"
    LoginManager(app).user_loader(lambda user_id: None)
    init_i18n(app)
    init_assets(app)
    init_parts(app)
    return app


@pytest.fixture
def draw(app):
    def draw(source, **context):
        with app.test_request_context(), in_language("en"):
            if context.pop("with_note", False):
                context["form"] = Note()
            if context.pop("with_faults", False):
                context["form"] = Note(meta={"csrf": False})
                context["form"].validate()
            return render_template_string(IMPORTS + source, **context)

    return draw


class Refused(list):
    errors = {None: ["The day is before the assignment."]}


def refused(*kinds):
    return Refused(SimpleNamespace(widget=SimpleNamespace(input_type=kind)) for kind in kinds)


def test_every_field_has_a_label_of_its_own_and_no_id_comes_twice(draw):
    html = draw("{% for f in form if f.name != 'marks' %}{{ field(f) }}{% endfor %}", with_note=True)
    page = Elements(html)
    labelled = {label["for"] for label in page.all("label")}
    for tag in ("input", "select", "textarea"):
        assert all(f.get("type") == "hidden" or f["id"] in labelled for f in page.all(tag))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_wrong_field_is_tied_to_its_error_and_a_right_one_claims_none(draw):
    html = draw("{{ field(form.words) }}{{ field(form.place) }}", with_faults=True)
    page = Elements(html)
    wrong, right = page.one("textarea"), page.one("input")
    assert wrong["aria-invalid"] == "true"
    assert page.one("p", id=wrong["aria-describedby"])["class"] == "field-error"
    assert "aria-invalid" not in right
    assert page.one("p", id=right["aria-describedby"])["class"] == "hint"


def test_the_summary_links_to_each_wrong_field_even_inside_a_list(draw):
    html = draw("{{ form_errors(form) }}", with_faults=True)
    links = {link["href"] for link in Elements(html).all("a")}
    assert {"#day", "#secret", "#words", "#marks-0-reason"} <= links
    number = int(re.search(r"(\d+) things to correct", html)[1])
    assert number == html.count("<li>") == len(links)


def test_a_fault_of_the_whole_form_stands_in_the_summary_without_a_link(draw):
    html = draw("{{ form_errors(form) }}", form=refused())
    assert "The day is before the assignment." in html
    assert "There is one thing to correct." in html
    assert "<a " not in html


@pytest.mark.parametrize(("kind", "is_said"), [("text", True), ("password", False)])
def test_the_summary_says_that_the_text_is_kept_unless_a_password_has_to_be_typed_again(draw, kind, is_said):
    html = draw("{{ form_errors(form) }}", form=refused(kind))
    assert ("Your text is kept." in html) is is_said


def test_a_form_without_faults_has_no_summary(draw):
    assert draw("{{ form_errors(form) }}", with_note=True).strip() == ""


def test_choices_are_real_radios_and_checkboxes_in_a_named_group(draw):
    page = Elements(draw("{{ field(form.moved) }}{{ field(form.goals) }}", with_note=True))
    assert len(page.all("input", type="radio", name="moved")) == 5
    assert len(page.all("input", type="checkbox", name="goals")) == 2
    assert len(page.all("fieldset")) == len(page.all("legend")) == 2


def test_the_staircase_is_five_radios_with_words_and_no_figures(draw):
    html = draw("{{ ladder_radio(form.moved, words) }}", with_note=True, words=["a", "b", "c", "d", "e"])
    assert len(Elements(html).all("input", type="radio")) == 5
    assert re.findall(r'step-words">(\w)<', html) == ["a", "b", "c", "d", "e"]


def test_typed_text_takes_its_own_direction_and_passwords_days_and_hours_run_left_to_right(draw):
    page = Elements(
        draw(
            "{% for n in names %}{{ field(form[n]) }}{% endfor %}",
            with_note=True,
            names=["place", "words", "secret", "day", "at"],
        )
    )
    assert page.one("input", name="place")["dir"] == page.one("textarea")["dir"] == "auto"
    assert {page.one("input", name=name)["dir"] for name in ("secret", "day", "at")} == {"ltr"}


def test_what_is_optional_says_so_and_what_is_required_does_not(draw):
    assert "optional" in draw("{{ field(form.place) }}", with_note=True)
    assert "optional" not in draw("{{ field(form.words) }}", with_note=True)
    assert "optional" not in draw("{{ field(form.place, optional=False) }}", with_note=True)


def test_attributes_pass_through_to_the_field(draw):
    page = Elements(draw("{{ field(form.secret, autocomplete='current-password') }}", with_note=True))
    assert page.one("input", name="secret")["autocomplete"] == "current-password"


def test_hidden_fields_carry_token_and_record_without_ids_so_that_two_forms_fit_one_page(draw):
    page = Elements(draw("{{ hidden_fields(form) }}", with_note=True))
    assert {f["name"] for f in page.all("input")} == {"csrf_token", "record_id"}
    assert all("id" not in f for f in page.all("input"))


def test_what_people_typed_is_escaped_wherever_it_lands(draw):
    nasty = "<script>alert(1)</script>"
    html = draw(
        """{{ parts.user_text(t) }}{{ parts.user_text(t, True) }}{{ parts.voice(t, t) }}{{ parts.banner("info", t, t) }}
        {{ parts.list_row(t, [t], "/x", parts.ring(t)) }}{{ parts.badge("sage", "check", t) }}
        {{ parts.difference(t, "b") }}
        {{ parts.button_link(t, "/x", "check", "round") }}{{ parts.button(t, value=t) }}{{ parts.copy(t, t) }}
        {{ parts.stat(t, t) }}{{ parts.phone(t, t) }}{{ parts.facts([(t, t)]) }}{{ parts.empty(t, t) }}""",
        t=nasty,
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 15


def test_figures_that_carry_a_sign_are_isolated_and_run_left_to_right(draw):
    for source in ("{{ parts.figure('+2') }}", "{{ parts.stat('+2', 'people') }}", "{{ parts.count('+2') }}"):
        assert re.search(r'<bdi[^>]* dir="ltr">\+2</bdi>|<bdi dir="ltr">\+2</bdi>', draw(source))


@pytest.mark.parametrize(
    ("state", "fraction", "shape"),
    [("ok", 0.25, "ring-rest"), ("due", 0, "ring-dashes"), ("overdue", 0, "ring-dashes")],
)
def test_a_ring_tells_its_state_by_its_shape(draw, state, fraction, shape):
    html = draw("{{ parts.ring('AB', fraction, state) }}", state=state, fraction=fraction)
    assert shape in html
    assert ('stroke-dasharray="25.0 100"' in html) == (state == "ok")


def test_a_change_is_told_to_screen_readers_in_words(draw):
    html = draw("{{ parts.difference('rarely', 'weekly') }}")
    assert re.search(r"<del.*Removed:.*rarely</del> <ins.*Added:.*weekly</ins>", html, re.DOTALL)
    assert "<del" not in draw("{{ parts.difference('same', 'same') }}")


def test_a_copy_button_waits_hidden_for_the_script(draw):
    assert "hidden" in Elements(draw("{{ parts.phone('050-234-5678') }}")).one("button")
    assert Elements(draw("{{ parts.phone('050-234-5678') }}")).one("a")["href"] == "tel:0502345678"


def test_every_icon_that_the_shared_templates_name_is_in_the_sprite():
    sprite = files("caseapp").joinpath("static", "icons.svg").read_text("utf-8")
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r"""\bicon\(["']([\w-]+)["']\)""", path.read_text("utf-8")))
    assert len(named) > 10
    assert named <= known


def test_the_two_texts_page_keeps_both_texts_and_posts_ones_own(draw, app):
    app.jinja_env.globals.update(
        language="en", direction="ltr", navigation=[], languages=[], csp_nonce="n", csrf_token=lambda: "t",
        places=SimpleNamespace(main="", unfolded=""),
        person_name="Dalia", person_role="", sign_out_url="/out", home_url="/",
        draft_mark=lambda _name="": SimpleNamespace(person_id="1", draft=None),
    )  # fmt: skip
    fields = [SimpleNamespace(label="What happened?", theirs="We <b>sat</b>.", mine="\nWe walked.", name="words")]
    html = draw(
        "{% include '_errors/conflict.html' %}",
        title="Two versions",
        fields=fields,
        form=[],
        action_url="/notes/1",
    )
    assert "We &lt;b&gt;sat&lt;/b&gt;." in html
    assert re.search(r'<textarea[^>]* name="words"[^>]*>\n\nWe walked\.</textarea>', html)
    assert re.search(r"<title>Two versions · caseapp</title>.*<h1><bdi>Two versions</bdi></h1>", html, re.DOTALL)


def test_a_heading_of_the_layout_is_both_title_and_h1_and_is_escaped_in_both(draw, app):
    app.jinja_env.globals.update(
        language="he", direction="rtl", navigation=[], languages=[], csp_nonce="abc", home_url="/"
    )
    with app.test_request_context(), in_language("he"):
        html = render_template_string(
            '{% extends "_layout/outside.html" %}{% set heading = name %}{% block content %}<p>x</p>{% endblock %}',
            name="Ada & <Bo>",
        )
    assert "<title>Ada &amp; &lt;Bo&gt; · caseapp</title>" in html
    assert "<h1><bdi>Ada &amp; &lt;Bo&gt;</bdi></h1>" in html
    assert '<html lang="he" dir="rtl">' in html
    assert all(tag["nonce"] == "abc" for tag in Elements(html).all("script"))
    assert not re.search(r"\son\w+=|\sstyle=|<style", html)


def test_markup_given_as_a_piece_stays_markup(draw):
    html = draw("{{ parts.list_row('Ada', ['met'], '/x', end=piece) }}", piece=Markup('<span class="badge">due</span>'))
    assert '<span class="badge">due</span>' in html


def test_many_chips_are_looked_through_by_typing_where_there_is_a_script(draw):
    assert Elements(draw("{{ chips(form.few) }}", with_note=True)).all("input", type="text") == []
    page = Elements(draw("{{ chips(form.many) }}", with_note=True))
    box = page.one("input", type="text")
    assert page.all("label", **{"for": box["id"]})
    assert "name" not in box
    assert "hidden" in page.one("div", **{"class": "chip-sift"})


@pytest.mark.parametrize("sent", ["", " ", "\u3000\t"])
def test_a_blank_is_no_choice_where_one_must_be_made(app, sent):
    class Offer(Form):
        who = Choice("Who", [("", "Choose someone"), ("maya", "Maya")])

    with app.test_request_context():
        assert not Offer(MultiDict({"who": sent})).validate()
        assert Offer(MultiDict({"who": "maya"})).validate()
