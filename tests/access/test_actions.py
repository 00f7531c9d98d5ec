"""Every action refuses whoever may do nothing, before it looks at what it is asked to do."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

import caseapp
from caseapp.errors import NotAllowed

PACKAGE = Path(caseapp.__file__).parent


@dataclass(frozen=True)
class Nobody:
    """Somebody whose role is none."""

    id: UUID
    role: str = "nobody"
    team_id: UUID | None = None
    team_ids_in_charge: frozenset[UUID] = frozenset()


def actions() -> Iterator[Callable[..., Any]]:
    """The public functions of the rooms of actions that are told who acts."""
    for path in sorted(PACKAGE.rglob("*actions.py")):
        name = ".".join(("caseapp", *path.relative_to(PACKAGE).with_suffix("").parts))
        for _name, function in inspect.getmembers(import_module(name), inspect.isfunction):
            is_own = function.__module__ == name and not function.__name__.startswith("_")
            if is_own and next(iter(inspect.signature(function).parameters), "") == "viewer":
                yield function


ACTIONS = {f"{function.__module__.removeprefix('caseapp.')}.{function.__name__}": function for function in actions()}
INNER = {
    "accounts.joinings.actions.ask",
    "accounts.second_step.actions.remove_second_step",
    "activities.follow_up_actions.raise_new",
    "activities.follow_up_actions.update_raised",
    "activities.overlaps.actions.ask_about_same",
    "batches.actions.begin",
    "batches.actions.keep_failed",
    "batches.actions.keep_made",
    "batches.actions.record_download",
    "batches.confirmations.actions.ask_if_many",
    "batches.confirmations.actions.take_turns",
    "drafts.actions.begin_draft",
    "followups.actions.finish_raised",
    "followups.actions.raise_concern",
    "followups.actions.raise_follow_up",
    "followups.actions.withdraw_source",
    "goals.answers.actions.keep_answer",
    "groups.actions.draft_of",
    "groups.attendance.follow_up_actions.update_calls",
    "groups.members.actions.let_join",
    "groups.members.actions.lock_group",
    "measures.actions.add_measure",
    "reports.names.actions.keep_name",
    "reports.review.signing_actions.find_open_items",
}
"""Done as a part of an action, or for somebody, that was checked before."""
FURTHER_ON = {
    "batches.print_actions.print_report",
    "reports.names.actions.remove_name",
    "reports.review.actions.answer_comment",
    "reports.review.actions.settle_comment",
}
"""Refused once the row is found, or by an action within: their own tests tell of it."""


def test_what_is_left_out_is_there():
    assert ACTIONS.keys() >= INNER | FURTHER_ON


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", sorted(ACTIONS.keys() - INNER - FURTHER_ON))
def test_an_action_refuses_whoever_may_do_nothing(app, name):
    function = ACTIONS[name]
    asked = {each: MagicMock() for each in list(inspect.signature(function).parameters)[1:]}
    with pytest.raises(NotAllowed):
        function(Nobody(uuid7()), **asked)
