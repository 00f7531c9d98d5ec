"""An author's text is loaded by the administrator, and whatever was answered keeps the version of that day."""

import json
import re
from io import BytesIO
from itertools import count

import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.measures.definitions import definition_rules
from caseapp.measures.definitions.definition_rules import (
    FOLDER,
    DefinitionFault,
    instruments,
    read_definition,
    shipped_versions,
)
from caseapp.measures.definitions.models import InstrumentText
from caseapp.measures.definitions.text_rules import decode, read_text
from caseapp.measures.example_words import example_of
from caseapp.measures.models import MeasureTaken
from caseapp.measures.rules import Helper, TakenBy, write_given
from tests.world import keep

PAGE = "/instruments/mspss/text"
ITEMS = [f"q{number}" for number in range(1, 13)]
ANSWERS = ", ".join(f"answer {number}" for number in range(1, 8))


def text_of(version="2", language="he", words="Sentence", shipped="mspss"):
    """The shipped definition with a text of the test's own."""
    start = (FOLDER / f"{shipped}.yaml").read_text("utf-8").replace('version: "1"', f'version: "{version}"')
    ids = [item.id for item in instruments()[shipped].items]
    items = "\n".join(f"      {each}: {words} {each}" for each in ids)
    text = f"translations:\n  {language}:\n    state: published\n    source: The author, 1990\n    items:\n{items}\n"
    return start.replace("translations: {}\n", text + f"    options:\n      main: [{ANSWERS}]\n")


def scored_as_published(example):
    """An example whose question marks were replaced by what the test's author says."""
    return (
        example.replace('method: "?", items: ["?"], reverse: ["?"]', "method: sum, items: [q1, q2], reverse: [q2]")
        .replace('{min: "?", max: "?"}', "{min: 1, max: 2}")
        .replace('higher_is_better: "?"', "higher_is_better: false")
    )


FAULTS = [
    (("code: mspss", "code: uls6"), "The code must be mspss"),
    (("{id: q12}", "{id: q12}, {id: q13}"), "MSPSS has 12 items, and here there are 13"),
    (("method: mean, items: [q1, q2, q5", "method: sum, items: [q1, q2, q5"), "only the text is loaded"),
    (("max: 7}", "max: 6}"), "words for each of the 6 answers"),
    (("      q3: Sentence q3\n", ""), "he: there must be a text for each of the 12 items"),
    (("Sentence q3", "Sentence q4"), "he: two items have the same text"),
    (("q3: Sentence q3", 'q3: " "'), "he: a text is empty"),
    (("    source: The author, 1990\n", ""), "he: it must say its source"),
    (("state: published", "state: local"), "he: a translation of one's own is not taken"),
    *[
        ((planted, number), said)
        for planted, number, said in (
            ("max: 7}", f"max: {'9' * 28}}}", "main: from 0 up, and at most 101 answers"),
            ("max: 7}", f"max: {'9' * 450}}}", "main: from 0 up, and at most 101 answers "),
            ("min: 1", f"min: -{'9' * 28}", "main: from 0 up, and at most 101 answers  "),
            ("min: 1", "min: 8", "min must be less than max"),
            ("max: 7}", "max: .inf}", "max: here stands a whole number"),
            ("max: 7}", "max: .nan}", "max: here stands a whole number "),
            ("max: 7}", "max: 1.0e+400}", "max: here stands a whole number  "),
            ("max: 7}", "max: 2024-01-01}", "max: here stands a whole number   "),
            ("max: 7}", "max: 2024-13-45}", "This is not YAML: month"),
            ("max: 7}", "max: 07}", "Line 9: a whole number is written in plain digits"),
            ("max: 7}", "max: 0x7}", "Line 9: a whole number is written in plain digits "),
            ("max: 7}", "max: 1:07}", "Line 9: a whole number is written in plain digits  "),
            (
                "method: mean, items: [q1, q2, q3",
                "factor: 1" + "0" * 60 + ", method: mean, items: [q1, q2, q3",
                "factor",
            ),
        )
    ],
    (
        ("higher_is_better: true", "higher_is_better: true\nlow: {at: 3, source: us}"),
        "low, change and period_days must",
    ),
    (
        ("higher_is_better: true", "higher_is_better: true\nchange: {points: 1, source: us}"),
        "low, change and period_days",
    ),
    (("higher_is_better: true", "higher_is_better: true\nperiod_days: 7"), "low, change and period"),
    (("higher_is_better: true", "higher_is_better: true\nlow: {at: 3, source: ''}"), "low: it must say its source"),
    (
        ("higher_is_better: true", "higher_is_better: true\nlow: {at: 3, is_setting: true, source: us}"),
        "low: is_setting is only for our own pulse",
    ),
    (
        ("higher_is_better: true", f"higher_is_better: true\nchange: {{points: 1, over: {'9' * 30}, source: us}}"),
        "change: the points must be from 1 to 6, over 1 to 100 scores",
    ),
    (("  he:", "  fr:"), "fr is none of the languages"),
    (("state: published", "state: mine"), "translations"),
    (("higher_is_better: true", "higher_is_better: true\nlow: {at: 8, source: us}"), "low: 8 is no score"),
    (("Sentence q3", "a" * 100_000), "The text is too long"),
    (("Sentence q3", "a" * 501), "Line 24: at most 500 letters"),
    (("Sentence q3", "<b>Sentence</b>"), "Line 24: there is markup"),
    (("Sentence q3", "Sentence &lt;3"), "Line 24: there is markup"),
    (("Sentence q3", "Sent\u202eence"), "Line 24: there are invisible characters or marks of direction"),
    (("Sentence q3", '"Sent\\u202eence"'), "Line 24: there are invisible characters or marks of direction"),
    (("Sentence q3", '"Sent\\0ence"'), "Line 24: there are invisible characters"),
    (("Sentence q3", "Sent\0ence"), "This is not YAML"),
    (("Sentence q3", "!!python/object/apply:os.system [id]"), "Line 24: tags"),
    (("Sentence q3", "&a Sentence"), "Line 24: anchors and aliases"),
    (("Sentence q3", "*a"), "Line 24: anchors and aliases"),
    (("Sentence q3", "[" * 50 + "]" * 50), "Line 24: there are too many parts"),
    (("Sentence q3", "[" + "a, " * 6000 + "]"), "Line 24: there are too many parts"),
    (("q3: Sentence q3", "3: Sentence q3"), "Line 24: the name of a part is a text"),
    (("q3: Sentence q3", "? [a]\n      : Sentence q3"), "Line 24: the name of a part is a text "),
    (("citation:", "~: a\n  citation:"), "Line 5: the name of a part is a text"),
    (("q3: Sentence q3", "q3: Sentence\n      q3: Other"), "Line 25: q3 stands twice"),
    (("scale_info:", "---\nscale_info: {}\n---\nscale_info:"), "This is not YAML"),
    (('version: "2"', "version: 2"), "scale_info.version: here stands a text, in quotes"),
    (('version: "2"', 'version: ""'), "The version must have 1 to 20 characters"),
]


