"""What a client is asked about, in words."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from caseapp.goals.answers.queries import AnswerRow
from caseapp.goals.answers.rules import PLAN, SUBJECT_NAMES, AnswerAbout, AnswerSubject
from caseapp.i18n import _
from caseapp.web.filters import day


def subjects_in(goals: Mapping[UUID, str], questions: Iterable[AnswerRow]) -> dict[str, str]:
    """The whole plan, each goal in progress, and the reports about which the client could not be asked, by their
    keys."""
    named = {PLAN.key: str(SUBJECT_NAMES[AnswerSubject.PLAN])}
    named |= {AnswerAbout(AnswerSubject.GOAL, key).key: words for key, words in goals.items()}
    reports = (each for each in questions if each.about.subject is AnswerSubject.REPORT)
    return named | {each.about.key: _("The report that was read on %(day)s", day=day(each.on)) for each in reports}
