"""The pages of what must be done next."""

from datetime import date, timedelta

from caseapp.followups.queries import follow_ups_of, open_concerns, open_follow_ups
from caseapp.followups.rules import FollowUpState
from tests.statements import statements
from tests.world import make_client, make_concern, make_follow_up

TODAY = date(2026, 11, 22)


def test_the_list_stands_by_day_and_is_ticked_off_with_one_tap(world, as_):
    make_follow_up(world.client, world.mentor, TODAY + timedelta(days=1), words="Later")
    first = make_follow_up(world.client, world.mentor, TODAY - timedelta(days=1), words="Overdue")
    browser = as_(world.mentor)
    page = browser.see("/follow-ups")
    assert page.words.index("Overdue") < page.words.index("Later")
    assert "Was due yesterday" in page.words
    browser.send(f"/follow-ups/{first.id}/done", {"from": "list"}, fresh=False)
    assert [told.words for told in open_follow_ups(world.mentor)] == ["Later"]


def test_a_supervisor_sees_the_teams_and_can_look_at_one_mentors(world, as_):
    make_follow_up(world.client, world.mentor, words="Mayas")
    make_follow_up(world.team_mates_client, world.team_mate, words="The mates")
    make_follow_up(world.other_client, world.other_mentor, words="Foreign")
    browser = as_(world.supervisor)
    page = browser.see("/follow-ups")
    assert "Mayas" in page.words
    assert "The mates" in page.words
    assert "Foreign" not in page.words
    page = browser.see(f"/follow-ups?owner={world.mentor.id}")
    assert "The mates" not in page.words


def test_something_is_put_on_the_list_by_hand_and_dropped_with_a_reason(world, as_):
    browser = as_(world.mentor)
    address = f"/clients/{world.client.id}/follow-ups"
    browser.send(address, {"words": "Ask about <b>the choir</b>", "due_on": "2026-12-01"})
    [told] = follow_ups_of(world.mentor, world.client.id)
    assert "Ask about <b>the choir</b>" in browser.see(address).words
    answer = browser.send(f"/follow-ups/{told.id}/drop", {"reason": ""})
    assert answer.status_code == 200
    browser.send(f"/follow-ups/{told.id}/drop", {"reason": "No choir there"})
    assert follow_ups_of(world.mentor, world.client.id)[0].state is FollowUpState.DROPPED


def test_a_day_that_does_not_exist_is_said_in_words_and_the_text_is_kept(world, as_):
    address = f"/clients/{world.client.id}/follow-ups"
    answer = as_(world.mentor).send(address, {"words": "Kept words", "due_on": "2026-02-31"})
    assert answer.status_code == 200
    assert "Kept words" in answer.text
    assert not follow_ups_of(world.mentor, world.client.id)


def test_a_supervisor_sees_a_concern_acknowledges_and_closes_it(world, as_):
    concern = make_concern(world.client, world.mentor, level="emergency")
    browser = as_(world.supervisor)
    page = browser.see("/concerns")
    assert world.client.name in page.words
    assert 'href="tel:101"' in page.html
    browser.send(f"/concerns/{concern.id}/acknowledgement", fresh=False)
    assert "Seen by" in as_(world.mentor).see(f"/clients/{world.client.id}/concerns").words
    browser.send(f"/concerns/{concern.id}/closure", {"words": "Spoke with the clinic."})
    assert open_concerns(world.supervisor) == []


def test_the_lists_ask_no_more_of_the_store_when_they_grow(world, as_):
    counts = []
    browser = as_(world.supervisor)
    for number in (1, 12):
        for _time in range(number):
            client = make_client(world.team, world.mentor)
            make_follow_up(client, world.mentor)
            make_concern(client, world.mentor)
        for address in ("/follow-ups", "/concerns"):
            with statements() as sent:
                browser.see(address)
            counts.append(len(sent))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 6
