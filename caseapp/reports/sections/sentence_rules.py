"""The sentences of a note: what is taken into a report with one tap."""

import re

ENDING = re.compile(r"(?<=[.!?…])([\"'”’״)\]]*)\s+")


def sentences_of(*texts: str) -> list[str]:
    """The sentences of these texts, one after the other, letter for letter. A full stop inside of a word or a number
    (3.2, 14:02) ends none."""
    return [sentence for text in texts for line in text.split("\n") for sentence in _of_line(line)]


def matches(text: str, wanted: str) -> bool:
    """Whether all words that are looked for stand in the text, in any order."""
    return all(word in text.casefold() for word in wanted.casefold().split())


def _of_line(line: str) -> list[str]:
    """The parts between ends of sentences; a closing quote or bracket stays with what it closes."""
    parts = ENDING.split(line)
    whole = [part + mark for part, mark in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    return [sentence.strip() for sentence in whole if sentence.strip()]


def add_sentence(words: str, sentence: str) -> str:
    """The text with the sentence behind it."""
    if not words:
        return sentence
    return words + sentence if words.endswith(("\n", " ")) else f"{words} {sentence}"
