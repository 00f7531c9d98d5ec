"""Records for the database that is kept of a version: a year of a few demo clients, and a row in every other table."""

from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any
from unittest import mock

import sqlalchemy as sa
from flask import current_app
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.accounts.models import Team, User
from caseapp.audit import Act, record_alone, trail
from caseapp.audit.purge_actions import purge
from caseapp.audit.verify import anchor
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import Base, IdempotencyKey, db
from caseapp.demo import actions as demo
from caseapp.demo import client_year, group_attendance
from caseapp.demo.clients import CLIENTS
from caseapp.demo.people import CENTRE, NORTH
from caseapp.directory.lasting.actions import follow_source
from caseapp.followups.duty.rules import Authority, DutyAnswers, DutyGround, write_answers
from caseapp.measures.definitions.definition_rules import FOLDER
from caseapp.reports.sections.models import ReportSection
from tests.access.actors import make_company
from tests.access.subjects import every_subject
from tests.check_ins.records import make_check_in
from tests.directory.records import make_source
from tests.reports.reviewing import signed
from tests.world import (
    World,
    assign,
    keep,
    make_activity,
    make_client,
    make_concern,
    make_consent,
    make_goal,
    make_tie,
    make_user,
)

FEW = (CLIENTS[0], CLIENTS[15])  # a year of one mentor's, and some weeks of one in the other team
NOTE = "We baked bread, and the neighbour came in for a slice."
SEEN = ("began_at", "seen_at", "proved_at")
STRANGE = {"a_logo"}  # bytes that are no picture


def purge_an_old_chain() -> None:
    """What is older than the trail is kept."""
    with mock.patch.object(trail, "now", return_value=now() - timedelta(days=3000)):
        current_app.extensions["trail"] = trail.ChainWriter()
        record_alone(Act.KEYS_ROTATED, None)
        trail.close_chain(current_app)
    purge(now() - timedelta(days=2900))


def fill() -> None:
    """Fill an empty database (inside an application context)."""
    purge_an_old_chain()
    with ExitStack() as patches:
        for module in (demo, group_attendance, client_year):
            patches.enter_context(mock.patch.object(module, "CLIENTS", FEW))
        demo.load_demo()
    world = demo_world()
    make_activity(world.client, world.mentor, today() - timedelta(days=1), note=NOTE)
    company = make_company(world)
    for name, make in every_subject().items():
        if name not in STRANGE:
            make(company)
    fill_the_rest(world)
    anchor()


def demo_world() -> World:
    """The demo's people as the world that the tests know."""
    people = {user.username: user for user in db.session.scalars(sa.select(User))}
    teams = {team.name: team for team in db.session.scalars(sa.select(Team))}
    clients = {client.given_name: client for client in db.session.scalars(sa.select(Client).where(for_maintenance()))}
    client, others = (clients[told.given_name] for told in FEW)
    former = make_user(Role.MENTOR, teams[NORTH])
    assign(client, former, date(2025, 1, 1), date(2025, 6, 30))
    return World(
        team=teams[NORTH],
        other_team=teams[CENTRE],
        administrator=people["admin"],
        supervisor=people["supervisor1"],
        other_supervisor=people["supervisor2"],
        mentor=people["mentor1"],
        team_mate=people["mentor2"],
        former_mentor=former,
        other_mentor=people["mentor3"],
        client=client,
        team_mates_client=make_client(teams[NORTH], people["mentor2"]),
        other_client=others,
    )


