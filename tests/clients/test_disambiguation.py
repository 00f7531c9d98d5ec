"""People of one name are told apart wherever one chooses among them: by birth, else by who accompanies them."""

from datetime import date
from uuid import uuid4

import pytest

from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.i18n import in_language
from caseapp.progress.people_queries import list_people
from tests.statements import statements
from tests.world import make_client, make_group, make_user

DINA = {"given_name": "דינה", "family_name": "לוי"}


def named(name: str, born_on: date | None = None, mentors: str = "") -> ListedPerson:
    return ListedPerson(uuid4(), name, born_on, mentors)


class TestWords:
    def words(self, app, *people: ListedPerson) -> list[str]:
        with app.test_request_context(), in_language("en"):
            found = disambiguate(people)
        return [found.get(one.id, "–") for one in people]

    def test_a_name_that_nobody_else_has_stays_alone(self, app) -> None:
        assert self.words(app, named("Dina Levi", date(1987, 1, 1)), named("Ruth Levi", date(1987, 1, 1))) == ["–", "–"]

    def test_the_year_then_the_day_then_who_accompanies(self, app) -> None:
        one, other = named("Dina Levi", date(1987, 4, 3), "Maya"), named("Dina Levi", date(1990, 1, 2), "Noa")
        assert self.words(app, one, other) == ["born in 1987", "born in 1990"]
        assert self.words(app, one, named("Dina Levi", date(1987, 5, 1))) == ["born on 3.4.1987", "born on 1.5.1987"]
        assert self.words(app, one, named("Dina Levi", None, "Noa")) == ["born in 1987", "mentored by Noa"]
        assert self.words(app, one, one._replace(id=uuid4(), mentors="Noa")) == [
            "mentored by Maya",
            "mentored by Noa",
        ]

    @pytest.mark.parametrize("name", ["Dina  Levi", "DINA LEVI", "Dіna Levі", "Levi Dina", "Dina Levi\u200f"])
    def test_names_that_look_the_same_are_told_apart_too(self, app, name: str) -> None:
        assert "–" not in self.words(app, named("Dina Levi", date(1987, 1, 1)), named(name, date(1990, 1, 1)))


@pytest.fixture
def namesakes(world):
    """Two of the mentor's clients and one of a team-mate's, all with one name; the last of unknown birth."""
    first = make_client(world.team, world.mentor, birth_on=date(1987, 4, 3), **DINA)
    second = make_client(world.team, world.mentor, birth_on=date(1990, 4, 3), **DINA)
    return first, second, make_client(world.team, world.team_mate, **DINA)


def test_on_each_list_where_one_chooses(world, as_, namesakes) -> None:
    browser = as_(world.supervisor)
    group = make_group(world.team, world.mentor)
    for path in ("/clients", "/board", "/activities/new", f"/groups/{group.id}/members"):
        words = browser.see(path).words
        assert "born in 1987" in words, path
        assert "born in 1990" in words, path
        assert world.team_mate.name in words, path
    browser.send("/clients/search", {"words": "דינה"})
    assert "born in 1987" in browser.page.words
    own = as_(world.mentor)
    for path in ("/", "/clients", "/board", "/activities/new"):
        assert "born in 1990" in own.see(path).words, path


def test_they_are_told_apart_without_one_more_statement(world, as_) -> None:
    browser = as_(world.supervisor)
    group = make_group(world.team, world.mentor)
    paths = ("/clients", "/board", "/activities/new", f"/groups/{group.id}/members")
    counts = []
    for _time in range(2):
        for year in (1987, 1990):
            make_client(world.team, world.mentor, birth_on=date(year, 1, 1), **DINA)
        found = []
        for path in paths:
            browser.see(path)
            with statements() as sent:
                browser.see(path)
            found.append(len(sent))
        counts.append(found)
    assert counts[0] == counts[1]
    assert counts[0] == [5, 9, 4, 7]


def test_also_where_a_page_ends_between_them(world, namesakes) -> None:
    page, seen = list_people(world.supervisor, limit=1), {}
    while True:
        seen |= {row.id: row.apart for row in page.rows}
        if page.after is None:
            break
        page = list_people(world.supervisor, page.after, limit=1)
    assert ["1987" in seen[namesakes[0].id], "1990" in seen[namesakes[1].id]] == [True, True]
    assert len(seen) == len(list_people(world.supervisor).rows)


def test_the_register_tells_no_birth_to_an_administrator(world, as_, namesakes) -> None:
    words = as_(world.administrator).see("/register").words
    assert "1987" not in words
    assert world.mentor.name in words


def test_of_a_namesake_in_another_team_nothing_is_said(world, as_) -> None:
    make_client(world.team, world.mentor, birth_on=date(1987, 1, 1), **DINA)
    make_client(world.other_team, make_user("mentor", world.other_team), birth_on=date(1990, 1, 1), **DINA)
    assert "born in" not in as_(world.supervisor).see("/clients").words
