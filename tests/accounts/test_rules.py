"""What makes a password, a username, the name of a browser, and how long a guesser waits."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caseapp.accounts.password_rules import (
    BREACHED_BYTES,
    ENOUGH_PARTS,
    PASSWORD_MAX,
    PASSWORD_MIN,
    _breached,
    _listed,
    check_password,
    count_parts,
    is_breached,
)
from caseapp.accounts.rules import browser_family, normal_username
from caseapp.accounts.throttle_rules import ACCOUNT_AND_ADDRESS, ADDRESS, is_forgotten, network_of, seconds_to_wait
from caseapp.demo.people import PASSWORD
from caseapp.errors import RuleBroken

CONTEXT = ("maya.cohen", "Maya Cohen", "Circles of Support")
NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
LETTERS = "qzjxkvwbpg אשתרק 7%é😀"


def passes(app, text, context=CONTEXT):
    with app.app_context():
        try:
            return check_password(text, context) == text
        except RuleBroken:
            return False


@pytest.fixture
def engine():
    return "sqlite"


@pytest.mark.parametrize(
    ("length", "is_long_enough"), [(0, False), (14, False), (15, True), (64, True), (128, True), (129, False)]
)
def test_a_password_has_15_to_128_characters(app, length, is_long_enough):
    random_text = random.Random(1)
    text = "".join(random_text.choice(LETTERS.replace(" ", "")) for _ in range(length))
    assert len(text) == length
    assert passes(app, text) is is_long_enough
    assert (PASSWORD_MIN, PASSWORD_MAX) == (15, 128)


@pytest.mark.parametrize(
    "text",
    ["אני אוהבת תה עם נענע", "teal kettle under snow", "фиолетовая лодка молчит",
     "شاي بالنعناع كل صباح",
     "😀🐎🔋🌲🚲🎻🍉🌧🪁🧦🗝🪴🧭🛶🪑", "   spaces   are   fine  too   "],
)  # fmt: skip
def test_letters_of_any_script_blanks_and_pictures_are_fine(app, text):
    assert passes(app, text)


@pytest.mark.parametrize(
    "text",
    [
        "passwordpassword", "Password1234567!", "aaaaaaaaaaaaaaaaaaaa", "abababababababab", "xkqxkqxkqxkqxkqxkq",
        "123456789012345", "987654321098765", "abcdefghijklmnop", "qwertyuiopasdfgh", "QWERTYUIOP12345",
        "1qaz2wsx3edc4rfv", "zaq12wsxcde34rfv", "1q2w3e4r5t6y7u8i", "iloveyouiloveyou1", "letmein-letmein-12",
        "welcome12345678", "סיסמהסיסמהסיסמה", "סיסמה1234567890", "אבגדהוזחטיכלמנס", "קראטוןםפשדגכעיח",
        "שדגכעיחלךףזסבהנ", "פשדד'םרג12345678", "xhxnvxhxnv12345", "maya.cohen.12345", "Maya Cohen 2026",
        "Maya-Cohen-Maya", "circlesofsupport", "caseapp caseapp 1", "caseapp123456789", "administrator12",
        "P@ssw0rd12345678", "Jerusalem2026Jerusalem", "1l0v3y0u1l0v3y0u", "pаsswоrdpаsswоrd",
        "Парольпароль2026", "йцукенгшщзхъфыва", "gfhjkmgfhjkm12345", "абвгдежзийклмноп", "ПриветПривет1234",
        "كلمةالسركلمةالسر", "ضصثقفغعهخحجدشسي", "ابتثجحخدذرزسشصض", "القدس٢٠٢٦القدس١٢",
        "ירושלים2026ירושלים", "M@y@C0h3n20262026", "20252026202720282029", "1948-1948-2026-26", "Mustang!Mustang!1",
        "Tel-Aviv2026Tel!", "Ramat-Gan-2026!!", "Rehabilitation2026", "SocialWorker2026", "מנהלמערכת2026!!",
        "nehoc.ayam.12345", "12/05/1985 12/05", "1985-05-12.12.05", "!@#$%^&*()_+!@#$", "P-a-s-s-w-o-r-d-1-2-3",
        "i love you so much1", "אני אוהב אותך 123", "السلام عليكم 2026", "я тебя люблю 123", "בוקר טוב 22.11.26",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(app, text):
    """Common words, names of the person and the place, keyboard rows in both languages, repetitions."""
    assert len(text) >= PASSWORD_MIN
    assert not passes(app, text)


@pytest.mark.parametrize(("name", "least"), [("common_words.txt", 1_500), ("common_passwords.txt", 40_000)])
def test_every_bundled_common_password_is_refused_however_it_is_stretched(app, name, least):
    words = sorted(_listed(name))
    assert len(words) > least
    swaps = str.maketrans("aeios", "@310$")
    for word in random.Random(2).sample(words, 500):
        swapped = word.translate(swaps) if word.isalpha() else word
        for text in (
            (word * 15)[: max(15, 2 * len(word))],
            word + "123456789012345",
            word.capitalize() + "!" * 12,
            swapped + "2026" + swapped + "!" * 15,
        ):
            assert not passes(app, text), text


def test_stolen_passwords_are_refused_that_no_rule_would_find(app):
    """More than a hundred thousand of them, none of which can be read from the file."""
    known, sample = _breached(), Path(__file__).with_name("breached_sample.txt").read_text().splitlines()
    assert len(known) % BREACHED_BYTES == 0
    assert len(known) // BREACHED_BYTES > 330_000
    assert len(sample) == 500
    for text in sample:
        assert count_parts(text, ()) >= ENOUGH_PARTS, text
        assert not passes(app, text), text
        assert not passes(app, text.upper()), text
        assert not is_breached(text + "#"), text


def test_the_password_of_the_demo_is_refused(app):
    assert not passes(app, PASSWORD)


def test_random_phrases_are_accepted(app):
    """Phrases that people make up and strings from a password manager both pass."""
    chosen = random.Random(3)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ai", "or", "un")]
    for _ in range(500):
        phrase = " ".join("".join(chosen.choice(syllables) for _ in range(3)) for _ in range(4))
        assert passes(app, phrase), phrase
    for _ in range(100):
        safe = "".join(chosen.choice("abcdefghjkmnpqrstuvwxyzABCDEFGH23456789#_") for _ in range(18))
        assert passes(app, safe), safe


def test_a_repeat_a_walk_and_a_name_count_as_one_guess():
    assert count_parts("xkqxkqxkq", ()) == 4
    assert count_parts("qwertyuiop", ()) == 1
    assert count_parts("maya", ("maya",)) == 1
    assert count_parts("vjwp", ()) == 4
    assert count_parts("1q2w3e", ()) == 1
    assert count_parts("xqj", ("Xqj",)) == 1
    assert count_parts("xqxq", ()) == 4


def test_a_password_of_nine_guesses_is_enough_and_of_eight_is_not(app):
    assert [count_parts(text, ()) for text in ("vjwpgxz123456789", "vjwpgxzk123456789")] == [8, 9]
    assert not passes(app, "vjwpgxz123456789")
    assert passes(app, "vjwpgxzk123456789")


def test_common_words_are_read_from_their_file_without_its_remarks():
    words = _listed.__wrapped__("common_words.txt")
    assert "password" in words
    assert not any(word.startswith("#") for word in words)


def test_a_username_has_one_spelling():
    assert normal_username(" Maya.Cohen ") == "maya.cohen"
    for wrong in ("", "m", "מאיה", "a b", "-a", "a" * 41, "a/b", "a\nb"):
        with pytest.raises(RuleBroken):
            normal_username(wrong)


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_by_its_family(agent, family):
    assert browser_family(agent) == family


def test_the_first_failures_are_free_and_then_the_wait_doubles_up_to_an_hour():
    waits = [seconds_to_wait(ACCOUNT_AND_ADDRESS, count, NINE, NINE, NINE) for count in range(12)]
    assert waits == [0, 0, 0, 0, 0, 300, 600, 1200, 2400, 3600, 3600, 3600]
    assert seconds_to_wait(ACCOUNT_AND_ADDRESS, 5, NINE, NINE, NINE + timedelta(seconds=299.5)) == 1
    assert seconds_to_wait(ACCOUNT_AND_ADDRESS, 5, NINE, NINE, NINE + timedelta(seconds=300)) == 0
    assert seconds_to_wait(ACCOUNT_AND_ADDRESS, 500, NINE, NINE, NINE + timedelta(days=1)) == 0


def test_an_address_waits_until_its_hour_is_over():
    late = NINE + timedelta(minutes=50)
    assert seconds_to_wait(ADDRESS, 99, NINE, late, late) == 0
    assert seconds_to_wait(ADDRESS, 100, NINE, late, late) == 600
    assert seconds_to_wait(ADDRESS, 100, NINE, late, NINE + timedelta(hours=1)) == 0


@pytest.mark.parametrize(("limit", "hours"), [(ADDRESS, 1), (ACCOUNT_AND_ADDRESS, 24)])
def test_failures_are_forgotten_once_their_time_is_over(limit, hours):
    over = NINE + timedelta(hours=hours)
    assert not is_forgotten(limit, NINE, NINE, over - timedelta(seconds=1))
    assert is_forgotten(limit, NINE, NINE, over)
    is_renewed = is_forgotten(limit, NINE, NINE + timedelta(seconds=1), over)
    assert is_renewed is (limit is ADDRESS)


def test_a_home_network_of_ipv6_counts_as_one_address():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2:ffff::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of(None) == network_of("junk") == "unknown"
