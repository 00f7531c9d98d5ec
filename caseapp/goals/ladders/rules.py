"""The check of a ladder: what must be there before it is agreed on, and what is only worth another look."""

import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.goals.rules import EXPECTED, LEVELS
from caseapp.i18n import _, _l


class LadderHint(StrEnum):
    """What is worth another look; it never hinders an agreement."""

    SAME = "same"
    UNFILLED = "unfilled"
    NO_NUMBER = "no_number"


HINT_WORDS = {
    LadderHint.SAME: _l("Two levels say the same. Each needs words of its own."),
    LadderHint.UNFILLED: _l("Some levels have no words yet. They can be added before you agree."),
    LadderHint.NO_NUMBER: _l(
        "The expected level names no number. How often, how long or with how many would both of you recognise?"
    ),
}
NUMBERS = re.compile(
    r"\d|\b(?:once|twice|one|two|three|four|five|six|seven|ten|half|daily|weekly|monthly|each|every)\b"
    r"|\b(?:a day|a week|a month)\b"
    r"|פעם|פעמיים|שבועיים|חודשיים|יומיים|שעתיים|אחת|אחד|שתי|שני|שלוש|ארבע|חמש|שש|שבע|עשר|חצי|מדי|בכל|כל יום"
    r"|שבועי|ביום|בשבוע|בחודש"
    r"|مرّة|مرة|مرّتين|مرتين|ساعتان|ساعتين|واحد|اثن|ثلاث|أربع|خمس|ستّ|سبع|عشر|نصف|كلّ|كل |يومي|أسبوعي"
    r"|في اليوم|في الأسبوع|في الشهر"
    r"|\b(?:раз|раза|один|одна|одно|одну|два|две|двум|двух|двумя|три|трём|трем|трёх|трех|четыре|четырём|пять|шесть)\b"
    r"|\b(?:семь|десять|в день|в неделю|в месяц)\b|\b(?:кажд|ежеднев|еженедел|полчаса|полгода|полтора)\w*",
    re.IGNORECASE,
)


def check_ladder(ladder: Mapping[int, str], baseline: int) -> None:
    """`RuleBroken` if a ladder is not ready to be agreed on: it must describe the starting and the expected level, and
    no two levels in the same words."""
    if not ladder.get(EXPECTED, "").strip():
        raise RuleBroken(_("The ladder does not say what is expected yet. Describe that level first."))
    if not ladder.get(baseline, "").strip():
        raise RuleBroken(_("The ladder does not describe the starting level yet. Describe that level first."))
    if _says_twice(ladder):
        raise RuleBroken(str(HINT_WORDS[LadderHint.SAME]))


def hints_of(ladder: Mapping[int, str]) -> list[LadderHint]:
    """What is worth another look. A number is found by figures and by the usual words of four languages; whether a
    level can be recognised is for people to judge."""
    found = [LadderHint.SAME] if _says_twice(ladder) else []
    if not all(ladder.get(level, "").strip() for level in LEVELS):
        found.append(LadderHint.UNFILLED)
    expected = ladder.get(EXPECTED, "").strip()
    if expected and not NUMBERS.search(expected):
        found.append(LadderHint.NO_NUMBER)
    return found


def _says_twice(ladder: Mapping[int, str]) -> bool:
    said = Counter(words for level in LEVELS if (words := " ".join(ladder.get(level, "").casefold().split())))
    return any(times > 1 for times in said.values())
