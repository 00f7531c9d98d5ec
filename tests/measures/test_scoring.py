"""Each instrument scores its vectors exactly and refuses what cannot be; so does a definition with a fault."""

import json
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.measures.definitions.definition_rules import (
    FOLDER,
    DefinitionFault,
    instruments,
    read_definition,
    shipped_versions,
)
from caseapp.measures.definitions.instrument_rules import OWN_WORDS
from caseapp.measures.definitions.scoring_rules import (
    better_by,
    check_given,
    is_falling,
    is_low,
    main_score,
    range_of,
    score_of,
    written,
)

KEPT = Path(__file__).parent / "kept.txt"
SCORED = [each for each in instruments().values() if each.scoring]


def given_to(code: str, *values: int | None) -> dict[str, int]:
    items = instruments()[code].items
    return {item.id: value for item, value in zip(items, values, strict=False) if value is not None}


@pytest.mark.parametrize(
    ("code", "values", "score"),
    [
        ("who5", (5, 5, 5, 5, 5), "100"),
        ("who5", (2, 2, 3, 2, 1), "40"),
        ("who5", (5, 5, 5, 5, None), None),
        ("ucla3", (1, 1, 1), "3"),
        ("ucla3", (2, 2, 2, 5), "6"),
        ("ucla3", (2, 2, None, 5), None),
        ("cel3", (1, 1, 1), "3"),
        ("mspss", (4,) * 12, "4"),
        ("ismi10", (4, 1, 4, 4, 4, 4, 4, 4, 1, 4), "4"),
        ("ismi10", (2,) * 10, "2.20"),
        ("qpr15", (4,) * 15, "60"),
        ("pulse", (0, 0, 0, 0), "0"),
        ("pulse", (6, 7, 7, None), "6.67"),
        ("pulse", (6, 7, None, None), None),
    ],
)
def test_vectors(code, values, score):
    found = main_score(instruments()[code], given_to(code, *values))
    assert (None if found is None else written(found)) == score


def test_mspss_has_four_scores():
    answers = given_to("mspss", 1, 1, 7, 7, 1, 4, 4, 7, 4, 1, 7, 4)
    mspss = instruments()["mspss"]
    assert [written(score_of(mspss, each, answers)) for each in mspss.scoring] == ["4", "1", "7", "4"]


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("who5", {}),
        ("who5", {"q1": 6}),
        ("who5", {"q1": -1}),
        ("ucla3", {"q1": 0}),
        ("ucla3", {"q1": 4}),
        ("ucla3", {"direct": 6}),
        ("pulse", {"connected": 11}),
        ("pulse", {"q9": 1}),
    ],
)
def test_impossible_answers_are_refused(code, answers):
    with pytest.raises(RuleBroken):
        check_given(instruments()[code], answers)
    check_given(instruments()["ucla3"], {"direct": 5})


@pytest.mark.parametrize("instrument", SCORED, ids=lambda each: each.code)
@given(data=st.data())
def test_a_score_lies_in_its_range_and_what_is_missing_is_not_zero(instrument, data):
    chosen = {item.id: list(instrument.options_of(item.id).values) for item in instrument.items}
    full = {item: data.draw(st.sampled_from(values)) for item, values in chosen.items()}
    for scoring in instrument.scoring:
        least, most = range_of(instrument, scoring)
        score = score_of(instrument, scoring, full)
        assert least <= score <= most
        missing = data.draw(st.sets(st.sampled_from(scoring.items), min_size=1))
        part = score_of(instrument, scoring, {item: value for item, value in full.items() if item not in missing})
        assert (part is None) == (len(missing) > scoring.may_miss)
        assert part is None or least <= part <= most
        same = data.draw(st.sampled_from(scoring.items))
        if scoring.may_miss and not scoring.reverse:
            assert (
                score_of(instrument, scoring, {same: full[same]} | dict.fromkeys(scoring.items, full[same]))
                == (full[same])
            )


