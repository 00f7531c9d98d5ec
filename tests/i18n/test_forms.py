"""A text takes the grammatical form of the client whom the page is about."""

import pytest

from caseapp.access import Role
from caseapp.accounts.rules import AddressForm
from caseapp.clients.queries import find_client
from caseapp.clients.rules import GenderForm
from caseapp.i18n import FORMS, _, in_language, speak_of, speaking_of
from tests.world import assign, keep, make_client, make_user

CAME_NOT = {
    "he": ("לא הגיעה", "לא הגיע", "לא הגיעו"),
    "ar": ("لم تحضر", "لم يحضر", "لم يتم الحضور"),
    "ru": ("Не пришла", "Не пришёл", "Встреча пропущена"),
    "en": ("Did not come",) * 3,
}


@pytest.mark.parametrize("language", list(CAME_NOT))
@pytest.mark.parametrize("form", FORMS)
def test_a_text_speaks_of_a_woman_of_a_man_or_of_neither(app, language, form):
    with app.test_request_context(), in_language(language):
        assert str(_("Did not come")) == CAME_NOT[language][-1]
        speak_of(form)
        assert str(_("Did not come")) == CAME_NOT[language][FORMS.index(form)]
        assert app.jinja_env.globals["_"]("Did not come") == CAME_NOT[language][FORMS.index(form)]


def test_a_page_about_several_people_speaks_of_nobody_in_particular(app):
    with app.test_request_context(), in_language("he"):
        for form in ("feminine", "masculine", "feminine"):
            speak_of(form)
        assert str(_("Did not come")) == CAME_NOT["he"][-1]


def test_a_text_in_another_language_does_not_go_on_about_the_page(app):
    with app.test_request_context():
        speak_of("feminine")
        with in_language("he"):
            assert str(_("Did not come")) == CAME_NOT["he"][-1]
            speak_of("masculine")
        with in_language("ru"):
            assert str(_("Did not come")) == CAME_NOT["ru"][-1]


def test_a_form_for_a_while_is_gone_afterwards(app):
    with app.test_request_context(), in_language("he"):
        with speaking_of("masculine"):
            assert str(_("Did not come")) == CAME_NOT["he"][1]
        speak_of("feminine")
        with speaking_of("masculine"):
            assert str(_("Did not come")) == CAME_NOT["he"][1]
        assert str(_("Did not come")) == CAME_NOT["he"][0]


def test_whoever_finds_a_client_speaks_of_her(app, world):
    client = make_client(world.team, gender_form=GenderForm.FEMININE)
    with app.test_request_context(), in_language("he"):
        find_client(world.supervisor, client.id)
        assert str(_("Did not come")) == CAME_NOT["he"][0]


@pytest.mark.parametrize(
    ("form", "words"), [(GenderForm.FEMININE, "דאגה לשלומה?"), (GenderForm.MASCULINE, "דאגה לשלומו?")]
)
def test_the_note_asks_in_the_clients_grammar(world, as_, form, words):
    client = make_client(world.team, gender_form=form)
    assign(client, world.mentor)
    world.mentor.language = "he"
    keep(world.mentor)
    assert words in as_(world.mentor).see(f"/clients/{client.id}/activities/new").words


THE_MENTOR = {"he": ("החונכת", "החונך", "צוות החונכות"), "ar": ("المرافقة", "المرافق", "جهة المرافقة")}


@pytest.mark.parametrize("language", list(THE_MENTOR))
def test_the_mentor_is_spoken_of_as_the_one_mentor_wants_it(app, world, language):
    client, other = make_client(world.team), make_user(Role.MENTOR)
    world.mentor.address_form = AddressForm.FEMININE
    for person, mentor_form, said in (
        (None, None, 2),
        (world.mentor, AddressForm.FEMININE, 0),
        (other, AddressForm.FEMININE, 0),
        (None, AddressForm.MASCULINE, 2),
    ):
        if person:
            person.address_form = mentor_form
            keep(person)
            assign(client, person)
        else:
            other.address_form = mentor_form or AddressForm.NEUTRAL
            keep(other)
        with app.test_request_context(), in_language(language):
            find_client(world.supervisor, client.id)
            assert str(_("The mentor")) == THE_MENTOR[language][said]


def test_two_clients_on_a_page_have_no_mentor_in_particular(app):
    with app.test_request_context(), in_language("he"):
        speak_of("feminine", "masculine")
        assert str(_("The mentor")) == THE_MENTOR["he"][1]
        speak_of("feminine")
        assert str(_("The mentor")) == THE_MENTOR["he"][2]
