"""What a page is told that sends a form without leaving."""

import pytest

BY_PAGE = {"X-Posted": "1"}


@pytest.fixture
def follow_ups(world):
    return f"/clients/{world.client.id}/follow-ups"


def test_a_page_is_told_where_to_go_and_the_message_is_left_for_there(world, as_, follow_ups):
    browser = as_(world.mentor)
    answer = browser.send(follow_ups, {"words": "Ask about the choir"}, headers=BY_PAGE)
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Location" not in answer.headers
    assert browser.see(answer.headers["X-Go"]).words.count("Ask about the choir") == 1


def test_without_a_script_the_answer_is_a_redirect_as_before(world, as_, follow_ups):
    answer = as_(world.mentor).send(follow_ups, {"words": "Ask about the choir"})
    assert (answer.status_code, "X-Go" in answer.headers) == (303, False)


def test_a_refused_form_comes_back_as_a_page(world, as_, follow_ups):
    answer = as_(world.mentor).send(follow_ups, {"words": ""}, headers=BY_PAGE)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")


def test_who_was_signed_out_is_told_so_and_not_blamed(world, as_, visitor, follow_ups):
    browser = as_(world.mentor)
    browser.see(follow_ups)
    token = browser.page.field("csrf_token")
    for headers, status in ((BY_PAGE, 401), ({}, 400)):
        visitor.get("/language/en")
        answer = visitor.post(follow_ups, data={"csrf_token": token, "words": "Kept words"}, headers=headers)
        assert (answer.status_code, answer.headers["X-Token"]) == (status, "old")
        assert visitor.page.headings == ["You have been signed out"]
        assert "Kept words" in visitor.page.words


def test_a_token_of_an_earlier_session_is_told_apart_from_no_session(world, as_, follow_ups):
    browser = as_(world.mentor)
    answer = browser.post(follow_ups, data={"csrf_token": "old", "words": "Kept words"}, headers=BY_PAGE)
    assert (answer.status_code, answer.headers["X-Token"]) == (400, "old")
    assert browser.page.headings == ["This page was open for a long time"]
    token = browser.get("/session").json["token"]
    assert browser.post(follow_ups, data={"csrf_token": token, "words": "Kept"}, headers=BY_PAGE).status_code in (
        200,
        204,
    )


def test_a_page_can_ask_who_is_signed_in(world, as_, visitor):
    assert visitor.get("/session").json == {"person": None}
    assert as_(world.mentor).get("/session").json["person"] == str(world.mentor.id)
