"""Clinical words appear only on the pages of people who work with the client."""

import logging
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from flask import url_for
from uuid_utils.compat import uuid7

from caseapp.app.backups.commands import backup
from caseapp.audit.verify import anchor
from caseapp.cli.report import report
from caseapp.clients.rules import mask_national_id
from caseapp.clock import today
from caseapp.db import db, transaction
from caseapp.errors import NotAllowed, NotVisible
from caseapp.followups.rules import Safety
from caseapp.goals.models import Rating
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from caseapp.reports.kind_rules import SectionKind
from tests import world as made
from tests.access.actors import Actor, Company
from tests.access.controls import tables
from tests.faults.real_service import Installation, Somebody
from tests.faults.test_kills import note_form

NATIONAL_ID, PHONE = "000000026", "+972502345671"
FIELDS = (
    "note",
    "own-words",
    "step",
    "goal-words",
    "wording",
    "ladder",
    "evidence",
    "narrative",
    "reason",
    "erroneous",
)
CANARIES = {name: f"canary-{name}-כנרית" for name in FIELDS}
NUMBERS = {
    "national id": NATIONAL_ID,
    "phone": PHONE,
    "phone as written": "050-234-5671",
    "masked": mask_national_id(NATIONAL_ID),
}
ADDRESS_VALUES = {
    "client_id": "clients",
    "goal_id": "goals",
    "rating_id": "ratings",
    "activity_id": "activities",
    "approval_id": "approvals",
    "report_id": "reports",
    "group_id": "groups",
    "membership_id": "memberships",
    "meeting_id": "meetings",
    "assignment_id": "assignments",
    "person_id": "users",
    "team_id": "teams",
}


@pytest.fixture
def planted(app, company: Company) -> Company:
    """The canaries, in every kind of record of one client."""
    world, client = company.world, made.make_client(company.world.team, national_id=NATIONAL_ID, phone=PHONE)
    made.assign(client, world.mentor)
    made.join(company.group, client)
    goal = made.make_goal(
        client,
        client_words=CANARIES["goal-words"],
        wording=CANARIES["wording"],
        ladder=dict.fromkeys(range(-2, 3), CANARIES["ladder"]),
    )
    rating = Rating(
        goal_id=goal.id,
        client_id=client.id,
        rated_on=today(),
        mentor_level=1,
        rated_by_id=world.mentor.id,
        created_at=made.now(),
    )
    rating.evidence = CANARIES["evidence"]
    made.keep(rating)
    words = {"client_words": CANARIES["own-words"], "next_step": CANARIES["step"], "note": CANARIES["note"]}
    made.make_activity(client, world.mentor, today(), safety=list(Safety)[-1], **words)
    made.make_activity(client, world.mentor, today(), error_at=made.now(), error_reason=CANARIES["erroneous"])
    words = {SectionKind.HOW_IT_WENT: CANARIES["narrative"]}
    made.make_report(client, world.mentor, ends_on=today(), words=words)
    meeting = made.make_meeting(company.group, today())
    mark = AttendanceMark(
        meeting_id=meeting.id, client_id=client.id, held_on=meeting.held_on, mark=Mark.EXCUSED, marked_at=made.now()
    )
    mark.reason = CANARIES["reason"]
    made.keep(mark)
    return company


def hits(content: bytes, wanted: dict[str, str]) -> list[str]:
    return [name for name, canary in wanted.items() if canary.encode() in content]


def addresses(app) -> set[str]:
    """Every route that can be read, with the first id and the two newest that a table holds: what is planted is new."""
    ids = {table: {*sorted(rows)[:1], *sorted(rows)[-2:]} for table, rows in tables().items()}
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        several: list[dict[str, object]] = [{}]
        for name in rule.arguments:
            values = ["he", "en"] if name == "code" else [*ids.get(ADDRESS_VALUES.get(name, ""), []), uuid7()]
            several = [{**told, name: value} for told in several for value in values]
        with app.test_request_context():
            found |= {url_for(rule.endpoint, **told) for told in several}
    return found


def crawl(app, browser) -> dict[str, bytes]:
    """Whatever this person can read: every route, and every link from there."""
    waiting, read = sorted(addresses(app)), {}
    while waiting:
        path = waiting.pop()
        if path in read:
            continue
        answer = browser.get(path)
        read[path] = answer.data + str(answer.headers).encode()
        if answer.status_code == 303:
            waiting.append(urlsplit(answer.headers["Location"]).path)
        elif answer.mimetype == "text/html":
            links = (link for link in browser.page.links if link.startswith("/") and not link.startswith("/static/"))
            waiting += set(links) - read.keys()
    return read


