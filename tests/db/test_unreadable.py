"""One damaged sealed field: its place says so, and everything else goes on."""

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.cli.keys import keys
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db, transaction
from caseapp.db.sealing import SealedPlace
from caseapp.db.unreadable import UnreadableField, still_unreadable
from caseapp.goals.models import Goal
from caseapp.reports.signatures.models import ReportSignature
from tests.reports.reviewing import signed
from tests.world import make_activity, make_goal


def number_of(table, column, row_id) -> str:
    return SealedPlace(table, column, row_id).number


FIELDS = {
    "flipped": lambda blob: blob[:-1] + bytes([blob[-1] ^ 1]),
    "cut": lambda blob: blob[:9],
    "of another key": lambda blob: b"\0\0\0\0" + blob[4:],
}


def damage(row, column, how="flipped") -> None:
    table = row.__table__
    with db.engine.begin() as connection:
        blob = connection.execute(sa.select(table.c[column]).where(table.c.id == row.id)).scalar_one()
        broken = sa.update(table).where(table.c.id == row.id)
        connection.execute(broken.values({column: FIELDS[how](bytes(blob))}))
    db.session.rollback()
    db.session.expire_all()


def stored(model, row_id, column):
    found = sa.select(getattr(model, column)).where(model.id == row_id, for_maintenance())
    return db.session.execute(found).scalar_one()


@pytest.mark.parametrize("how", FIELDS)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This text cannot be read"),
        ("he", "לא ניתן לקרוא את הטקסט הזה"),
        ("ar", "لا يمكن قراءة هذا النص"),
        ("ru", "Этот текст нельзя прочитать"),
    ],
)
def test_a_damaged_note_says_so_in_its_place_and_the_others_are_shown(world, as_, how, language, words) -> None:
    broken = make_activity(world.client, world.mentor, today(), note="a lost note")
    make_activity(world.client, world.mentor, today(), note="a kept note")

    @transaction
    def speak() -> None:
        world.mentor.language = language

    speak()
    damage(broken, "note_sealed", how)
    seen = as_(world.mentor).see(f"/clients/{world.client.id}").words
    assert "a kept note" in seen
    assert words in seen
    assert number_of("activities", "note_sealed", broken.id) in seen
    assert "a lost note" not in seen


def test_other_fields_are_saved_and_the_damaged_one_stays_until_it_is_written_anew(world, as_) -> None:
    """A back-up may still hold what was lost, so the bytes stay, whatever language the form was shown in."""
    activity = make_activity(world.client, world.mentor, today(), note="a lost note", feedback="good")
    damage(activity, "note_sealed")
    before = stored(Activity, activity.id, "note_sealed")
    shown = activity.note
    for text in (shown, "", f"אי אפשר לקרוא {number_of('activities', 'note_sealed', activity.id)}"):
        activity.note = text
        assert activity.note_sealed == before
    activity.note = "written anew"
    assert activity.note == "written anew"


def test_a_clients_details_are_corrected_although_phone_and_id_number_are_damaged(world, as_) -> None:
    @transaction
    def know() -> None:
        from caseapp.audit import Act, record

        world.client.phone, world.client.national_id = "+972502345678", "123456782"
        record(Act.CLIENT_CHANGED, world.supervisor, about=world.client)

    know()
    damage(world.client, "phone_sealed")
    damage(world.client, "national_id_sealed")
    before = stored(Client, world.client.id, "phone_sealed"), stored(Client, world.client.id, "national_id_sealed")
    browser = as_(world.supervisor)
    path = f"/clients/{world.client.id}/edit"
    numbers = [number_of("clients", column, world.client.id) for column in ("phone_sealed", "national_id_sealed")]
    seen = browser.see(f"/clients/{world.client.id}/file").words
    assert all(number in seen for number in numbers)
    form = next(form for form in browser.see(path).forms if "given_name" in form["fields"])["fields"]
    answer = browser.post(path, data=form | {"given_name": "Noa", "language": "he", "gender_form": "neutral"})
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    db.session.expire_all()
    assert world.client.given_name == "Noa"
    assert before == (
        stored(Client, world.client.id, "phone_sealed"),
        stored(Client, world.client.id, "national_id_sealed"),
    )


def test_a_goal_with_a_damaged_ladder_is_shown_and_its_words_are_corrected(world, as_) -> None:
    goal = make_goal(world.client)
    damage(goal, "ladder_sealed")
    assert number_of("goals", "ladder_sealed", goal.id) in as_(world.mentor).see(f"/goals/{goal.id}").words
    assert goal.wording == Goal.wording.open(goal.id, goal.wording_sealed) != ""


def test_a_damaged_signed_file_is_refused_in_words(app, world, as_) -> None:
    report = signed(world.client, world.mentor, world.supervisor, language="en")
    signature = db.session.scalars(sa.select(ReportSignature).where(for_maintenance())).one()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    damage(signature, "pdf_sealed")
    answer = as_(world.mentor).get(f"/reports/{report.id}/pdf")
    assert number_of("report_signatures", "pdf_sealed", signature.id) in answer.text
    assert answer.status_code == 500


def test_the_administrator_sees_how_many_there_are_until_they_are_mended(app, world, as_) -> None:
    lost = [make_activity(world.client, world.mentor, today(), note=f"note {n}") for n in range(3)]
    administrator = as_(world.administrator)
    assert "cannot be read" not in administrator.see("/").words
    good = stored(Activity, lost[0].id, "note_sealed")
    for activity in lost[:2]:
        damage(activity, "note_sealed")
    mentor = as_(world.mentor)
    for _time in range(2):
        mentor.see(f"/clients/{world.client.id}")
    assert len(still_unreadable()) == 2
    seen = administrator.see("/").words
    assert "2 texts cannot be read" in seen
    assert number_of("activities", "note_sealed", lost[1].id) in seen
    with db.engine.begin() as connection:
        mended = sa.update(Activity.__table__).where(Activity.__table__.c.id == lost[0].id)
        connection.execute(mended.values(note_sealed=good))
    assert "1 text cannot be read" in administrator.see("/").words


def test_the_daily_check_finds_what_nobody_has_opened(app, world) -> None:
    activity = make_activity(world.client, world.mentor, today(), note="a lost note")
    runner = app.test_cli_runner()
    assert runner.invoke(keys, ["check"]).exit_code == 0
    damage(activity, "note_sealed")
    told = runner.invoke(keys, ["check"])
    assert told.exit_code == 1
    assert number_of("activities", "note_sealed", activity.id) in told.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UnreadableField)) == 1


def test_a_rotation_passes_over_what_is_damaged(app, world, own_keys) -> None:
    lost, kept = (make_activity(world.client, world.mentor, today(), note=f"note {n}") for n in range(2))
    damage(lost, "note_sealed")
    for _time in range(2):
        before = app.extensions["keys"].current_seal
        assert app.test_cli_runner().invoke(keys, ["rotate"]).exit_code == 0
        assert app.extensions["keys"].current_seal != before
        db.session.rollback()
        assert stored(Activity, kept.id, "note_sealed")[:4] == app.extensions["keys"].current_seal[0]
