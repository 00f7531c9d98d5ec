"""Who is let in where: every endpoint and method, every role, every relation to the record."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.access.actors import (
    ADMINISTRATORS,
    CARERS,
    IN_CHARGE,
    MENTORS,
    NOT_IN_CHARGE,
    OFFICERS,
    OTHER_CARERS,
    OUTSIDE,
    OWN_MENTORS,
    SUPERVISORS,
    Actor,
)
from tests.access.subjects.base import Subject


class Answer(StrEnum):
    """What somebody meets."""

    IN = "let in"
    SIGN_IN = "sent to the sign-in page"
    TOKEN = "400 for the token of a session that has ended"
    ROLE = "403"
    HIDDEN = "404"


# Whoever is let in lands there too.
LEAD_TO_SIGN_IN = {
    "accounts.sign_out",
    "accounts.choose_language",
    "accounts.enter_code",
    "accounts.enter_recovery_code",
    "accounts.enrol",
    "accounts.enrol_passkey",
}


@dataclass(frozen=True)
class Row:
    """Who is let in at an endpoint; `hidden` meet 404; other known people 403, the rest the sign-in page."""

    endpoint: str
    methods: str
    subject: Subject
    let_in: frozenset[Actor]
    hidden: frozenset[Actor] = frozenset()

    def expected(self, actor: Actor, method: str) -> Answer:
        if actor is Actor.DISABLED and method == "POST":
            return Answer.TOKEN
        if actor in self.let_in:
            return Answer.IN
        if actor in OUTSIDE:
            return Answer.SIGN_IN
        return Answer.HIDDEN if actor in self.hidden else Answer.ROLE


def row(endpoint: str, methods: str, subject: Subject, let_in: set[Actor], hidden: set[Actor] | None = None) -> Row:
    return Row(endpoint, methods, subject, frozenset(let_in), frozenset(hidden or ()))


BOTH = "GET POST"
ONE_SUPERVISOR: dict[str, Any] = {"let_in": IN_CHARGE, "hidden": NOT_IN_CHARGE}
ANSWERS: dict[str, Any] = {"let_in": IN_CHARGE | OFFICERS, "hidden": NOT_IN_CHARGE}
REGISTER: dict[str, Any] = {"let_in": IN_CHARGE | ADMINISTRATORS, "hidden": NOT_IN_CHARGE}
CARE: dict[str, Any] = {"let_in": CARERS, "hidden": OTHER_CARERS}
WRITING: dict[str, Any] = {"let_in": OWN_MENTORS, "hidden": OTHER_CARERS}
MENDING: dict[str, Any] = {"let_in": CARERS - {Actor.DEPUTY_ELSEWHERE}, "hidden": OTHER_CARERS}  # the own notes only
OTHERS_GROUP = NOT_IN_CHARGE - {Actor.DEPUTY_ELSEWHERE}
OWN_BATCH: dict[str, Any] = {"let_in": {Actor.MENTOR}, "hidden": (MENTORS | SUPERVISORS) - {Actor.MENTOR}}
CONFIRMING: dict[str, Any] = {"let_in": IN_CHARGE | ADMINISTRATORS | OFFICERS, "hidden": NOT_IN_CHARGE}
HOLDER = {Actor.BESIDE}
IMPORTERS = SUPERVISORS | ADMINISTRATORS
OWN_UPLOAD: dict[str, Any] = {"let_in": {Actor.SUPERVISOR}, "hidden": IMPORTERS - {Actor.SUPERVISOR}}
