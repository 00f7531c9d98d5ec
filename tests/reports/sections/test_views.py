"""A section of a report is written: sentences of the notes beside it, kept while one types, submitted for review."""

from datetime import date, timedelta

import pytest
from uuid_utils.compat import uuid7

from caseapp.audit.rules import Act
from caseapp.clock import now, today
from caseapp.errors import NotAllowed
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.queries import find_report_to_write
from caseapp.reports.sections.models import SectionSource
from caseapp.reports.sections.queries import writers_of
from tests.pages import Page
from tests.reports.reviewing import submitted
from tests.reports.sections.conftest import NOTED_ON
from tests.reports.sections.records import address, entries, every, section_of
from tests.statements import statements
from tests.world import assign, make_activity, make_report, make_user


def look_for(browser, report, wanted, **more):
    path = f"{address(report)}/notes"
    (form,) = [form for form in browser.see(address(report)).forms if form["action"] == path]
    answer = browser.post(path, data={**form["fields"], "wanted": wanted, **more})
    assert answer.status_code == 200
    return Page(answer.text)


def test_the_notes_of_the_period_stand_beside_the_text_the_newest_first(world, as_, report, note):
    make_activity(world.client, world.mentor, date(2026, 10, 20), note="The newest one.")
    make_activity(world.client, world.mentor, date(2026, 11, 20), note="After the period.")
    make_activity(world.client, world.mentor, date(2026, 10, 21), note="Struck through.", error_at=now())
    page = as_(world.mentor).see(address(report))
    assert page.words.index("The newest one.") < page.words.index("She chose the café.")
    assert "It cost 3.20." in page.words
    assert "After the period." not in page.words
    assert "Struck through." not in page.words


def test_notes_are_found_by_their_words(world, as_, report, note):
    make_activity(world.client, world.mentor, date(2026, 10, 20), note="Something else.")
    browser = as_(world.mentor)
    page = look_for(browser, report, "CAFÉ chose")
    assert "She chose the café." in page.words
    assert "Something else." not in page.words
    assert "Nothing matches these words." in look_for(browser, report, "nowhere").words


def test_a_search_saves_nothing_and_the_page_found_saves_the_section(world, as_, report, note):
    browser = as_(world.mentor)
    page = look_for(browser, report, "café", words="Not this.")
    assert section_of(report).words == "We met."
    (section,) = [form for form in page.forms if form["action"] == address(report)]
    assert "We met." in page.words
    assert "Not this." not in page.words
    assert browser.post(address(report), data={**section["fields"], "words": "This."}).status_code == 303
    assert section_of(report).words == "This."


def test_looking_in_the_notes_of_a_report_that_is_not_written_any_more_leads_to_the_report(world, as_):
    report = submitted(world.client, world.mentor)
    browser = as_(world.mentor)
    browser.see("/")
    form = {"csrf_token": browser.page.field("csrf_token"), "wanted": "café"}
    answer = browser.post(f"{address(report)}/notes", data=form)
    assert (answer.status_code, answer.location) == (303, f"/reports/{report.id}")


def test_a_sentence_is_inserted_at_one_tap_and_the_notes_day_is_its_source(world, as_, report, note):
    browser = as_(world.mentor)
    answer = browser.send(address(report), {"words": "We met twice.", "take": f"{note.id}:1"})
    assert answer.status_code == 303
    assert answer.location.startswith(address(report))
    assert section_of(report).words == "We met twice. It cost 3.20."
    (source,) = every(SectionSource)
    assert (source.activity_id, source.noted_on) == (note.id, NOTED_ON)
    assert "Includes sentences from the notes dated 12.10.2026" in browser.see(address(report)).words


def test_sources_that_the_script_names_are_kept_once(world, as_, report, note):
    browser = as_(world.mentor)
    for words in ("One.", "Two."):
        browser.send(address(report), {"words": words, "source": [str(note.id), str(note.id), "no id", str(uuid7())]})
    assert [source.activity_id for source in every(SectionSource)] == [note.id]


@pytest.mark.parametrize("taken", ["{note}:99", "{note}:x", "nonsense", "01a2035b-0000-7000-8000-000000000000:0"])
def test_a_sentence_that_is_not_there_is_not_inserted(world, as_, report, note, taken):
    as_(world.mentor).send(address(report), {"words": "We met.", "take": taken.format(note=note.id)})
    assert section_of(report).words == "We met."
    assert every(SectionSource) == []


