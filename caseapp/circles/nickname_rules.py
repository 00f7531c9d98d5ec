"""A nickname is enough for a map: which names look like more than that."""

import re

DIGITS = re.compile(r"(?:\d[\s\-./()]*){7,}")
MARKS = "'’׳\"״.-"


def says_too_much(nickname: str, is_person: bool) -> bool:
    """Whether it looks like a phone or an id, or, of a person, like a full name: two words of more than one letter."""
    words = [word for word in nickname.split() if sum(map(str.isalpha, word)) > 1 and not set(word) & set(MARKS)]
    return bool(DIGITS.search(nickname)) or (is_person and len(words) > 1)