@pytest.mark.parametrize(("planted", "said"), FAULTS, ids=[said for _planted, said in FAULTS])
def test_a_faulty_text_is_refused_with_what_is_wrong(planted, said):
    text = text_of()
    assert read_text(text, instruments()["mspss"]).translations["he"].items["q3"] == "Sentence q3"
    assert planted[0] in text
    with pytest.raises(DefinitionFault, match=said.strip()):
        read_text(decode(text.replace(*planted).encode()), instruments()["mspss"])


@pytest.mark.parametrize("code", [code for code, each in instruments().items() if not each.translations])
def test_the_example_can_be_filled_in_and_loaded(code):
    shipped, numbers = instruments()[code], count()
    example = example_of(shipped)
    filled = re.sub('""', lambda _place: f'"Words {next(numbers)}"', scored_as_published(example))
    (text,) = read_text(filled, shipped).translations.values()
    assert len(text.items) == (shipped.number_of_items or len(shipped.items))
    with pytest.raises(
        DefinitionFault, match="it must say its source" if shipped.scoring else "here stands sum or mean"
    ):
        read_text(example, shipped)


def test_nothing_of_a_scoring_that_is_not_shipped_is_guessed():
    uls6, mansa = (instruments()[code] for code in ("uls6", "mansa"))
    filled = re.sub('""', "words", scored_as_published(example_of(uls6)))
    for place in ("{min: 1, max: 2}", "method: sum", "reverse: [q2]", "higher_is_better: false"):
        assert place in filled
        mark = '{min: "?", max: 2}' if place.startswith("{") else place.split(":")[0] + ': "?"'
        with pytest.raises(DefinitionFault):
            read_text(filled.replace(place, mark), uls6)
    with pytest.raises(DefinitionFault, match="higher_is_better is missing"):
        read_text(filled.replace("higher_is_better: false", ""), uls6)
    assert "higher_is_better: true" in example_of(mansa)
    for change in (("max: 7", "max: 6"), ("higher_is_better: true", "higher_is_better: false")):
        with pytest.raises(DefinitionFault, match="main and higher_is_better must be as they are shipped"):
            read_text(scored_as_published(example_of(mansa)).replace(*change), mansa)