def test_another_clients_note_is_no_source(world, as_, report):
    foreign = make_activity(world.other_client, world.other_mentor, NOTED_ON, note="Not hers.")
    answer = as_(world.mentor).send(address(report), {"words": "We met.", "take": f"{foreign.id}:0"})
    assert answer.status_code == 404
    as_(world.mentor).send(address(report), {"words": "We met again.", "source": str(foreign.id)})
    assert every(SectionSource) == []


def draft(browser, report, words, version=None, **more):
    page = browser.see(address(report))
    form = {"csrf_token": page.field("csrf_token"), "version": version or page.field("version"), "words": words}
    return browser.post(f"{address(report)}/draft", data={**form, **more})


def test_what_is_typed_is_kept_as_it_is_and_the_next_version_is_told(world, as_, report):
    browser = as_(world.mentor)
    long = "long " * 20_000
    answer = draft(browser, report, long)
    assert answer.status_code == 200
    assert answer.json == {"version": section_of(report).version, "status": "Saved 10:00"}
    assert section_of(report).words == long.strip()
    assert draft(browser, report, "next", version=answer.json["version"]).status_code == 200


def test_the_same_words_once_more_change_nothing_and_are_kept(world, as_, report):
    browser = as_(world.mentor)
    kept = draft(browser, report, "We met.").json
    assert draft(browser, report, "We met.").json == kept


def test_a_draft_of_an_older_version_overwrites_nothing(world, as_, report):
    browser = as_(world.mentor)
    old = section_of(report).version
    draft(browser, report, "newer")
    assert draft(browser, report, "older", version=old).status_code == 409
    assert section_of(report).words == "newer"


def test_saving_the_same_twice_changes_once(world, as_, report):
    browser = as_(world.mentor)
    page = browser.see(address(report))
    form = {"csrf_token": page.field("csrf_token"), "version": page.field("version"), "words": "Once."}
    assert {browser.post(address(report), data=form).status_code for _ in range(2)} == {303}
    assert len(entries(Act.REPORT_CHANGED)) == 1


def test_text_that_cannot_be_kept_is_given_back_with_a_sentence(world, as_, report):
    browser = as_(world.mentor)
    answer = browser.send(address(report), {"words": "private \ue000 letter"})
    assert answer.status_code == 200
    assert "The text contains a character that cannot be saved." in browser.page.words
    assert draft(browser, report, "private \ue000 letter").status_code == 422
    assert section_of(report).words == "We met."


def test_a_supervisor_reads_a_mentors_report_and_does_not_write_in_it(world, as_, report):
    browser = as_(world.supervisor)
    assert browser.get(address(report)).location == f"/reports/{report.id}"
    assert address(report) not in browser.see(f"/reports/{report.id}").links
    token = {"csrf_token": browser.page.field("csrf_token") or "", "words": "mine", "version": "1"}
    assert browser.post(address(report), data=token).status_code in (400, 403)
    assert section_of(report).words == "We met."


def test_a_mentor_who_became_supervisor_writes_no_more_though_the_assignment_still_lasts(world, as_, report):
    assign(world.client, world.supervisor)
    assert as_(world.supervisor).get(address(report)).location == f"/reports/{report.id}"
    with pytest.raises(NotAllowed):
        find_report_to_write(world.supervisor, report.id)


def test_a_second_mentor_of_the_client_writes_too_and_is_remembered(world, as_, report):
    second = make_user(team=world.team)
    assign(world.client, second)
    assert as_(second).send(address(report), {"words": "Mine too."}).status_code == 303
    assert writers_of(second, report.id) == {second.id}


def test_an_unknown_section_is_not_there(world, as_, report):
    family = make_report(world.client, world.mentor, kind=ReportKind.FAMILY)
    browser = as_(world.mentor)
    for path in (address(report, "goals"), address(report, "nonsense"), address(family, "background")):
        browser.see(path, 404)


def test_a_sections_page_costs_the_same_for_few_notes_and_for_many(world, as_, report, note):
    browser, page = as_(world.mentor), address(report)
    browser.see(page)
    with statements() as few:
        browser.see(page)
    for number in range(40):
        make_activity(world.client, world.mentor, NOTED_ON - timedelta(days=number), note="One. Two. Three.")
    with statements() as many:
        browser.see(page)
    assert len(few) == len(many) <= 9
    assert today() > NOTED_ON