@pytest.mark.parametrize(
    "actor", [Actor.ADMINISTRATOR, Actor.OFFICER, Actor.OTHER_MENTOR, Actor.TEAM_MATE, Actor.OTHER_SUPERVISOR]
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whoever_does_not_accompany_finds_no_clinical_word(app, planted, browser_of, actor) -> None:
    """Not on any page, in any header, or in any address."""
    read = crawl(app, browser_of(actor))
    wanted = {**CANARIES, **NUMBERS}
    found = {path: hits(content + path.encode(), wanted) for path, content in read.items()}
    assert not {path: names for path, names in found.items() if names}
    assert len(read) > 50


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_leader_of_the_group_finds_names_and_marks_only(app, planted, browser_of) -> None:
    """Someone who only leads the group sees names and attendance; the reason for an absence is part of that."""
    read = crawl(app, browser_of(Actor.FACILITATOR))
    wanted = {**CANARIES, **NUMBERS}
    found = {name for content in read.values() for name in hits(content, wanted)}
    assert found <= {"reason"}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_mentor_finds_every_word(app, planted, browser_of) -> None:
    """The check itself: what is planted can be found, and the id number is shown masked only."""
    read = crawl(app, browser_of(Actor.MENTOR))
    found = {name for content in read.values() for name in hits(content, {**CANARIES, **NUMBERS})}
    assert found >= set(CANARIES)
    assert "masked" in found
    assert "national id" not in {
        name for path, content in read.items() if "/edit" not in path for name in hits(content, NUMBERS)
    }


@pytest.mark.parametrize("actor", [Actor.ADMINISTRATOR, Actor.OFFICER, Actor.OTHER_MENTOR, Actor.UNKNOWN_ROLE])
def test_the_shell_prints_no_report_for_them(app, planted, actor, tmp_path) -> None:
    """The command line is no way around the rules: no report for people outside the client's team."""
    someone = planted.people[actor].username
    words = ["--client", NATIONAL_ID, "--from", "2026-05-01", "--to", "2026-11-22", "--by", someone]
    answer = app.test_cli_runner().invoke(report, [*words, "--output", str(tmp_path / "out.pdf")])
    assert isinstance(answer.exception, NotAllowed | NotVisible)
    assert not (tmp_path / "out.pdf").exists()


def test_files_and_logs_hold_no_word(app, planted, browser_of, tmp_path, caplog, capfd) -> None:
    """Backup, anchors, technical log, trail and everything in the data folder: no clinical words in clear."""
    caplog.set_level(logging.DEBUG, "caseapp")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    mentor = browser_of(Actor.MENTOR)
    for path in ("/clients", "/", "/nowhere"):
        mentor.get(path)
    mentor.post("/clients/search", data={"words": CANARIES["note"]})
    assert "<mark>" in mentor.send("/notes/search", {"words": CANARIES["note"]}).text
    transaction(anchor)()
    answer = app.test_cli_runner().invoke(backup, ["--output", str(tmp_path / "copy.backup"), "--no-proof"])
    assert answer.exit_code == 0, answer.output
    trail = [value for rows in tables().values() for row in rows.values() for value in row.values()]
    with db.engine.connect() as connection:
        for name in ("trail_entries", "trail_set_members"):
            trail += [value for row in connection.exec_driver_sql(f"SELECT * FROM {name}") for value in row]
    wanted = {**CANARIES, "national id": NATIONAL_ID, "phone": PHONE}
    told = "\n".join(str(value) for value in trail if not isinstance(value, bytes))
    blobs = b"".join(value for value in trail if isinstance(value, bytes))
    assert not hits(told.encode(), wanted)
    assert not hits(blobs, wanted)
    said = caplog.text + "".join(capfd.readouterr()) + answer.output
    assert not hits(said.encode(), {**wanted, "name": planted.client.given_name})
    assert not hits((tmp_path / "copy.backup").read_bytes(), {**wanted, "name": planted.client.given_name})
    assert not hits_of_folder(Path(app.config["DATA"]).parent, {**wanted, "name": planted.client.given_name})


def hits_of_folder(folder: Path, wanted: dict[str, str]) -> dict[str, list[str]]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = {}
    for path in files:
        with suppress(FileNotFoundError):  # a running server removes files too
            found[str(path.relative_to(folder))] = hits(path.read_bytes(), wanted)
    return {path: names for path, names in found.items() if names}


class TestAfterAKill:
    @pytest.fixture
    def short_folder(self):
        """For temporary files: sockets lie there too, and their addresses are short."""
        with TemporaryDirectory(prefix="cs", ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    @pytest.fixture(autouse=True)
    def clock(self):
        """The server lives in its own time."""
        return

    def test_nothing_on_the_disk_holds_a_word(self, tmp_path, short_folder) -> None:
        """Database, journal, locks, keys, log and temporary files, while the server runs and after kill -9."""
        with Installation(tmp_path, TMPDIR=str(short_folder)) as place:
            place.start()
            mentor = Somebody(place, "mentor").sign_in()
            path = f"/clients/{place.client_id}/activities/new"
            form = note_form(mentor, path)
            for number in range(20):
                sent = {**form, "record_id": place.form_id(), "note": f"{CANARIES['note']} {number}" * 20}
                assert mentor.ask(path, sent)[0] == 303
            assert mentor.ask(path, {**form, "record_id": "x", "note": CANARIES["note"]})[0] == 200
            assert mentor.ask(path, {"note": CANARIES["note"]})[0] == 400
            assert "name" in hits(mentor.ask("/clients")[1].encode(), {"name": "יעל"})
            wanted = {**CANARIES, "name": "יעל", "username": "otherboss", "national id": "000000018"}
            assert (tmp_path / "data" / "caseapp.db-wal").stat().st_size > 0
            for folder in (tmp_path, short_folder):
                assert not hits_of_folder(folder, wanted)
            place.kill()
            for folder in (tmp_path, short_folder):
                assert not hits_of_folder(folder, wanted)

    def test_a_word_in_the_folder_is_seen(self, tmp_path) -> None:
        """The check itself."""
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "file").write_bytes(b"\0" * 5000 + CANARIES["note"].encode())
        assert hits_of_folder(tmp_path, CANARIES) == {"deep/file": ["note"]}
