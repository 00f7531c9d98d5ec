"""What clients are told about their records: versions that stay, who was told which, and who was not told yet."""

import json
import re
from datetime import date, timedelta

import pypdfium2
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from caseapp.access import Role
from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.db import db, writing
from caseapp.errors import NotAllowed
from caseapp.followups.models import FollowUp
from caseapp.privacy.notices.models import NoticeTelling, PrivacyNotice
from caseapp.privacy.notices.queries import count_untold, list_untold, list_versions, told_count
from caseapp.watch.readings.rules import NAMES_ALONE
from tests.batches.printing import entries
from tests.pages import Page
from tests.privacy.test_requests import send
from tests.trail import clients_of
from tests.world import amend, make_user


def notice():
    newest = sa.select(PrivacyNotice).order_by(PrivacyNotice.id.desc()).execution_options(populate_existing=True)
    return db.session.scalars(newest).first()


def tellings():
    return list(db.session.scalars(sa.select(NoticeTelling).where(for_maintenance()).order_by(NoticeTelling.id)))


def refuse(*statements):
    for statement in statements:
        with pytest.raises(DBAPIError, match="never changed"), writing():
            db.session.execute(statement)
        db.session.rollback()


def tasks():
    found = sa.select(FollowUp).where(for_maintenance()).order_by(FollowUp.due_on)
    rows = db.session.scalars(found.execution_options(populate_existing=True))
    return [(str(row.state), row.due_on) for row in rows]


def published(browser, **texts):
    return published_after(browser, send(browser, "/notices/new", **texts).location, **texts)


def published_after(browser, address, **texts):
    assert send(browser, address + "/edit", **texts).status_code == 303
    page = browser.see(address)
    form = {name: page.field(name) for name in ("csrf_token", "version")}
    assert browser.post(f"{address}/publication", data=form).status_code == 303
    return address


def paper(answer):
    pages = pypdfium2.PdfDocument(answer.data)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_a_version_that_was_published_stays_and_the_next_one_is_told_anew(world, as_, clock):
    officer = make_user(Role.PRIVACY_OFFICER)
    browser = as_(officer)
    assert "Write the text in one language at least." in send(browser, "/notices/new", he=" ").text
    first = published(browser, en="We keep your goals.", he="אנחנו שומרים את המטרות.")
    assert (notice().number, notice().written_by_id, notice().published_by_id) == (1, officer.id, officer.id)
    answer = send(browser, f"{first}/edit", en="Something else")
    assert "stays as it is" in answer.text
    refuse(sa.update(PrivacyNotice).values(text_en="Forged"), sa.delete(PrivacyNotice))
    told = {"manner": "on_paper", "language": "en", "told_on": "2026-11-22"}
    client = f"/clients/{world.client.id}/notices"
    assert send(as_(world.mentor), client, **told).status_code == 303
    refuse(*(sa.text(f"UPDATE notice_tellings SET {name} = 'ar'") for name in ("language", "hindrance")))
    assert world.client.id not in {row.client_id for row in list_untold(officer)}
    clock.shift(timedelta(days=3))
    browser = as_(officer)
    published(browser, en="We keep your goals for seven years.")
    assert world.client.id in {row.client_id for row in list_untold(officer)}
    assert [row.number for row in list_versions(officer)] == [2, 1]
    page = as_(world.mentor).see(client)
    assert "Not told yet" in page.words
    assert "for seven years" in page.words
    assert "Version 1: Given on paper" in page.words
    assert [len(entries(act)) for act in (Act.NOTICE_WRITTEN, Act.NOTICE_PUBLISHED, Act.NOTICE_TOLD)] == [2, 2, 1]
    with pytest.raises(NotAllowed):
        list_versions(world.supervisor)


