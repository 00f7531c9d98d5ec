"""The short name of a goal, for chips."""

import re

SHORT_NAME_MAX = 24
BEFORE_A_STOP = re.compile(r"[^.,;:–—(]{4,}(?=[.,;:–—(])")
PREPOSITION_MAX = 2
OPEN_WORDS = {
    *("the", "and", "with", "for", "from", "without", "about", "into", "before", "after"),
    *("של", "את", "על", "עם", "אל", "בין", "מתוך", "לפני", "אחרי", "בלי", "כמו", "או"),
    *("для", "без", "через", "после", "перед", "между", "около", "или", "при"),
    *("من", "في", "على", "إلى", "مع", "عن", "بين", "قبل", "بعد", "بدون", "أو"),
}
"""Longer words after which something has to follow."""


def propose_short_name(title: str) -> str:
    """A name for chips, out of the goal's title: up to the first stop where that fits, else as many words as fit,
    but for a word at the end that wants another one."""
    first = BEFORE_A_STOP.match(title.strip())
    words = (first[0] if first else title).split()
    while len(words) > 1 and len(" ".join(words)) > SHORT_NAME_MAX:
        words.pop()
        while len(words) > 1 and (len(words[-1]) <= PREPOSITION_MAX or words[-1].lower() in OPEN_WORDS):
            words.pop()
    name = " ".join(words)
    return name if len(name) <= SHORT_NAME_MAX else name[: SHORT_NAME_MAX - 1] + "…"
