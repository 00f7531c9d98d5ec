"""How it stands with the backups, in sentences for the administrator."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from caseapp.backups.queries import TaskStanding
from caseapp.backups.rules import OLD, PROOF_IS_OLD, BackupFault, BackupTask
from caseapp.clock import now
from caseapp.i18n import _, _l
from caseapp.web.filters import moment

FAULT_WORDS: Mapping[BackupFault, Any] = {
    BackupFault.FULL: _l("The disk has too little room. Free some, or choose another disk for the backups."),
    BackupFault.READ_ONLY: _l("The folder for backups cannot be written. Whoever runs the server has to allow it."),
    BackupFault.DAMAGED: _l(
        "What was read back is not what was written. Have the disk checked; keep the older backups."
    ),
    BackupFault.UNREACHABLE: _l(
        "The store cannot be reached. Whoever runs the server has to check the network and the address."
    ),
    BackupFault.REFUSED: _l("The store refused it. Whoever runs the server has to check its address and its key."),
    BackupFault.CHANGED: _l(
        "The store gave back something else than was sent. Keep the older backups, and ask whoever runs the store."
    ),
    BackupFault.NOTHING_GOOD: _l("There is no backup yet that could be restored. It is tried again next night."),
    BackupFault.NOT_PROVED: _l(
        "A backup could not be restored completely. Keep all older ones, and have whoever runs the server look at it."
    ),
    BackupFault.OTHER: _l("It failed for a reason that stands in the server's log."),
}
CUT_SHORT = _l("The last attempt was cut short. It is made up for by itself.")
AGAIN = _l("It is tried again every hour. People can go on working meanwhile.")


class PlaceWords(NamedTuple):
    """What is said of the backups of one place."""

    fact: Any
    never: Any
    old: Any
    failed: Any


PLACE_WORDS = {
    BackupTask.FOLDER: PlaceWords(
        _l("Last good backup"),
        _l("No backup has been made yet"),
        _l("The last good backup is more than a day old"),
        _l("The last attempt to make a backup failed"),
    ),
    BackupTask.STORE: PlaceWords(
        _l("Last good backup in the store"),
        _l("No backup has been sent to the store yet"),
        _l("The last good backup in the store is more than a day old"),
        _l("The last attempt to send a backup to the store failed"),
    ),
}


class BackupAlarm(NamedTuple):
    """Something that is to be done about the backups; not all of it is urgent."""

    title: str
    detail: str
    is_red: bool = True


@dataclass
class BackupNews:
    """What the administrator's page says about backups: what is to be done, and what was done last."""

    alarms: list[BackupAlarm] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)


def backup_news(standings: Mapping[BackupTask, TaskStanding], places: Collection[BackupTask]) -> BackupNews:
    """The alarms and facts of now, where backups are kept in these places."""
    news = BackupNews()
    kept = [standings[place] for place in places]
    if not kept:
        detail = _("If the disk breaks, all records are lost. On the server, CASEAPP_BACKUP_FOLDER has to be set.")
        news.alarms.append(BackupAlarm(_("No backups are made"), detail))
    for each in kept:
        _tell_backup(news, each, PLACE_WORDS[each.task])
        at = moment(each.good_at) if each.good_at else _("none yet")
        news.facts.append((str(PLACE_WORDS[each.task].fact), at))
    if len(kept) == 1 and kept[0].is_beside:
        detail = _("If that disk breaks, both are lost. Choose a folder on another disk: CASEAPP_BACKUP_FOLDER.")
        news.alarms.append(BackupAlarm(_("The backups are on the same disk as the records"), detail, is_red=False))
    proof = standings[BackupTask.PROOF]
    if any(each.good_at for each in kept):
        _tell_proof(news, proof)
    news.facts.append((_("Last proved restore"), _proof_words(proof)))
    return news


def _tell_backup(news: BackupNews, place: TaskStanding, words: PlaceWords) -> None:
    reason = _reason(place)
    if place.good_at is None:
        news.alarms.append(BackupAlarm(str(words.never), reason or _first_words()))
    elif now() - place.good_at > OLD:
        news.alarms.append(BackupAlarm(str(words.old), reason or str(AGAIN)))
    elif reason:
        news.alarms.append(BackupAlarm(str(words.failed), reason))


def _tell_proof(news: BackupNews, proof: TaskStanding) -> None:
    if proof.good_at is None or now() - proof.good_at > PROOF_IS_OLD:
        title = _("It has not been proved this week that a backup can be restored")
    elif proof.fault:
        title = _("The last attempt to prove a restore failed")
    else:
        return
    again = _("The next attempt is made at night. “caseapp nightly --now” on the server makes one at once.")
    reason = str(FAULT_WORDS[proof.fault]) if proof.fault else str(CUT_SHORT) if proof.is_cut_short else ""
    news.alarms.append(BackupAlarm(title, f"{reason} {again}".strip()))


def _reason(place: TaskStanding) -> str:
    """Why the last attempt was not good, and that it is tried again; nothing where it was good or is under way."""
    if place.fault:
        return f"{FAULT_WORDS[place.fault]} {AGAIN}"
    is_stuck = place.is_cut_short and place.tried_at is not None and now() - place.tried_at > OLD / 12
    return str(CUT_SHORT) if is_stuck else ""


def _first_words() -> str:
    return str(_("The server makes the first one by itself within an hour. If it does not, look at the server's log."))


def _proof_words(proof: TaskStanding) -> str:
    if proof.good_at is None:
        return str(_("none yet"))
    minutes = max(1, round(proof.seconds / 60))
    return str(_("%(at)s, in about %(minutes)s min", at=moment(proof.good_at), minutes=minutes))
