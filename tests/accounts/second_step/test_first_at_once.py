"""Of two second steps that are set up first in the same moment one is kept, on whatever hosts."""

import json
import threading
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from caseapp.accounts.models import User
from caseapp.accounts.passkeys.actions import offer_to_add
from caseapp.accounts.passkeys.rules import Ceremony, PasskeyDraft, PasskeyPurpose
from caseapp.accounts.second_step.queries import second_step_of
from caseapp.accounts.sign_in import second_step_actions
from caseapp.accounts.sign_in.actions import NewSession
from caseapp.accounts.sign_in.second_step_actions import sign_in_by_enrolling, sign_in_by_first_passkey
from caseapp.db import db
from caseapp.errors import RuleBroken
from tests.accounts.passkeys.device import Device
from tests.accounts.second_step.conftest import KEY, code_now
from tests.audit.test_client_sets import wait_for_a_waiting_writer
from tests.world import World


def test_a_phone_and_a_passkey_at_once(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person, said = world.supervisor, []
    second = threading.Thread(target=adds_passkey, args=(app, person.id, said))
    begin = second_step_actions.begin_session

    def slowly(*args: Any) -> NewSession:
        new = begin(*args)
        if second.ident is None:
            second.start()
            wait_for_a_waiting_writer()
        return new

    monkeypatch.setattr(second_step_actions, "begin_session", slowly)
    sign_in_by_enrolling(person, KEY, code_now(), "", None)
    second.join()
    assert len(said) == 1, "told to sign in with the other one"
    has = second_step_of(person.id)
    assert (has.added_at is not None, has.passkeys) == (True, 0)


def adds_passkey(app: Flask, person_id: UUID, said: list[str]) -> None:
    ask = Ceremony(PasskeyPurpose.FIRST, "session", "localhost", "http://localhost", "", person_id)
    with app.app_context():
        person, device = db.session.get_one(User, person_id), Device()
        draft = PasskeyDraft("Phone", device.make(json.loads(offer_to_add(person, ask))))
        try:
            sign_in_by_first_passkey(person, draft, ask, "", None)
        except RuleBroken as fault:
            said.append(str(fault))
        db.session.remove()
