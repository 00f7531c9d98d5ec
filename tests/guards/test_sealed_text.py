"""Every text that is stored, in whatever table: sealed, a word of a list, or here by name with the reason."""

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

import caseapp.app.features  # noqa: F401 - all models
from caseapp.db import Base, Sealed, SealedBytes
from caseapp.db.base import CONFIDENTIAL, SEALED

SEARCHED = "found by name and shown in lists; the whole database is encrypted where it is embedded"
CODE = "a code, or codes, of the organisation's lists or of the program"
DIGEST = "a hash, a key that is wrapped, or an authentication code"
OF_STAFF = "about somebody who works here, a team or the organisation"
OF_DIRECTORY = "of a group, club or course that everybody may know; nothing about a client"
OF_SYSTEM = "ids, figures and words of the program"
CLEAR = {
    "access_reviews.role": OF_STAFF,
    "approvals.committee": "which committee decided, as it signs; printed on every report",
    "approvals.reference": "the committee's number of the decision; says nothing without its files",
    "approvals.service": CODE,
    "activities.kinds": CODE,
    "activities.place": CODE,
    "batch_tables.chosen": "which filters or group, by ids and codes",
    "batch_tables.kind": CODE,
    "batch_tables.language": CODE,
    "client_statuses.reason": CODE,
    "clients.alias": SEARCHED,
    "clients.family_name": SEARCHED,
    "clients.given_name": SEARCHED,
    "clients.interpreter": CODE,
    "clients.language": CODE,
    "clients.national_id_hash": DIGEST,
    "clients.preferred_name": SEARCHED,
    "clients.search_name": SEARCHED,
    "clients.sound": SEARCHED,
    "clients.spoken": CODE,
    "backup_runs.file_name": OF_SYSTEM,
    "backup_runs.host": OF_SYSTEM,
    "drafts.form": OF_SYSTEM,
    "drafts.path": OF_SYSTEM,
    "duty_settings.police": OF_STAFF,
    "duty_settings.social_worker": OF_STAFF,
    "duty_settings.source": OF_STAFF,
    "duty_settings.words": OF_STAFF,
    "fitness_kinds.code": CODE,
    "fitness_kinds.label": OF_STAFF,
    "fitness_kinds.source": OF_STAFF,
    "fitness_papers.kind": CODE,
    "goals.barriers": CODE,
    "goals.chime": CODE,
    "goals.domain": CODE,
    "groups.kind": CODE,
    "groups.name": "what the group does, as on the notice board; nobody's name",
    "groups.service": CODE,
    "groups.place": CODE,
    "groups.place_words": "where the group meets",
    "idempotency_keys.digest": DIGEST,
    "instrument_texts.code": CODE,
    "instrument_texts.definition": "the published text of an instrument; nothing about a client",
    "instrument_texts.version": CODE,
    "installation.key_check": DIGEST,
    "installation.seal_check": DIGEST,
    "installation.wrapped_seals": DIGEST,
    "joinings.password_hash": DIGEST,
    "joinings.role": OF_STAFF,
    "known_browsers.browser": OF_STAFF,
    "known_browsers.secret_hash": DIGEST,
    "known_shapes.headings_hash": DIGEST,
    "links.secret_hash": DIGEST,
    "list_entries.code": CODE,
    "list_entries.label": OF_STAFF,
    "check_ins.secret_hash": DIGEST,
    "measures_taken.instrument": CODE,
    "measures_taken.language": CODE,
    "measures_taken.version": CODE,
    "meetings.reason": "why a meeting of the group was moved or called off",
    "organisation.accessibility_contact": OF_STAFF,
    "organisation.address": OF_STAFF,
    "organisation.instruments": CODE,
    "organisation.instruments_compared": CODE,
    "organisation.logo": OF_STAFF,
    "organisation.emergency_numbers": OF_STAFF,
    "organisation.messengers": OF_STAFF,
    "organisation.privacy_contact": OF_STAFF,
    "notice_tellings.language": CODE,
    **dict.fromkeys((f"privacy_notices.text_{code}" for code in ("he", "ar", "ru", "en")), OF_STAFF),
    "processors.country": OF_STAFF,
    "processors.name": OF_STAFF,
    "processors.purpose": OF_STAFF,
    "processors.records": OF_STAFF,
    "organisation.name": OF_STAFF,
    "organisation.phone": OF_STAFF,
    "organisation.thresholds": OF_STAFF,
    "passkeys.credential": "what a device calls its key; opens nothing",
    "passkeys.name": OF_STAFF,
    "passkeys.public_key": "checks signatures and makes none",
    "used_challenges.challenge_hash": DIGEST,
    "report_signatures.content_sha256": DIGEST,
    "report_signatures.pdf_sha256": DIGEST,
    "reports.language": CODE,
    "stuck_answers.obstacles": CODE,
    "stuck_steps.obstacles": CODE,
    "sign_ins.browser": OF_STAFF,
    "sign_ins.contents": OF_STAFF,
    "sign_ins.secret_hash": DIGEST,
    "whole_files.language": CODE,
    "support_sources.about": OF_DIRECTORY,
    "support_sources.address": OF_DIRECTORY,
    "support_sources.area": OF_DIRECTORY,
    "support_sources.bus": OF_DIRECTORY,
    "support_sources.contact": OF_DIRECTORY,
    "support_sources.cost": OF_DIRECTORY,
    "support_sources.discretion": OF_DIRECTORY,
    "support_sources.email": OF_DIRECTORY,
    "support_sources.for_whom": OF_DIRECTORY,
    "support_sources.interests": CODE,
    "support_sources.languages": CODE,
    "support_sources.name": OF_DIRECTORY,
    "support_sources.organisation": OF_DIRECTORY,
    "support_sources.phone": OF_DIRECTORY,
    "support_sources.place": OF_DIRECTORY,
    "support_sources.way_in_words": OF_DIRECTORY,
    "support_sources.website": OF_DIRECTORY,
    "support_sources.weekdays": CODE,
    "support_sources.when_words": OF_DIRECTORY,
    "teams.name": OF_STAFF,
    "recovery_codes.code_hash": DIGEST,
    "throttles.key": DIGEST,
    "trail_anchors.heads": OF_SYSTEM,
    "trail_anchors.mac": DIGEST,
    "trail_checks.first_fault": OF_SYSTEM,
    "trail_client_sets.id": DIGEST,
    "trail_entries.address": OF_STAFF,
    "trail_entries.client_set_id": DIGEST,
    "trail_entries.detail": OF_SYSTEM,
    "trail_entries.mac": DIGEST,
    "trail_entries.subject": OF_SYSTEM,
    "installation.trail_check": DIGEST,
    "trail_purged.key_name": DIGEST,
    "trail_purged.mac": DIGEST,
    "trail_set_members.set_id": DIGEST,
    "unreadable_fields.column_name": OF_SYSTEM,
    "unreadable_fields.table_name": OF_SYSTEM,
    "uploads.language": CODE,
    "uploads.role": OF_STAFF,
    "users.language": OF_STAFF,
    "users.name": OF_STAFF,
    "users.password_hash": DIGEST,
    "users.role": OF_STAFF,
    "users.username": OF_STAFF,
}
NOT_CONFIDENTIAL = {
    "drafts": "asked for by whoever wrote them, and by nobody else; the trail has their beginning and end",
    "trail_set_members": "who was told of; the trail has rules of its own",
}
WORDS = "Planted words about somebody"


