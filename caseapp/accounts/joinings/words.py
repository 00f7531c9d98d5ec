"""Who comes to see clients, in sentences."""

from typing import Any

from markupsafe import Markup, escape

from caseapp.access import ROLE_NAMES, Role
from caseapp.accounts.joining_rules import JoiningKind
from caseapp.accounts.joinings.queries import JoiningRow
from caseapp.i18n import _l
from caseapp.web.filters import moment
from caseapp.web.parts import figure, user_text

JOINS, HAS_JOINED = _l("%(name)s is to join %(team)s: %(role)s"), _l("%(name)s has joined %(team)s: %(role)s")
EXPECTED: dict[JoiningKind, Any] = {
    JoiningKind.INVITATION: JOINS,
    JoiningKind.RESET: _l("%(name)s has chosen a new password by a one-time link"),
    JoiningKind.ENABLING: _l("%(name)s is to come back to %(team)s: %(role)s"),
    JoiningKind.CHANGE: JOINS,
    JoiningKind.SECOND_STEP: _l("%(name)s is to sign in with a new phone, because the former one is lost"),
    JoiningKind.DEPUTY: _l("%(name)s is to be a deputy supervisor of %(team)s"),
    JoiningKind.SHELL: JOINS,
}
LET_IN: dict[JoiningKind, Any] = {
    JoiningKind.INVITATION: HAS_JOINED,
    JoiningKind.RESET: _l("%(name)s signs in with a new password"),
    JoiningKind.ENABLING: _l("%(name)s has come back to %(team)s: %(role)s"),
    JoiningKind.CHANGE: HAS_JOINED,
    JoiningKind.SECOND_STEP: _l("%(name)s sets up a new phone at the next sign-in"),
    JoiningKind.DEPUTY: _l("%(name)s is a deputy supervisor of %(team)s"),
    JoiningKind.SHELL: HAS_JOINED,
}

ADDED = _l("Added on the server, %(moment)s.")
ASKED = _l("Asked for by %(name)s, %(moment)s.")
CONFIRMED = _l("Asked for by %(name)s, confirmed by %(confirmer)s, %(moment)s.")
WITH_CODE = _l("Asked for by %(name)s, confirmed with a code from the server, %(moment)s.")


def joining_title(row: JoiningRow) -> Markup:
    """What is to happen, or has happened."""
    words = LET_IN if row.decision else EXPECTED
    role = ROLE_NAMES[Role(row.role)] if row.role in set(Role) else row.role
    return _filled(words[row.kind], name=user_text(row.name), team=user_text(row.team), role=role)


def joining_detail(row: JoiningRow) -> Markup:
    """By whose word, and when."""
    names = {"name": user_text(row.asked_by), "confirmer": user_text(row.decided_by)}
    return _filled(_by_whom(row), moment=figure(moment(row.decided_at or row.asked_at)), **names)


def _by_whom(row: JoiningRow) -> Any:
    if row.kind == JoiningKind.SHELL:
        return ADDED
    if row.decision is None:
        return ASKED
    return WITH_CODE if row.decided_by_id == row.asked_by_id else CONFIRMED


def _filled(words: Any, **parts: object) -> Markup:
    return escape(str(words)) % parts
