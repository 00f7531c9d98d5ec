"""The duty to report that somebody who is responsible for a person has offended against them: questions and answers."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from caseapp.errors import RuleBroken, Unreadable
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

LINE_MAX, WORDS_MAX, GUIDE_MAX, SOURCE_MAX = 200, 1_000, 1_500, 400
HOURS_LEAST, HOURS_MOST, HOURS_USUAL = 1, 168, 24


class DutyGround(StrEnum):
    """Whether somebody who is responsible for the person is thought to have offended against them."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Authority(StrEnum):
    """Whom one tells."""

    SOCIAL_WORKER = "social_worker"
    POLICE = "police"


class DutyState(StrEnum):
    """How a duty stands."""

    NONE = "none"
    OPEN = "open"
    LATE = "late"
    TOLD = "told"


GROUND_NAMES = {
    DutyGround.YES: _l("Yes, there is reasonable ground to think so"),
    DutyGround.NO: _l("No"),
    DutyGround.UNSURE: _l("Not sure"),
}
AUTHORITY_NAMES = {
    Authority.SOCIAL_WORKER: _l("A social worker appointed by law"),
    Authority.POLICE: _l("The police"),
}
STATE_NAMES = {
    DutyState.NONE: _l("Nothing to report"),
    DutyState.OPEN: _l("To be reported"),
    DutyState.LATE: _l("To be reported, and late"),
    DutyState.TOLD: _l("Reported"),
}


@dataclass(frozen=True)
class DutyAnswers:
    """What somebody answered: the ground, whom they told, when, and what was said."""

    ground: DutyGround
    authority: Authority | None = None
    told_on: date | None = None
    told_at: time | None = None
    who: str = ""
    reference: str = ""
    words: str = ""

    @property
    def is_told(self) -> bool:
        """Whether an authority was told."""
        return self.told_on is not None


@dataclass(frozen=True)
class DutyGuide:
    """What the page says of the duty: the organisation's words, the ways to the authorities, the source, and within how
    many hours it wants this done."""

    words: str
    social_worker: str
    police: str
    source: str
    hours: int


USUAL_GUIDE: dict[str, Any] = {
    "words": _l(
        "Whoever has reasonable ground to think that a person responsible for a minor or a helpless person recently "
        "offended against them must report to a social worker appointed by law or to the police. Whoever does not "
        "faces three months in prison; social workers, psychologists, para-medical staff and staff of an institution "
        "six. A report in good faith is protected."
    ),
    "social_worker": "",
    "police": "100",
    "source": _l(
        "Penal Code 368D, as told by acft.org.il, geda-law.co.il, eshelnet.org.il and efshar.org.il. This is not legal "
        "advice: ask your legal adviser."
    ),
    "hours": HOURS_USUAL,
}


class Placed(NamedTuple):
    """When a duty was recognised, and within how many hours the organisation wants it done."""

    begun_at: datetime
    hours: int


def state_of(answers: DutyAnswers, placed: Placed, now: datetime) -> DutyState:
    """How it stands: nobody needs to be told where the answer is no; what is unsure is open until it is answered."""
    if answers.is_told:
        return DutyState.TOLD
    if answers.ground is DutyGround.NO:
        return DutyState.NONE
    return DutyState.LATE if placed.begun_at + timedelta(hours=placed.hours) < now else DutyState.OPEN


def check_answers(answers: DutyAnswers, now_here: datetime) -> None:
    """`RuleBroken` where the answers do not fit together."""
    told = answers.told_on or answers.told_at or answers.who or answers.reference
    if answers.ground is DutyGround.YES and told and answers.authority is None:
        raise RuleBroken(_("Say whom you told."), "authority")
    if told and answers.told_on is None:
        raise RuleBroken(_("Say on which day you told them."), "told_on")
    if answers.told_on and answers.authority is None:
        raise RuleBroken(_("Say whom you told."), "authority")
    if answers.told_on:
        moment = datetime.combine(answers.told_on, answers.told_at or time(0), tzinfo=now_here.tzinfo)
        if moment > now_here:
            raise RuleBroken(_("This has not come yet."), "told_on")
        if now_here.date() - answers.told_on > timedelta(days=366):
            raise RuleBroken(_("This day is too long ago. Check the year."), "told_on")
    for name, most in (("who", LINE_MAX), ("reference", LINE_MAX), ("words", WORDS_MAX)):
        check_length(getattr(answers, name), most, name)


def check_guide(guide: DutyGuide) -> None:
    """`RuleBroken` where the page would say nothing, or a number is out of range."""
    for name in ("words", "source"):
        if not getattr(guide, name).strip():
            raise RuleBroken(_("This is shown to whoever has to decide; it cannot be empty."), name)
    if not HOURS_LEAST <= guide.hours <= HOURS_MOST:
        sentence = _("Choose a number from %(least)s to %(most)s.", least=HOURS_LEAST, most=HOURS_MOST)
        raise RuleBroken(sentence, "hours")


def write_answers(answers: DutyAnswers) -> str:
    """All answers as one text, to be sealed."""
    return json.dumps({name: value and str(value) for name, value in asdict(answers).items()}, ensure_ascii=False)


def read_answers(text: str) -> DutyAnswers:
    """The answers of a text that was written by `write_answers`. Where it cannot be opened the sentence about that
    stands in their place, and the duty counts as not settled."""
    if isinstance(text, Unreadable):
        return DutyAnswers(DutyGround.UNSURE, words=text)
    read = {"ground": DutyGround, "authority": Authority, "told_on": date.fromisoformat, "told_at": time.fromisoformat}
    stored: dict[str, Any] = {each.name: each.default for each in fields(DutyAnswers) if each.name != "ground"}
    stored |= {name: read.get(name, str)(value) for name, value in json.loads(text).items() if value}
    return DutyAnswers(**stored)