def test_whoever_could_not_be_told_comes_back_and_every_figure_opens_its_list(world, as_, clock):
    officer = make_user(Role.PRIVACY_OFFICER)
    amend(db.session.merge(world.client), language="am")
    browser = as_(officer)
    assert "No version was published" in as_(world.mentor).see(f"/clients/{world.client.id}/notices").words
    published(browser, en="We keep your goals.")
    number = len(list_untold(officer))
    assert f"{number} not told yet" in browser.see("/").words
    assert browser.see("/notices/untold").html.count('href="/clients/') == number
    boss = as_(world.supervisor)
    (own,) = re.findall(r'href="/notices/untold" data-counts="(\d+)">\1 people not told', boss.see("/board").html)
    assert boss.see("/notices/untold").html.count('href="/clients/') == int(own)
    assert 1 < int(own) < number, "of the own team"
    mentors, address = as_(world.mentor), f"/clients/{world.client.id}/notices"
    assert "There is no text in this language: Amharic" in mentors.see(address).words
    not_yet = {"manner": "not_yet", "language": "en", "told_on": "2026-11-22"}
    assert "Choose why not yet." in send(mentors, address, **not_yet).text
    assert (
        "Choose a day after today"
        in send(mentors, address, **not_yet, hindrance="not_reached", back_on="2026-11-22").text
    )
    assert "published after that day" in send(mentors, address, manner="sent", language="en", told_on="2026-11-01").text
    assert "has not come yet" in send(mentors, address, manner="sent", language="en", told_on="2026-11-25").text
    assert send(mentors, address, **not_yet, hindrance="not_reached", back_on="2026-11-26").status_code == 303
    stored = db.session.scalars(sa.select(NoticeTelling).where(for_maintenance())).one()
    assert (stored.hindrance, stored.back_on) == ("not_reached", date(2026, 11, 26))
    task = db.session.scalars(sa.select(FollowUp).where(for_maintenance())).one()
    assert (task.due_on, task.owner_id, task.words) == (
        date(2026, 11, 26),
        world.mentor.id,
        "Tell the notice about records",
    )
    assert "Could not be reached" in browser.see(address).words
    (row,) = [row for row in list_untold(officer) if row.client_id == world.client.id]
    assert not row.is_due
    clock.shift(timedelta(days=4))
    assert "Tell the notice about records" in as_(world.mentor).see("/").words
    (row,) = [row for row in list_untold(officer) if row.client_id == world.client.id]
    assert row.is_due
    before = told_count(officer)
    send(as_(officer), address, manner="read_aloud", language="en", told_on="2026-11-26")
    assert told_count(officer) == before._replace(told=before.told + 1)
    assert len(list_untold(officer)) == number - 1
    (_first, second) = sorted(entries(Act.NOTICE_TOLD), key=lambda entry: entry.at)
    assert (clients_of(second.id), second.actor_id) == ({world.client.id}, officer.id)


def test_the_paper_is_in_the_clients_language_and_says_nothing_else(world, as_):
    client = amend(db.session.merge(world.client), language="ru")
    published(as_(make_user(Role.PRIVACY_OFFICER)), en="We keep your goals.", ru="Мы храним ваши цели.")
    letter = paper(as_(world.mentor).get(f"/clients/{client.id}/notices/paper"))
    for words in ("О ваших записях", "Мы храним ваши цели.", client.name, "Версия 1"):
        assert words in letter
    assert "We keep" not in letter
    (entry,) = entries(Act.PRINTED)
    assert clients_of(entry.id) == {client.id}
    page = as_(world.supervisor).see(f"/clients/{client.id}/notices")
    assert page.html.count('lang="ru"') >= 1
    assert "Мы храним ваши цели." in page.words


def test_a_telling_is_of_the_version_that_was_read(world, as_):
    officer = as_(make_user(Role.PRIVACY_OFFICER))
    old = published(officer, en="We keep your goals.", ru="Мы храним ваши цели.")
    mentor, address = as_(world.mentor), f"/clients/{world.client.id}/notices"
    page = mentor.see(address)
    form = {name: page.field(name) for name in ("csrf_token", "record_id", "notice_id")}
    form |= {"manner": "on_paper", "language": "ru", "told_on": "2026-11-22"}
    new = published(officer, en="We keep your goals for seven years.")
    for sent in (form, {**form, "notice_id": ""}, {**form, "notice_id": "none"}, {**form, "notice_id": old[-36:]}):
        again = mentor.post(address, data=sent)
        assert "Another version was published meanwhile." in again.text
        assert "for seven years" in again.text
        assert tellings() == []
    shown = Page(again.text)
    assert (shown.field("notice_id"), shown.field("told_on")) == (new[-36:], "2026-11-22")
    assert mentor.post(address, data={**form, "language": "en", "notice_id": new[-36:]}).status_code == 303
    assert [(row.notice_id.hex, row.language) for row in tellings()] == [(new[-36:].replace("-", ""), "en")]


def test_a_version_that_was_written_before_the_last_publication_is_read_again_first(world, as_, clock):
    browser = as_(make_user(Role.PRIVACY_OFFICER))
    older = send(browser, "/notices/new", en="We keep your goals.").location
    clock.shift(timedelta(minutes=1))
    published(browser, en="We keep your goals for seven years.")
    clock.shift(timedelta(minutes=1))
    page = browser.see(older)
    form = {name: page.field(name) for name in ("csrf_token", "version")}
    browser.post(f"{older}/publication", data=form)
    assert "Another version was published since this one was saved." in browser.see(older).words
    assert [row.number for row in list_versions(db.session.merge(world.administrator))] == [None, 1]
    published_after(browser, older, en="We keep your goals for ten years.")
    assert [row.number for row in list_versions(db.session.merge(world.administrator))] == [2, 1]