def fill_the_rest(world: World) -> None:
    """What neither the demo nor the matrix of the tests makes."""
    fill_the_house(world)
    follow_source(world.mentor, world.client.id, make_source(world.mentor).id, IdempotencyKey(uuid7(), b"sent"))
    client, mentor, supervisor = world.client, world.mentor, world.supervisor
    by_supervisor = {"client_id": client.id, "created_by_id": supervisor.id, "created_at": now()}
    row("client_statuses", **by_supervisor, status="active", starts_on=today(), reason="", words="She came back")
    row("snoozes", **by_supervisor, until_on=today() + timedelta(days=7), reason="A holiday")
    row("reminders", **by_supervisor, mentor_id=mentor.id)
    of_goal = {"client_id": client.id, "goal_id": make_goal(client).id, "changed_by_id": mentor.id}
    row("former_ladders", **of_goal, number=1, baseline=-1, until_on=today(), ladder_text="{}", reason="Too steep")
    row("goal_changes", **of_goal, status="active", changed_on=today(), created_at=now(), reason="Agreed")
    area = row("life_areas", client_id=client.id, words="Leaving the house", created_at=now())
    said = {"understand": "It is hard", "forward": "Once round the block", "options": "Together", "agreed": "Monday"}
    talk = row("area_talks", client_id=client.id, held_on=today(), by_id=mentor.id, created_at=now(), **said)
    row("area_ratings", client_id=client.id, talk_id=talk.id, area_id=area.id, level=2, is_chosen=True)
    days = {"held_on": today(), "since_on": date(2026, 1, 1), "next_on": today() + timedelta(days=180)}
    reviewed = {"client_id": client.id, "by_id": mentor.id, "created_at": now(), **days}
    row("plan_reviews", **reviewed, words="We go on", client_words="I want to")
    ended = {"kind": "service", "held_on": today(), "look_on": today() + timedelta(days=92), "by_id": mentor.id}
    words = {"why": "She goes alone now", "stays": "The choir", "helps": "Her sister", "hard": "Call the clinic"}
    goodbye = row("goodbyes", client_id=client.id, **ended, **words, created_at=now())
    tie = {"tie_id": make_tie(client).id, "goodbye_id": goodbye.id, "client_id": client.id}
    row("goodbye_ties", **tie)
    looked = {"answered_on": today(), "how": "well", "holds": "all", "by_id": mentor.id, "created_at": now()}
    row("look_backs", goodbye_id=goodbye.id, client_id=client.id, **looked, words="She sings")
    taken = {"instrument": "pulse", "version": "1", "language": "he", "taken_by": "alone", "helper": "nobody"}
    taken |= {"held_on": today(), "by_id": mentor.id, "created_at": now(), "needs_step": False, "low_at": 3}
    taken |= {"is_scored": False}
    measure = row("measures_taken", client_id=client.id, **taken, answers='{"hopeful": 4}')
    seen = {"answered_at": now(), "seen_at": now(), "seen_by_id": mentor.id}
    make_check_in(client, mentor, **seen, wants_call=True, measure_id=measure.id)
    row("stuck_answers", obstacles="fear", way="talk", has_helped=True)
    chosen = {"way": "talk", "ask_on": today(), "chosen_by_id": mentor.id, "created_at": now()}
    row("stuck_steps", client_id=client.id, was_fading=False, obstacles="fear", words="Ask what she thinks", **chosen)
    by_mentor = {"won_on": today(), "by_client": True, "created_by_id": mentor.id, "created_at": now()}
    said = {"subject": "plan", "agreement": "disagree", "is_waiting": False, "by_client": True}
    said |= {"taken_by_id": mentor.id, "answered_on": today(), "created_at": now()}
    row("client_answers", client_id=client.id, **said, own_words="Too much")
    said = {"said_on": today(), "ladder_number": 1, "level": 1, "by_client": True, "created_at": now()}
    row("own_levels", client_id=client.id, goal_id=of_goal["goal_id"], taken_by_id=mentor.id, **said)
    row("small_wins", client_id=client.id, **by_mentor, words="I called my cousin")
    row("emergency_accesses", client_id=client.id, person_id=supervisor.id, opened_at=now(), reason="He did not come")
    read = {"kind": "many_files", "began_at": now(), "ended_at": now(), "found_at": now()}
    said = {"word": "work", "looked_by_id": supervisor.id, "looked_at": now()}
    reading = row("unusual_readings", person_id=mentor.id, **read, **said)
    row("unusual_reading_clients", reading_id=reading.id, client_id=client.id)
    review = row("reading_reviews", month=today().replace(day=1), pairs=1, drawn_at=now())
    of_review = {"review_id": review.id, "times": 2, "first_at": now(), "last_at": now()}
    row("sampled_readings", person_id=mentor.id, client_id=client.id, **of_review)
    said = {"quarter": today().replace(day=1), "is_right": True, "said_at": now(), "by_id": supervisor.id}
    row("access_reviews", person_id=mentor.id, role="mentor", team_id=mentor.team_id, **said)
    concern = make_concern(client, mentor)
    told = DutyAnswers(DutyGround.YES, Authority.POLICE, today(), None, "", "Number 17", "What the boy said")
    duty = {"client_id": client.id, "concern_id": concern.id, "by_id": mentor.id, "begun_at": now()}
    row("duty_reports", **duty, answers_text=write_answers(told))
    row("duty_settings", words="", social_worker="Rachel, 102", police="100", source="", hours=24)
    row("fitness_kinds", code="k" * 32, label="First aid", source="The contract", months=24, is_required=True)
    seen = {"person_id": mentor.id, "seen_by_id": supervisor.id, "seen_at": now(), "given_on": today()}
    row(
        "fitness_papers", **seen, kind="certificate_2001", is_exempt=True, expires_on=today(), reason="Not asked of her"
    )
    row("trail_checks", day=today(), entries=3, faults=0, first_fault="", ended_at=now())
    row("watched_days", day=today(), until_id=None, looks=1, found=1, watched_at=now())
    hold = {"client_id": client.id, "set_by_id": supervisor.id, "set_at": now(), "reason": "A claim"}
    texts = dict.fromkeys(("text_he", "text_ar", "text_ru", "text_en"), "What is kept")
    written = {"written_by_id": supervisor.id, "written_at": now(), "published_by_id": supervisor.id}
    number = db.session.scalar(sa.text("SELECT count(*) + 1 FROM privacy_notices"))
    notice = row("privacy_notices", **texts, **written, number=number, published_at=now())
    telling = {"client_id": client.id, "manner": "not_yet", "language": "he", "told_on": today(), "back_on": today()}
    row(
        "notice_tellings",
        **telling,
        notice_id=notice.id,
        hindrance="other",
        created_by_id=supervisor.id,
        created_at=now(),
    )
    row("legal_holds", **hold, lift_reason="It was paid", lifted_by_id=supervisor.id, lifted_at=now())
    order = {
        "client_id": client.id,
        "team_id": client.team_id,
        "kind": "erase",
        "ground": "request",
        "state": "dropped",
    }
    row("erasure_orders", **order, asked_by_id=supervisor.id, asked_at=now(), reason="She asked")
    fill_the_report(world)