def test_bombs_and_bytes_are_refused_before_anything_is_made_of_them():
    bomb = "a: &a [x, x]\n" + "\n".join(f"b{each}: &b{each} [*a, *a]" for each in range(40))
    for content in (bomb.encode(), b"\xff\xfe", b"", b"[1]", b"{}", b"- " * 40_000, b"? " * 40_000):
        with pytest.raises(DefinitionFault):
            read_text(decode(content), instruments()["mspss"])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_text_is_loaded_then_switched_on_and_answers_keep_their_version(world, as_):
    ask, shown = f"/clients/{world.client.id}/measures/mspss/new", f"/clients/{world.client.id}/measures"
    admin, mentor = as_(world.administrator), as_(world.mentor)
    assert PAGE in admin.see("/instruments").links
    assert "items: [{id: q1}" in admin.see(PAGE).words
    admin.send(PAGE, {"text": text_of().replace("q12", "q13")})
    assert "here there are" in admin.page.words or "only the text is loaded" in admin.page.words
    assert db.session.scalar(sa.select(sa.func.count()).select_from(InstrumentText)) == 0
    admin.send(PAGE, {"file": (BytesIO(text_of(language="en").encode()), "mspss.yaml")})
    words = admin.see("/instruments").words
    assert "The author, 1990" in words
    assert "Version 2 was loaded on" in words
    assert mentor.get(ask).status_code == 404, "it is off until it is switched on"
    admin.send("/instruments/mspss", {"to_be_on": "yes", "version": "2"}, fresh=False)
    assert "Please confirm first that the terms are kept" in admin.see("/instruments").words
    admin.send("/instruments/mspss", {"to_be_on": "yes", "version": "2", "has_terms": "y"}, fresh=False)
    mentor.send(ask, {"taken_by": "paper", "helper": "nobody", **{f"item-{each}": "4" for each in ITEMS}})
    assert "4, of 1 to 7" in mentor.see(shown).words
    admin.send(PAGE, {"text": text_of(version="2", words="Other")})
    assert "Version 2 is here already" in admin.page.words
    admin.send(PAGE, {"text": text_of(version="3", language="en", words="Newer")})
    assert mentor.get(ask).status_code == 404, "a new text is off as well"
    (taken,) = (link for link in mentor.see(shown).links if link.startswith("/measures/"))
    words = mentor.see(taken).words
    assert "Sentence q7" in words
    assert "Newer" not in words
    assert "The author, 1990" in words
    entries = db.session.scalars(sa.select(Entry).where(Entry.act == Act.INSTRUMENT_LOADED).order_by(Entry.id))
    assert [json.loads(each.detail)["version"] for each in entries] == ["2", "3"]
    assert admin.get("/instruments/pulse/text").status_code == 404
    assert mentor.get(PAGE).status_code == 403


def pulse_taken(world, version, value):
    row = MeasureTaken(client_id=world.client.id, instrument="pulse", version=version, language="en", held_on=today())
    row.by_id, row.created_at, row.taken_by, row.helper = world.mentor.id, now(), TakenBy.TOGETHER, Helper.MENTOR
    row.answers = write_given(dict.fromkeys(("connected", "group", "myself", "hopeful"), value))
    return keep(row)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_was_answered_by_a_former_version_is_read_and_scored_by_it(world, as_, next_release):
    former, newer = pulse_taken(world, "1", 8), pulse_taken(world, "2", 5)
    mentor = as_(world.mentor)
    words = mentor.see(f"/clients/{world.client.id}/measures").words
    assert "20, of 0 to 40" in words
    assert "the time before" not in words, "two ways of scoring are not compared"
    words = mentor.see(f"/measures/{former.id}").words
    for said in ("The mean of questions", "Did you feel hopeful?", "8 The mean"):
        assert said in words, said
    words = mentor.see(f"/measures/{newer.id}").words
    for said in ("The sum of questions", "Was there hope?", "20 The sum"):
        assert said in words, said


def test_a_file_that_is_not_called_by_its_code_and_version_is_refused(next_release):
    folder = definition_rules.FOLDER
    (folder / "former" / "pulse-9.yaml").write_text((FOLDER / "pulse.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(DefinitionFault, match=r"pulse-9.yaml: The file must be called pulse-1.yaml"):
        shipped_versions()
    assert read_definition((folder / "pulse.yaml").read_text("utf-8")).version == "2"