def test_a_language_that_nobody_wrote_can_be_told_aloud(world, as_):
    amend(db.session.merge(world.client), language="am", interpreter="ru")
    published(as_(make_user(Role.PRIVACY_OFFICER)), en="We keep your goals.")
    mentor, address = as_(world.mentor), f"/clients/{world.client.id}/notices"
    told = {"told_on": "2026-11-22"}
    (chosen,) = [each for each in mentor.see(address).fields if each.get("name") == "language" and "checked" in each]
    assert chosen["value"] == "am"
    for manner, language in (("on_paper", "am"), ("sent", "ru"), ("read_aloud", "ar"), ("read_aloud", "xx")):
        answer = send(mentor, address, manner=manner, language=language, **told)
        assert "There is no text in this language." in answer.text, (manner, language)
    for language, name in (("am", "Amharic"), ("ru", "Russian")):
        assert send(mentor, address, manner="read_aloud", language=language, **told).status_code == 303
        assert f"Read aloud and talked over, {name}" in mentor.see(address).words
    assert [row.language for row in tellings()] == ["am", "ru"]


def test_there_is_one_task_to_try_again_and_telling_ends_it(world, as_):
    officer = as_(make_user(Role.PRIVACY_OFFICER))
    published(officer, en="We keep your goals.")
    mentor, address = as_(world.mentor), f"/clients/{world.client.id}/notices"
    typed = {"language": "en", "told_on": "2026-11-22"}
    for day in ("2026-11-26", "2026-11-29"):
        not_yet = {"manner": "not_yet", "hindrance": "not_reached", "back_on": day}
        assert send(mentor, address, **typed, **not_yet).status_code == 303
    assert tasks() == [("done", date(2026, 11, 26)), ("open", date(2026, 11, 29))]
    send(mentor, f"/clients/{world.client.id}/follow-ups", words="Call the clinic")
    assert send(officer, address, manner="sent", **typed).status_code == 303
    assert [state for state, day in tasks() if day] == ["done", "done"]


def test_what_a_client_was_told_is_read_as_a_file_and_the_list_as_names(world, as_):
    published(as_(make_user(Role.PRIVACY_OFFICER)), en="We keep your goals.")
    mentor = as_(world.mentor)
    mentor.see("/notices/untold")
    mentor.see(f"/clients/{world.client.id}/notices")
    pages = [json.loads(entry.detail)["page"] for entry in entries(Act.READ) if entry.actor_id == world.mentor.id]
    assert [(page, page in NAMES_ALONE) for page in pages] == [("notices", True), ("clients_notices", False)]


def test_the_first_page_of_whoever_tells_leads_to_who_is_untold_page_by_page(world, as_, monkeypatch):
    monkeypatch.setattr("caseapp.privacy.notices.page.PAGE", 1)
    officer = make_user(Role.PRIVACY_OFFICER)
    assert "not told about the records" not in as_(world.mentor).see("/").words
    published(as_(officer), en="We keep your goals.")
    for by, path in ((world.mentor, "/"), (world.supervisor, "/board"), (officer, "/")):
        listed, number = list_untold(by), count_untold(by)
        assert number == len(listed) > 0
        page = as_(by).see(path)
        assert "/notices/untold" in page.links
        people = f"{number} {'person' if number == 1 else 'people'} not told about the records yet"
        said = {world.mentor: people, world.supervisor: people, officer: f"{number} not told yet"}[by]
        assert said in page.words
    names = [row.name for row in list_untold(officer)]
    assert len(names) > 2
    browser, address = as_(officer), "/notices/untold"
    read = []
    for number, name in enumerate(names):
        page = browser.see(address)
        assert f"{len(names)} clients were not told" in page.words
        assert [each for each in names if each in page.words] == [name]
        read += [link for link in page.links if link.startswith("/clients/")]
        following = [link for link in page.links if "?after=" in link]
        assert len(following) == (number < len(names) - 1)
        address = following[0] if following else ""
    assert len(set(read)) == len(names)
    after = {clients_of(entry.id).pop().hex for entry in entries(Act.READ) if len(clients_of(entry.id)) == 1}
    assert {link.split("/")[2].replace("-", "") for link in read} <= after
    first = list_untold(officer)[0]
    told = {"manner": "read_aloud", "language": "en", "told_on": "2026-11-22"}
    assert send(browser, f"/clients/{first.client_id}/notices", **told).status_code == 303
    assert names[1] in browser.see(f"/notices/untold?after={first.client_id}").words
    assert count_untold(officer) == len(names) - 1
