from html.parser import HTMLParser

import pytest

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    BulletList,
    CheckBox,
    CheckBoxes,
    Column,
    ColumnKind,
    Disagreement,
    Document,
    Facts,
    Figure,
    Heading,
    KeepTogether,
    Note,
    RunningHeader,
    Signature,
    SignatureLines,
    Span,
    Table,
    Voice,
    paragraph,
)
from caseapp.documents.html import html
from caseapp.isolates import isolated
from tests.documents.samples import english_report, hebrew_ladder, hebrew_report


class Elements(HTMLParser):
    """Every element with its attributes, and all text."""

    def __init__(self, markup):
        super().__init__()
        self.found, self.text = [], []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def named(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def tags(elements):
    """The elements, without those around figures."""
    return [tag for tag, _ in elements.found if tag != "bdi"]


def document(*blocks, title="כותרת"):
    return Document(title, "he", Direction.RTL, RunningHeader("עמותה"), blocks=blocks)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&lt;b&gt;", "{0} %s"])
def test_text_of_people_never_becomes_an_element(text):

    def elements(words):
        every = document(
            Heading(1, words),
            paragraph(words, Span(words, bold=True)),
            Facts(((words, words),)),
            Voice(words, words),
            Table((Column(words),), ((words,), ((Voice(words), paragraph(words)),))),
            BulletList((words,)),
            CheckBoxes((CheckBox(words, detail=words),)),
            Disagreement(words, words, words),
            Signature((((0.0, 0.0), (1.0, 1.0)),), words, words),
            Note(words),
            Figure(hebrew_ladder(), words),
            KeepTogether((SignatureLines((words,)),)),
            title=words,
        )
        return Elements(html(every))

    assert tags(elements(text)) == tags(elements("words"))
    written = elements(text)
    assert "".join(written.text).count(text) == 23
    assert [attributes["aria-label"] for attributes in written.named("svg")].count(f"{text}. ") == 1


def test_language_and_direction_stand_once_on_the_document():
    (article,) = Elements(html(hebrew_report())).named("article")
    assert (article["lang"], article["dir"]) == ("he", "rtl")
    assert len(Elements(html(hebrew_report())).named("h1")) == 1


def test_tables_have_headings_for_columns_and_rows():
    table = Table((Column("יום"), Column("דקות", ColumnKind.NUMBER)), (("12.5.2026", "90"),))
    found = Elements(html(document(table)))
    assert [heading["scope"] for heading in found.named("th")] == ["col", "col", "row"]


def test_pictures_have_a_name_and_a_table_beside_them():
    found = Elements(html(document(Figure(hebrew_ladder()), Figure(hebrew_ladder()))))
    assert [attributes["role"] for attributes in found.named("svg") if attributes["aria-label"]] == ["img", "img"]
    assert len(found.named("table")) == 2


def test_words_take_their_own_direction_and_figures_stay_at_the_side_of_the_page():
    found = Elements(html(document(Facts((("שם", "Anna"), ("יום", "12.5.2026"))))))
    assert [attributes.get("dir") for attributes in found.named("dd")] == ["auto", None]
    assert isolated("ב-12\nסוף") == 'ב-<bdi dir="ltr" class="whole">12</bdi>\nסוף'


def test_nothing_carries_a_style_or_a_script():
    for report in (hebrew_report(), english_report()):
        for tag, attributes in Elements(html(report)).found:
            assert tag not in ("script", "style")
            assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_what_is_chosen_and_what_is_stressed_is_said_without_colour():
    found = html(
        document(CheckBoxes((CheckBox("כן", is_chosen=True), CheckBox("לא"))), paragraph(Span("נטוי", italic=True)))
    )
    assert [box in found for box in ("☑", "☐")] == [True, True]
    assert "<em>נטוי</em>" in found


def test_strokes_that_are_no_signature_are_refused():
    for strokes in ((((float("nan"), 0.0),),), (((0.0, 0.0),) * 20_001,)):
        with pytest.raises(ValueError, match="no signature"):
            html(document(Signature(strokes, "א")))