def fill_the_house(world: World) -> None:
    """The organisation, and how its people sign in."""
    mentor_id = world.mentor.id
    details = {"name": "Circles", "address": "", "phone": "", "accessibility_contact": "", "thresholds": "{}"}
    row("organisation", **details, has_hebrew_dates=True, messengers="whatsapp", second_step_for_mentors=False)
    row("list_entries", list_kind="places", code="library", label="Library", position=1, is_hidden=False)
    author = (FOLDER / "mspss.yaml").read_text("utf-8").replace('version: "1"', 'version: "2"')
    text = {"code": "mspss", "version": "2", "definition": author}
    row("instrument_texts", **text, loaded_by_id=mentor_id, loaded_at=now())
    row("idempotency_keys", by_id=mentor_id, digest=b"d" * 32, at=now())
    row("unreadable_fields", table_name="activities", column_name="note_sealed", row_id=mentor_id)
    row(
        "backup_runs",
        task="folder",
        night=today(),
        begun_at=now(),
        ended_at=now(),
        file_name="caseapp.backup",
        host="host",
    )
    fill_the_import(mentor_id)
    draft = {
        "person_id": mentor_id,
        "client_id": world.client.id,
        "key": mentor_id,
        "path": "/",
        "form": "",
        "number": 1,
    }
    row("drafts", **draft, begun_at=now(), saved_at=now(), title="A note", content='[["note", "We walked"]]')
    row("throttles", key=b"k" * 32, began_at=now(), tried_at=now(), forget_at=now(), count=2)
    row("sign_ins", secret_hash=b"s" * 32, user_id=mentor_id, browser="", **dict.fromkeys(SEEN, now()))
    row("passkeys", user_id=mentor_id, name="Phone", credential=b"c", public_key=b"k", sign_count=1, added_at=now())
    row("used_challenges", challenge_hash=b"h", used_at=now())
    row("authenticators", user_id=mentor_id, key="JBSWY3DPEHPK3PXP", used_step=1, added_at=now())
    row("recovery_codes", user_id=mentor_id, code_hash=b"r" * 32)
    row("known_browsers", secret_hash=b"b" * 32, user_id=mentor_id, seen_at=now(), added_at=now(), browser="Firefox")
    row("links", secret_hash=b"l" * 32, kind="invitation", user_id=mentor_id, expires_at=now())


def fill_the_import(by_id: Any) -> None:
    """Files that wait to be imported, and what is remembered of such files."""
    said = {"choices_text": "{}", "findings_text": "{}", "rejected": b"id"}
    upload = row(
        "uploads", by_id=by_id, role="administrator", language="he", state="ready", total=1, created_at=now(), **said
    )
    row("uploaded_files", upload_id=upload.id, name="clients.csv", content=b"id")
    row("known_shapes", headings_hash=b"h" * 32, choices_text="{}", used_at=now())


def fill_the_report(world: World) -> None:
    """A report that was signed, handed over and printed with others, with the note behind one of its sections."""
    client, mentor = world.client, world.mentor
    report = signed(client, mentor, world.supervisor, language="he")
    of_report = {"client_id": client.id, "report_id": report.id}
    section = db.session.scalars(
        sa.select(ReportSection).where(for_maintenance(), ReportSection.report_id == report.id)
    ).first()
    note = make_activity(client, mentor, report.ends_on)
    row("section_sources", client_id=client.id, section_id=section.id, activity_id=note.id, noted_on=note.held_on)
    handed = {"recipient": "family", "recipient_name": "Rachel", "how": "given", "by_id": mentor.id, "at": now()}
    row("report_writers", **of_report, writer_id=mentor.id)
    row("report_handovers", **of_report, **handed, consent_id=make_consent(client, mentor).id)
    batch = row("batches", by_id=mentor.id, shape="zip", total=1, done=1, created_at=now(), reason="For the committee")
    row("batch_items", **of_report, batch_id=batch.id, place=1, state="done", pdf=b"%PDF-", made_at=now())
    row("batch_teams", batch_id=batch.id, team_id=client.team_id)
    row(
        "batch_tables",
        batch_id=batch.id,
        kind="caseload",
        language="he",
        state="done",
        clients=b"c" * 16,
        file=b"PK",
        made_at=now(),
    )


def row(table: str, **values: Any) -> Any:
    """A row of that table, wherever its model lives by now."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    return keep(models[table](**values))
