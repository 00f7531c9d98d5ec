"""What changed between two texts: nothing of either is lost, and what stayed is not told as new."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from caseapp.reports.review.difference_rules import MOST_PAIRS, Change, DiffPiece, count_words, difference, is_changed

WORDS = st.lists(st.sampled_from(["we", "met", "דיברנו", "קָפֶה", "שוב", "3.2", "—"]), max_size=30)
TEXTS = st.builds(lambda words, gap: gap.join(words), WORDS, st.sampled_from([" ", "\n", "\n\n", "  "]))


def joined(pieces: tuple[DiffPiece, ...], *left_out: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change not in left_out)


def test_a_changed_word_stands_between_what_stayed() -> None:
    pieces = difference("We met on Sunday and talked.", "We met twice on Sunday and sang.")
    assert pieces == (
        DiffPiece(Change.SAME, "We met "),
        DiffPiece(Change.ADDED, "twice "),
        DiffPiece(Change.SAME, "on Sunday and "),
        DiffPiece(Change.REMOVED, "talked."),
        DiffPiece(Change.ADDED, "sang."),
    )
    assert (count_words(pieces, Change.ADDED), count_words(pieces, Change.REMOVED)) == (2, 1)


def test_a_word_that_is_followed_by_more_is_no_other_word() -> None:
    assert difference("נפגשנו", "נפגשנו שוב") == (DiffPiece(Change.SAME, "נפגשנו "), DiffPiece(Change.ADDED, "שוב"))


def test_equal_texts_have_one_stretch_and_no_change() -> None:
    assert difference("", "") == ()
    assert not is_changed(difference("We met.", "We met."))


def test_texts_too_long_to_compare_are_told_whole() -> None:
    side = int(MOST_PAIRS**0.5) + 1
    before, after = "a " * side, "b " * side
    assert difference(before, after) == (DiffPiece(Change.REMOVED, before), DiffPiece(Change.ADDED, after))


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_difference(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert joined(pieces, Change.REMOVED) == new
    assert [word for piece in pieces if piece.change is not Change.ADDED for word in piece.text.split()] == old.split()
    assert is_changed(pieces) == (old.split() != new.split())


@given(TEXTS, TEXTS)
def test_no_more_is_told_as_changed_than_without_comparing(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert count_words(pieces, Change.REMOVED) <= len(old.split())
    assert count_words(pieces, Change.SAME) + count_words(pieces, Change.ADDED) == len(new.split())
    assert all(left.change is not right.change for left, right in pairwise(pieces))
