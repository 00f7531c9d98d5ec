"""What an organisation can set: the borders of its numbers, the entries of its lists, its logo."""

import io
from uuid import UUID

import pytest
from PIL import Image

from caseapp.organisation.logo_rules import HIGHEST, MOST_BYTES, MOST_PIXELS, WIDEST, clean_logo
from caseapp.organisation.rules import ListOption, Threshold, check_options, new_code
from caseapp.organisation.threshold_rules import THRESHOLD_RULES, check_threshold
from tests.refusals import refused


@pytest.mark.parametrize("threshold", Threshold)
def test_a_number_stays_within_its_range(threshold):
    limit = THRESHOLD_RULES[threshold]
    for value in (limit.lowest, limit.default, limit.highest):
        check_threshold(threshold, value)
    for value in (limit.lowest - 1, limit.highest + 1):
        with refused(threshold.value):
            check_threshold(threshold, value)


def option(label, is_offered=True):
    return ListOption(label, label, is_offered)


@pytest.mark.parametrize(
    "options",
    [
        [option("Tea"), option(" ")],
        [option("Tea"), option(" tea ")],
        [option("Tea", is_offered=False), option("Coffee", is_offered=False)],
        [],
    ],
)
def test_a_list_without_words_without_difference_or_without_a_choice_is_refused(options):
    with refused():
        check_options(options)


def test_one_entry_that_is_offered_is_enough():
    check_options([option("Tea", is_offered=False), option("Coffee")])
    assert UUID(new_code()) != UUID(new_code())


def picture(width, height):
    kept = io.BytesIO()
    Image.new("L", (width, height)).save(kept, "PNG")
    return kept.getvalue()


def test_a_logo_is_drawn_to_a_size_that_fits_a_page():
    wide = picture(2_000, MOST_PIXELS // 2_000)
    with Image.open(io.BytesIO(clean_logo(wide))) as drawn:
        assert drawn.size == (HIGHEST, HIGHEST)
    with Image.open(io.BytesIO(clean_logo(picture(10, 4)))) as small:
        assert small.size == (10, 4)
    with Image.open(io.BytesIO(clean_logo(picture(1_600, 200)))) as flat:
        assert flat.size == (WIDEST, 100)


def test_a_file_of_just_one_megabyte_is_read_and_a_larger_one_is_not():
    small = picture(10, 4)
    clean_logo(small.ljust(MOST_BYTES, b"\0"))
    for data in (small.ljust(MOST_BYTES + 1, b"\0"), picture(2_000, MOST_PIXELS // 2_000 + 1), b"no picture"):
        with refused("logo"):
            clean_logo(data)
