"""The first page, for each role its own."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, Role, requires
from caseapp.accounts.joinings.queries import team_joinings
from caseapp.audit import record_reading
from caseapp.backups.queries import list_standings
from caseapp.backups.rules import BackupTask
from caseapp.backups.words import BackupNews, backup_news
from caseapp.batches.confirmations.queries import export_news
from caseapp.clients.forms import ClientSearchForm
from caseapp.clock import local, now, today
from caseapp.emergencies.queries import count_unreviewed, waiting_accesses
from caseapp.errors import NotVisible
from caseapp.fitness.queries import count_lacking
from caseapp.groups.attendance.forms import meeting_form
from caseapp.home.page import list_of, today_of
from caseapp.home.queries import has_noted, still_unreadable
from caseapp.home.rules import DayPart, first_name, greeting
from caseapp.home.words import PART_NAMES, discretion_of, minding, sentence_of, soon
from caseapp.i18n import apart
from caseapp.oversight.duties.queries import count_red_duties
from caseapp.oversight.incidents.queries import count_late_incidents
from caseapp.privacy.notices.queries import count_untold
from caseapp.privacy.requests.queries import open_requests
from caseapp.progress.words import ahead, lately
from caseapp.stuck.forms import StuckAnswerForm
from caseapp.stuck.rules import OUTCOME_NAMES, WAY_NAMES
from caseapp.stuck.words import reason_of
from caseapp.ties.forms import StillThereForm
from caseapp.watch.months.queries import list_months
from caseapp.watch.people.queries import access_standing
from caseapp.watch.readings.queries import count_waiting
from caseapp.web.forms import BaseForm

bp = Blueprint("home", __name__)

NEW = timedelta(days=14)
"""So long the first page leads to the first steps, unless a note was written before."""


@bp.route("/")
@requires(Capability.USE_OWN_ACCOUNT)
def start() -> ResponseReturnValue:
    if current_user.role == Role.SUPERVISOR:
        return redirect(url_for("supervision.show_board"), 303)
    words = _greeting()
    if current_user.role == Role.PRIVACY_OFFICER:
        return _officers_page(words)
    if current_user.role != Role.MENTOR:
        return _administrators_page(words)
    day, emergencies = today_of(current_user), waiting_accesses(current_user)
    record_reading(current_user, "today", {*day.client_ids, *(row.client_id for row in emergencies)})
    words |= {"emergencies": emergencies, "untold": count_untold(current_user)}
    sentence = sentence_of(day.counts, _address)
    is_new = now() - current_user.created_at < NEW and not has_noted(current_user)
    return render_template("home/mentor.html", day=day, sentence=sentence, is_new=is_new, **_shared(), **words)


@bp.route("/today/<part>")
@requires(Capability.RECORD_WORK)
def show_part(part: str) -> ResponseReturnValue:
    if part not in set(DayPart):
        raise NotVisible
    found = list_of(current_user, DayPart(part))
    record_reading(current_user, "today", found.client_ids)
    return render_template("home/part.html", found=found, title=PART_NAMES[found.part], today=today(), **_shared())


def _greeting() -> dict[str, Any]:
    said = str(greeting(local(now()).hour)) % {"name": apart(first_name(current_user.name))}
    return {"greeting": said, "today": today()}


def _officers_page(words: dict[str, Any]) -> ResponseReturnValue:
    waiting = open_requests(current_user)
    record_reading(current_user, "today", {row.client_id for row in waiting})
    words |= {"readings": count_waiting(current_user), "access": access_standing(current_user)}
    words |= {"exports": export_news(current_user), "untold": count_untold(current_user)}
    words |= _overseen()
    words["months"] = [row for row in list_months(current_user) if row.signed_at is None]
    return render_template("home/privacy_officer.html", waiting=waiting, **words)


def _administrators_page(words: dict[str, Any]) -> ResponseReturnValue:
    words |= {"unreadable": still_unreadable(), "backups": _backups(), "exports": export_news(current_user)}
    words["access"] = access_standing(current_user) if current_user.may(Capability.REVIEW_ACCESS) else None
    words |= _overseen()
    words["unfit"] = count_lacking(current_user)
    return render_template("home/administrator.html", **words)


def _overseen() -> dict[str, int]:
    return {
        "late_incidents": count_late_incidents(current_user),
        "red_duties": count_red_duties(current_user),
        "unreviewed": count_unreviewed(current_user),
    }


def _backups() -> BackupNews:
    settings = {BackupTask.FOLDER: "BACKUP_FOLDER", BackupTask.STORE: "BACKUP_STORE"}
    places = [task for task, name in settings.items() if current_app.config[name]]
    return backup_news(list_standings(current_user), places)


def _address(part: DayPart) -> str:
    return url_for(".show_part", part=part)


def _shared() -> dict[str, Any]:
    """What the first page and its lists both show."""
    return {
        "ahead": ahead,
        "lately": lately,
        "soon": soon,
        "minding": minding,
        "discretion_of": discretion_of,
        "form": BaseForm(),
        "tap": StuckAnswerForm(formdata=None),
        "outcome_names": OUTCOME_NAMES,
        "way_names": WAY_NAMES,
        "reason_of": reason_of,
        "search": ClientSearchForm(formdata=None),
        "meeting_form": meeting_form,
        "still_there_form": StillThereForm.about,
        "joinings": team_joinings(current_user),
        "exports": export_news(current_user),
    }