def test_low_and_falling_by_their_sources():
    who5, ucla3, cel3, pulse = (instruments()[code] for code in ("who5", "ucla3", "cel3", "pulse"))
    assert is_low(who5, given_to("who5", 3, 3, 2, 2, 2), who5.low and who5.low.at)
    assert not is_low(who5, given_to("who5", 3, 3, 3, 2, 2), who5.low and who5.low.at)
    assert is_low(who5, given_to("who5", 5, 5, 5, 5, 1), who5.low and who5.low.at)
    assert is_low(who5, given_to("who5", None, None, None, None, 0), who5.low and who5.low.at)
    assert (
        is_low(ucla3, given_to("ucla3", 2, 2, 2), ucla3.low and ucla3.low.at),
        is_low(ucla3, given_to("ucla3", 2, 2, 1), ucla3.low and ucla3.low.at),
    ) == (True, False)
    assert not is_low(cel3, given_to("cel3", 4, 4, 4), cel3.low and cel3.low.at)
    assert is_falling(who5, [Fraction(60)], Fraction(50))
    assert not is_falling(who5, [Fraction(60)], Fraction(52))
    assert is_falling(cel3, [Fraction(3)], Fraction(4))
    assert not is_falling(cel3, [Fraction(4)], Fraction(3))
    slowly = [Fraction(6), Fraction(7), Fraction(8)]
    assert is_falling(pulse, slowly, Fraction(5))
    assert not is_falling(pulse, slowly[:1], Fraction(5))
    assert (is_falling(pulse, [], Fraction(0)), is_falling(pulse, slowly, None)) == (False, False)
    assert better_by(ucla3, Fraction(6), Fraction(3)) == 3
    assert [is_low(pulse, given_to("pulse", *[value] * 4), 3) for value in (2, 3, 4)] == [True, True, False]
    assert not is_low(pulse, given_to("pulse", 0, 0), 3)


def test_only_our_own_pulse_is_in_all_four_languages_and_none_is_translated_by_us():
    for each in instruments().values():
        local = {code for code, text in each.translations.items() if text.state == "local"}
        assert (local == {"en", "he", "ar", "ru"}) if each.code == "pulse" else not local, each.code
    pulse = instruments()["pulse"]
    assert {pulse.scale_info.citation, pulse.scale_info.license, pulse.change.source} == set(OWN_WORDS)
    without_text = {each.code for each in instruments().values() if not each.translations}
    assert without_text == {"qpr15", "mspss", "ismi10", "uls6", "mansa", "ras20"}


PULSE_TEXT = (FOLDER / "pulse.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (("max: 10", "max: 0"), "min must be less than max"),
        (("max: 10", "max: ten"), "likert_options.*: here stands a whole number"),
        (("min: 0", "min: 0.5"), "min: here stands a whole number"),
        (("ends: [not at all,", "ends: [No,"), "here stands a text, in quotes"),
        ((", may_miss: 1}", ", may_miss: 1, factor: 0}"), "the factor must be from 1 to 100"),
        (("points: 2,", "points: 11,"), "the points must be from 1 to 10"),
        (("low: {at: 3", "low: {at: 11"), "low: 11 is no score"),
        (("  code: pulse\n", ""), "scale_info.code is missing"),
        (("items: [connected, group,", "items: [nobody, group,"), "its items must be among"),
        (("method: mean", "method: sum"), "would count it as zero"),
        (("method: mean", "method: median"), "here stands sum or mean"),
        (("may_miss: 1", "may_miss: 4"), "must leave at least one answer"),
        (("{id: group}", "{id: connected}"), "Two items have the same id"),
        (("      group: Did", "      groop: Did"), "en: there must be a text for each of the 4 items"),
        (("ends: [not at all, completely]", "ends: [not at all]"), "words for each of the 11 answers"),
        (("period_days: 7", "peroid_days: 7"), "peroid_days"),
        (("scoring:", "scoring: ["), "This is not YAML"),
    ],
)
def test_a_faulty_definition_is_refused_with_what_is_wrong(planted, said):
    assert planted[0] in PULSE_TEXT
    with pytest.raises(DefinitionFault, match=said):
        read_definition(PULSE_TEXT.replace(*planted))
    assert read_definition(PULSE_TEXT) == instruments()["pulse"]


def test_a_version_that_was_shipped_is_never_changed():
    """Answers are read and scored by it. After a change: a new version, and the former file in `former`."""
    kept = dict(line.rsplit(" ", 1) for line in KEPT.read_text("utf-8").splitlines())
    found = dict(named_digest(path.read_text("utf-8")) for path in FOLDER.rglob("*.yaml"))
    assert found == kept
    assert {f"{code} {version}" for code, version in shipped_versions()} == set(kept)
    assert named_digest(PULSE_TEXT.replace("hopeful?", "hope?"))[1] != kept["pulse 1"]


def named_digest(text):
    read = yaml.safe_load(text)
    digest = sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()[:16]
    return f"{read['scale_info']['code']} {read['scale_info']['version']}", digest
