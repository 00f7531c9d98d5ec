"""A provider's own caseload on the board: order and reasons of every client, against a list that is computed here from
the files alone."""

import csv
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import search_name
from caseapp.db import db
from caseapp.supervision.board.queries import board_of

SAMPLES = Path(__file__).parents[2] / "exchange" / "samples"
MENTORING = "חונכות חברתית"
HELD, AWAY = "התקיים", ('בוטל ע"י הלקוח', "לא הגיע/ה")
THERE, ABSENT, HOLIDAY = ("v", "איחור"), "x", "חג"
WINDOW, WEEKS_12 = timedelta(weeks=11), timedelta(weeks=12)
TEAMS = {"supervisor1": ("mentor1", "mentor2"), "supervisor2": ("mentor3", "mentor4")}


def lines(name):
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def rows_of(name):
    return lines(name)[1:]


def day(text):
    return date(*map(int, reversed(text.split("/"))))


def longest_run(days, ends):
    """How many of the days come after the last of the ends."""
    last = max(ends, default=date.min)
    return sum(each > last for each in days)


def expected(today):
    """Per client: mentor, name, and the reasons with their numbers in the order of the board."""
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    begins = sunday - WINDOW
    clients = {}
    for given, family, number, _born, _phone, _language, mentor, service, first, last, _hours in lines("clients.csv")[
        1:
    ]:
        if mentor in sum(TEAMS.values(), ()) and "31/02" not in _born:
            clients[number.zfill(9)] = {
                "name": search_name(given, family, ""),
                "mentor": mentor,
                "first": day(first),
                "approved": day(first),
                "is_mentoring": service == MENTORING,
                "ends": day(last),
                "held": [],
                "missed": [],
                "others": [],
            }
    for number, on, _at, _minutes, _mode, outcome, _note in {tuple(row): 0 for row in rows_of("meetings.csv")}:
        client = clients.get(number.zfill(9))
        if client is None or day(on) > today:
            continue
        client["first"] = min(client["first"], day(on))
        if outcome == HELD:
            client["held"].append(day(on))
        else:
            client["missed" if outcome in AWAY else "others"].append(day(on))
    _title, heading, *members, closing = lines("attendance-art-group.csv")
    sundays = [day(text) for text in heading[2:]]
    group, present = {}, {}
    for number, _name, *marks in members:
        held = [
            each for each in zip(sundays, marks, closing[2:], strict=True) if each[2] != HOLIDAY and each[0] >= begins
        ]
        absent = [on for on, mark, _held in held if mark == ABSENT]
        present[number.zfill(9)] = [on for on, mark, _held in held if mark in THERE]
        group[number.zfill(9)] = longest_run(absent, present[number.zfill(9)])
    return {
        number: judged(client, group.get(number, 0), present.get(number, []), begins, today)
        for number, client in clients.items()
    }


def judged(client, in_group, present, begins, today):
    last = max(client["held"], default=None)
    without = (today - (last or min(client["first"], today))).days
    missed = longest_run(
        [on for on in client["missed"] if begins <= on], [on for on in client["held"] if begins <= on <= today]
    )
    left = (client["ends"] - today).days
    long, late, ends, ending = without >= 14, 7 < without < 14, left <= 7, 7 < left <= 60
    worst = max((run for run in (missed, in_group) if run >= 2), default=0)
    approved = client["approved"]
    waits = (today - approved).days
    begun = max(client["held"] + present, default=date.min) >= approved or (last and last >= approved - WEEKS_12)
    is_new = client["is_mentoring"] and waits >= 14 and left >= 0 and not begun
    lately = sum((today - on).days < 28 for on in client["held"])
    before = sum(84 > (today - on).days >= 28 for on in client["held"])
    fades = lately < 4 and before >= 3 and 4 * lately < before
    reasons = [("not_met", without)] * long + [("approval", left)] * (left <= 60) + [("not_met", without)] * late
    reasons += [("absences", run) for run in sorted((missed, in_group), reverse=True) if run >= 2]
    reasons += [("not_begun", waits)] * is_new + [("fading", lately)] * fades
    key = (not (long or ends), not reasons, -without * long, not ends, not ending, -without * late, -worst)
    key += (-waits * is_new, -1 * fades, (2 * lately - before) * fades, client["name"])
    return {"mentor": client["mentor"], "reasons": reasons, "key": key}


def test_order_and_reasons_are_right_for_every_client_of_a_provider(brought_in, clock):
    known = {row.id: row.national_id for row in db.session.scalars(sa.select(Client).where(for_maintenance()))}
    db.session.rollback()
    for when in ("2026-11-22", "2026-11-30", "2027-02-03"):
        clock.move_to(f"{when}T08:00:00+00:00")
        wanted = expected(date.fromisoformat(when))
        assert len(wanted) == 42
        for supervisor, mentors in TEAMS.items():
            shown = [
                (known[row.id], [(str(each.reason), each.number) for each in row.attention.reasons])
                for row in board_of(brought_in[supervisor]).rows
            ]
            team = {number: told for number, told in wanted.items() if told["mentor"] in mentors}
            order = sorted(team, key=lambda number: team[number]["key"])
            assert shown == [(number, team[number]["reasons"]) for number in order], when
