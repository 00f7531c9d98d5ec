"""The versions of the notice, who was told which, and who was not told the present one."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import ClientId, answered_for, for_maintenance, sees
from caseapp.clients.rules import LANGUAGE_NAMES, ClientStatus
from caseapp.clock import local, today
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible
from caseapp.followups.models import FollowUp
from caseapp.followups.rules import FollowUpSource
from caseapp.i18n import LANGUAGES
from caseapp.privacy.notices.models import NoticeTelling, PrivacyNotice
from caseapp.privacy.notices.rules import HINDRANCE_NAMES, MANNER_NAMES, Hindrance, Manner, NoticeTexts

PUBLISHER = kept_alias(User)


class NoticeVersion(NamedTuple):
    """A version, for a list and for its page; the number is nothing while it is not published."""

    id: UUID
    version: int
    number: int | None
    texts: NoticeTexts
    written_by: str
    written_at: datetime
    published_by: str | None
    published_at: datetime | None

    @property
    def published_on(self) -> date:
        """The day on which it was published."""
        return local(self.published_at).date() if self.published_at else date.max

    @property
    def written_on(self) -> date:
        """The day on which it was last written."""
        return local(self.written_at).date()

    @property
    def languages(self) -> list[str]:
        """The names of the languages in which there is a text."""
        return [LANGUAGES[code] for code in self.texts.languages]


class TellingRow(NamedTuple):
    """That somebody was told a version, or could not be told yet."""

    number: int
    manner: Manner
    language: str
    told_on: date
    back_on: date | None
    hindrance: Hindrance | None
    by: str

    @property
    def manner_name(self) -> str:
        """How, in words."""
        return str(MANNER_NAMES[self.manner])

    @property
    def why(self) -> str:
        """Why not yet, in words; nothing for whoever was told."""
        return str(HINDRANCE_NAMES[self.hindrance]) if self.hindrance else ""

    @property
    def language_name(self) -> str:
        """The language, in words."""
        return str(LANGUAGE_NAMES[self.language])


class UntoldRow(NamedTuple):
    """Somebody who was not told the present version; a day where it was tried and is to be tried again."""

    client_id: UUID
    name: str
    search_name: str
    back_on: date | None

    @property
    def is_due(self) -> bool:
        """Whether it is to be tried by now."""
        return self.back_on is None or self.back_on <= today()

    @property
    def place(self) -> tuple[bool, str, UUID]:
        """Where it stands in the list: what is to be done by now first, and then by name."""
        return not self.is_due, self.search_name, self.client_id


class ToldCount(NamedTuple):
    """How many people with an open file there are, and how many of them were told the present version."""

    people: int
    told: int


def told_by(viewer: Viewer, client_id: ClientId) -> sa.ColumnElement[bool]:
    """The condition that the viewer tells this client: whoever accompanies or is in charge, and the privacy officer,
    who sees the name and nothing else."""
    return (answered_for if viewer.role == Role.PRIVACY_OFFICER else sees)(viewer, client_id)


def list_versions(viewer: Viewer) -> list[NoticeVersion]:
    """All of them, the newest first; what is not published stands before."""
    ensure(viewer, Capability.OVERSEE)
    of = PrivacyNotice
    return _versions(_noticed().order_by(of.number.is_not(None), of.number.desc(), of.id.desc()))


def show_version(viewer: Viewer, notice_id: UUID) -> NoticeVersion:
    """One of them, or `NotVisible`."""
    ensure(viewer, Capability.OVERSEE)
    rows = _versions(_noticed().where(PrivacyNotice.id == notice_id))
    if not rows:
        raise NotVisible
    return rows[0]


def find_notice(viewer: Viewer, notice_id: UUID) -> PrivacyNotice:
    """The row itself, or `NotVisible`."""
    ensure(viewer, Capability.OVERSEE)
    row = db.session.get(PrivacyNotice, notice_id)
    if row is None:
        raise NotVisible
    return row


def present_version(viewer: Viewer) -> NoticeVersion | None:
    """The version that holds: the last one that was published; nothing before the first."""
    of = PrivacyNotice
    rows = _versions(_noticed().where(of.number.is_not(None)).order_by(of.number.desc()).limit(1))
    return rows[0] if rows else None


def tellings_of(viewer: Viewer, client_id: UUID) -> list[TellingRow]:
    """What this client was told, the latest first."""
    of = NoticeTelling
    found = (
        sa.select(of, PrivacyNotice.number, User.name)
        .join(PrivacyNotice, PrivacyNotice.id == of.notice_id)
        .join(User, User.id == of.created_by_id)
        .where(of.client_id == client_id, told_by(viewer, of.client_id))
        .order_by(of.created_at.desc(), of.id.desc())
    )
    return [
        TellingRow(number or 0, row.manner, row.language, row.told_on, row.back_on, row.hindrance, name)
        for row, number, name in db.session.execute(found)
    ]


def open_retries(viewer: Viewer, client_id: UUID) -> list[FollowUp]:
    """The open tasks to tell this client what could not be told before."""
    of = FollowUp
    found = sa.select(of).where(of.client_id == client_id, of.source == FollowUpSource.NOTICE, of.is_open())
    return list(db.session.scalars(found.where(told_by(viewer, of.client_id))))


def list_untold(viewer: Viewer) -> list[UntoldRow]:
    """The people with an open file who were not told the present version, those who are to be told by now first."""
    present = present_version(viewer)
    if present is None:
        return []
    latest = {
        row.client_id: row
        for row in db.session.execute(_latest(present.id).where(told_by(viewer, NoticeTelling.client_id)))
    }
    people = sa.select(Client.id, Client.name.label("name"), Client.search_name).where(
        told_by(viewer, Client.id), Client.status != ClientStatus.CLOSED
    )
    rows = [
        UntoldRow(row.id, row.name, row.search_name, latest[row.id].back_on if row.id in latest else None)
        for row in db.session.execute(people)
        if row.id not in latest or latest[row.id].manner is Manner.NOT_YET
    ]
    return sorted(rows, key=lambda row: row.place)


def count_untold(viewer: Viewer) -> int:
    """How many these are."""
    return db.session.scalar(*_number_untold(viewer)) or 0


def number_untold(viewer: Viewer) -> sa.ScalarSelect[int]:
    """How many these are, for a statement that counts other things as well."""
    return _untold(viewer).scalar_subquery()


@prepared
def _number_untold(viewer: Viewer) -> Rows:
    return _untold(viewer)


def _untold(viewer: Viewer) -> Rows:
    of, notice = NoticeTelling, PrivacyNotice
    present = sa.select(sa.func.max(notice.number)).scalar_subquery()
    latest = (
        sa.select(of.manner)
        .join(notice, notice.id == of.notice_id)
        .where(of.client_id == Client.id, notice.number == present)
        .order_by(of.created_at.desc(), of.id.desc())
        .limit(1)
    )
    is_told = sa.func.coalesce(latest.correlate(Client).scalar_subquery(), Manner.NOT_YET) != Manner.NOT_YET
    is_open = sa.and_(told_by(viewer, Client.id), Client.status != ClientStatus.CLOSED)
    return sa.select(sa.func.count(Client.id)).where(is_open, present.is_not(None), sa.not_(is_told))


def told_count(viewer: Viewer) -> ToldCount:
    """How many were told, for whoever oversees: figures and no names."""
    ensure(viewer, Capability.OVERSEE)
    open_files = sa.select(Client.id).where(Client.status != ClientStatus.CLOSED, for_maintenance())
    ids, present = set(db.session.scalars(open_files)), present_version(viewer)
    if present is None:
        return ToldCount(len(ids), 0)
    told = {row.client_id: row.manner for row in db.session.execute(_latest(present.id).where(for_maintenance()))}
    return ToldCount(len(ids), sum(told.get(each, Manner.NOT_YET) is not Manner.NOT_YET for each in ids))


def _latest(notice_id: UUID) -> sa.Select[UUID, Manner, date | None]:
    """The tellings of a version, so that the latest of each client comes last."""
    of = NoticeTelling
    found = sa.select(of.client_id, of.manner, of.back_on).where(of.notice_id == notice_id)
    return found.order_by(of.created_at, of.id)


def _noticed() -> sa.Select[PrivacyNotice, str, str | None]:
    of = PrivacyNotice
    return (
        sa.select(of, User.name, PUBLISHER.name)
        .join(User, User.id == of.written_by_id)
        .outerjoin(PUBLISHER, PUBLISHER.id == of.published_by_id)
    )


def _versions(found: sa.Select[PrivacyNotice, str, str | None]) -> list[NoticeVersion]:
    return [
        NoticeVersion(row.id, row.version, row.number, row.texts, writer, row.written_at, publisher, row.published_at)
        for row, writer, publisher in db.session.execute(found)
    ]
