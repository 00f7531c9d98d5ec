"""The check of the translations, seen to fail on each kind of fault."""

import pytest
from babel.messages.catalog import Catalog

from caseapp.i18n import LANGUAGES
from caseapp.i18n.check import SOURCE_LANGUAGE, TRANSLATED, faults, overlooked

ONE = "Hello, %(name)s"
COUNT = ("%(num)d day", "%(num)d days")
USED = {ONE, COUNT}


def catalogue(one="Здравствуйте, %(name)s", count=("%(num)d день", "%(num)d дня", "%(num)d дней"), **more):
    made = Catalog(locale="ru")
    made.add(ONE, one, **more)
    made.add(COUNT, count)
    return made


def test_every_language_that_can_be_chosen_is_checked():
    assert {SOURCE_LANGUAGE, *TRANSLATED} == set(LANGUAGES)


def test_a_whole_catalogue_has_no_fault():
    assert list(faults(catalogue(), USED)) == []


@pytest.mark.parametrize(
    ("planted", "sentence"),
    [
        (catalogue(one=""), f"ru: not translated: {ONE!r}"),
        (catalogue(count=("%(num)d день", "", "%(num)d дней")), f"ru: not translated: {COUNT!r}"),
        (catalogue(count=("%(num)d день", "%(num)d дней")), f"ru: not translated: {COUNT!r}"),
        (catalogue(flags=["fuzzy"]), f"ru: unsure: {ONE!r}"),
        (catalogue(one="Здравствуйте, %(nam)s"), f"ru: filled with other words than the original: {ONE!r}"),
        (catalogue(one="Здравствуйте"), f"ru: filled with other words than the original: {ONE!r}"),
        (
            catalogue(count=("один день", "%(num)d дня", "дни")),
            f"ru: filled with other words than the original: {COUNT!r}",
        ),
    ],
)
def test_a_fault_is_named(planted, sentence):
    assert sentence in list(faults(planted, USED))


def test_a_text_without_translation_and_one_that_is_left_over_are_named():
    assert list(faults(catalogue(), {ONE, "New"})) == [
        "ru: not translated: 'New'",
        f"ru: no longer used: {COUNT!r}",
    ]


def test_a_text_that_the_extraction_overlooks_is_named(tmp_path):
    (tmp_path / "views.py").write_text("seen = _('Seen.')\nboth = f\"{_('Only here.')} {seen}\"\n", encoding="utf-8")
    assert list(overlooked(tmp_path, {"Seen."})) == ["views.py:2: not seen by the extraction: 'Only here.'"]
    assert list(overlooked(tmp_path, {"Seen.", ("Only here.", "")})) == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("views.py", "said = _(f'Saved by {name}.')\n"),
        ("views.py", "said = _l('Saved' if done else 'Kept')\n"),
        ("views.py", "said = ngettext('a' + end, 'b', 2)\n"),
        ("page.html", "<p>{{ _('Saved by ' ~ name) }}</p>\n"),
        ("page.html", "<p>{{ _(name) }}</p>\n"),
    ],
)
def test_a_text_that_is_put_together_when_it_is_shown_is_named(tmp_path, name, written):
    (tmp_path / name).write_text(written, encoding="utf-8")
    assert list(overlooked(tmp_path, {"Seen."})) == [
        f"{name}:1: not seen by the extraction: a text that is no constant"
    ]
