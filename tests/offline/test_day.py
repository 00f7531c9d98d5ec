"""The day that a device may keep: whose it is, what it holds, what the trail says, and when it has to go."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from caseapp.accounts.users.actions import disable_person
from caseapp.activities.notes.forms import NoteForm
from caseapp.activities.rules import Outcome
from caseapp.audit.models import Entry
from caseapp.clock import today
from caseapp.db import db, is_form_id
from caseapp.groups.attendance.forms import MeetingForm
from caseapp.offline.rules import PEOPLE_SHOWN
from tests.trail import clients_of
from tests.world import amend, assign, join, make_activity, make_client, make_goal, make_group, make_meeting

DEVICE = "ab" * 16
DAY = f"/offline/device/{DEVICE}/day"


def device_of(browser):
    return browser.get(f"/offline/device/{DEVICE}").json


def to_meet(client, mentor):
    return make_activity(client, mentor, today(), outcome=Outcome.PLANNED)


def contact(browser, told, mark):
    shown = ".".join((told["person"], DEVICE, told["proof"], mark))
    return browser.get("/offline/contact", headers={"X-Device": shown}).json["list"]


def test_the_day_names_whom_one_meets_with_goals_hours_and_the_roll_of_the_groups(world, as_):
    to_meet(world.client, world.mentor)
    goal = make_goal(world.client, wording="A coffee with a friend")
    group = make_group(world.team, world.mentor, name="Pottery")
    join(group, world.client)
    meeting = make_meeting(group, today())
    day = as_(world.mentor).get(DAY).json["day"]
    (person,) = day["people"]
    assert (person["id"], person["name"]) == (str(world.client.id), "יעל מזרחי")
    assert person["goals"] == [{"id": str(goal.id), "title": goal.wording, "called": "A coffee with a friend"}]
    assert [(each["client"], each["on"]) for each in day["meetings"]] == [(person["id"], today().isoformat())]
    amend(goal, wording="קפה בין 16:30–17:45")
    ((shown,),) = (each["goals"] for each in as_(world.mentor).get(DAY).json["day"]["people"])
    assert shown["title"] == "קפה בין \u206616:30–17:45\u2069"
    (roll,) = day["groups"]
    assert (roll["name"], roll["meeting"], roll["version"]) == ("Pottery", str(meeting.id), 1)
    assert [member["id"] for member in roll["members"]] == [person["id"]]


def test_only_ones_own_people_are_sent_and_at_most_ten_whom_nothing_brings_up_today(world, as_):
    for _each in range(PEOPLE_SHOWN + 3):
        make_client(world.team, world.mentor, phone="+972502345678")
    amend(world.client, phone="+972502345678")
    to_meet(world.team_mates_client, world.team_mate)
    to_meet(world.client, world.mentor)
    day = as_(world.mentor).get(DAY).json["day"]
    assert len(day["people"]) == PEOPLE_SHOWN
    first, *others = day["people"]
    assert first["id"] == str(world.client.id), "whoever is to be met comes first"
    assert first["phone"]
    assert not any(person["phone"] for person in others)
    assert str(world.team_mates_client.id) not in str(day)
    assert as_(world.supervisor).get(DAY).json["day"]["people"] == [], "a team in charge is not one's own people"


def test_fifty_ids_of_each_form_are_given_out_to_this_person_alone(world, as_):
    ids = as_(world.mentor).get(DAY).json["day"]["ids"]
    for form in (NoteForm, MeetingForm):
        assert len(set(ids[form.__name__])) == 50
        for one in ids[form.__name__]:
            assert is_form_id(UUID(one), world.mentor.id, form.__name__)
            assert not is_form_id(UUID(one), world.team_mate.id, form.__name__)


def test_the_trail_says_who_was_sent_to_a_device(world, as_):
    to_meet(world.client, world.mentor)
    as_(world.mentor).get(DAY)
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.detail.contains("offline_day")))
    assert json.loads(entry.detail)["page"] == "offline_day"
    assert clients_of(entry.id) == {world.client.id}


def test_a_key_belongs_to_one_person_and_one_device_and_is_made_anew_alike(world, as_):
    mine, again, theirs = (device_of(as_(each)) for each in (world.mentor, world.mentor, world.team_mate))
    other = as_(world.mentor).get(f"/offline/device/{'cd' * 16}").json
    assert mine["key"] == again["key"]
    assert len({mine["key"], mine["proof"], theirs["key"], theirs["proof"], other["key"], other["proof"]}) == 6


@pytest.mark.parametrize("device", ["x", "AB" * 16, "ab" * 17])
def test_what_is_no_number_of_a_device_gets_no_key(world, as_, device):
    assert as_(world.mentor).get(f"/offline/device/{device}").status_code == 404


def test_a_device_hears_without_a_session_that_its_list_may_stay(world, as_, visitor):
    told, mark = device_of(as_(world.mentor)), as_(world.mentor).get(DAY).json["mark"]
    assert contact(visitor, told, mark) == "same"
    make_client(world.team, world.mentor)
    assert contact(visitor, told, mark) == "changed"


def test_an_assignment_that_has_ended_takes_the_list_away(world, as_, visitor):
    another = assign(world.team_mates_client, world.mentor)
    told, mark = device_of(as_(world.mentor)), as_(world.mentor).get(DAY).json["mark"]
    amend(another, ends_on=today() - timedelta(days=1))
    assert contact(visitor, told, mark) == "changed"


def test_a_disabled_account_takes_the_list_away(world, as_, visitor):
    told, mark = device_of(as_(world.mentor)), as_(world.mentor).get(DAY).json["mark"]
    disable_person(world.administrator, world.mentor)
    assert contact(visitor, told, mark) == "gone"


@pytest.mark.parametrize("part", ["person", "proof"])
def test_whoever_holds_no_proof_hears_nothing(world, as_, visitor, part):
    told = device_of(as_(world.mentor))
    told[part] = device_of(as_(world.team_mate))[part]
    assert contact(visitor, told, "") == "unknown"
    assert visitor.get("/offline/contact", headers={"X-Device": "x"}).json["list"] == "unknown"
