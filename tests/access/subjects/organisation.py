"""People, teams, settings, and files that come in."""

from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.accounts.joining_rules import JoiningKind
from caseapp.accounts.models import Joining, SignIn
from caseapp.accounts.passkeys.models import Passkey
from caseapp.clock import now
from caseapp.db import db
from caseapp.exchange.uploads.models import Upload
from caseapp.exchange.uploads.rules import UploadState
from caseapp.organisation.actions import set_logo
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values


def a_joining(company: Company) -> Values:
    """Somebody new in the client's team, by an administrator's word."""
    person, team = made.make_user(Role.MENTOR, company.world.team), company.world.team
    asked = {"role": Role.MENTOR, "asked_by_id": company.world.administrator.id, "asked_at": now()}
    joining = Joining(person_id=person.id, kind=JoiningKind.INVITATION, team_id=team.id, **asked)
    return {"joining_id": made.keep(joining).id}


def a_person(company: Company) -> Values:
    return {"person_id": made.make_user(Role.MENTOR, company.world.team).id}


def a_team(company: Company) -> Values:
    return {"team_id": made.make_team().id}


def a_deputyship(company: Company) -> Values:
    team = made.make_team()
    return {"team_id": team.id, "deputyship_id": made.deputise(company.world.other_mentor, team).id}


def the_mentors_session(company: Company) -> Values:
    found = db.session.query(SignIn.id).where(SignIn.user_id == company.world.mentor.id)
    return {"session_id": found.order_by(SignIn.id).limit(1).scalar() or uuid7()}


def a_logo(company: Company) -> Values:
    set_logo(company.world.administrator, b"png")
    return {}


def a_list(company: Company) -> Values:
    return {"kind": "places"}


def a_language(company: Company) -> Values:
    return {"code": "he"}


def an_upload(company: Company) -> Values:
    upload = made.keep(Upload(by_id=company.world.supervisor.id, role="supervisor", language="en", created_at=now()))
    upload.keep(
        {"files": [], "left_out": [], "unwritten": [], "counts": {}, "groups": [0, 0, 0, 0], "totals": [0, 0]}, b"id"
    )
    upload.state = UploadState.READY
    return {"upload_id": made.keep(upload).id}


def a_passkey(company: Company) -> Values:
    key = {"credential": uuid7().bytes, "public_key": b"k", "sign_count": 0, "added_at": now()}
    return {"passkey_id": made.keep(Passkey(user_id=company.world.mentor.id, name="Phone", **key)).id}