def in_clear(metadata: sa.MetaData) -> set[str]:
    """The columns that can hold a text as it was typed."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String | sa.LargeBinary | sa.JSON)
        and not isinstance(column.type, sa.Enum)
        and not column.info.get(SEALED)
    }


def about_clients(metadata: sa.MetaData) -> set[str]:
    """Tables with a client's id, which the query guard does not watch."""
    return {
        table.name
        for table in metadata.sorted_tables
        if "client_id" in table.columns and not table.info.get(CONFIDENTIAL)
    }


def sealed_texts() -> list[tuple[type, str]]:
    return [
        (mapper.class_, name)
        for mapper in Base.registry.mappers
        for owner in mapper.class_.__mro__
        for name, value in vars(owner).items()
        if isinstance(value, Sealed | SealedBytes)
    ]


def copied(table: str, column: sa.Column) -> sa.MetaData:
    """The tables as they are, one of them with a column more."""
    metadata = sa.MetaData()
    for each in Base.metadata.sorted_tables:
        each.to_metadata(metadata)
    metadata.tables[table].append_column(column)
    return metadata


def test_what_stands_in_clear_is_on_the_list_and_nothing_else_is() -> None:
    assert in_clear(Base.metadata) == set(CLEAR)
    assert about_clients(Base.metadata) == set(NOT_CONFIDENTIAL)


@pytest.mark.parametrize("kind", [sa.String(200), sa.Text(), sa.LargeBinary(), sa.JSON(), sa.Unicode(80)])
def test_a_contacts_note_in_clear_is_seen(kind) -> None:
    assert in_clear(copied("contacts", sa.Column("note", kind))) - set(CLEAR) == {"contacts.note"}


def test_a_table_about_clients_that_nobody_guards_is_seen() -> None:
    assert about_clients(copied("groups", sa.Column("client_id", sa.Uuid))) - set(NOT_CONFIDENTIAL) == {"groups"}


def test_every_sealed_column_has_its_text() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get(SEALED)
    }
    assert {f"{model.__tablename__}.{getattr(model, name).column}" for model, name in sealed_texts()} == columns


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_text_is_sealed_as_it_is_set(app) -> None:
    """What the row holds is not what was typed, opens again, and does not open in another row."""
    for model, name in sealed_texts():
        text = WORDS.encode() if isinstance(vars_of(model, name), SealedBytes) else WORDS
        row = model(id=uuid7())
        setattr(row, name, text)
        stored = getattr(row, getattr(model, name).column)
        assert WORDS.encode() not in stored, (model, name)
        assert getattr(row, name) == text, (model, name)


def vars_of(model: type, name: str) -> Sealed | SealedBytes:
    return next(vars(owner)[name] for owner in model.__mro__ if name in vars(owner))
