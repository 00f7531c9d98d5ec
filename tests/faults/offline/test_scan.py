"""Nothing about anybody lies in the clear on the device: the folder of the browser's profile, read byte by byte."""

import pytest
from playwright.sync_api import expect

from tests.faults.offline.conftest import GOAL

pytestmark = pytest.mark.browser
NOTE = "Zephyrine laughed at the quay"
UNSEALED = """SubtleCrypto.prototype.encrypt = async (bound, key, text) => new Uint8Array(text).buffer;
SubtleCrypto.prototype.decrypt = async (bound, key, text) => text;"""


def in_clear(folder, words) -> list[str]:
    """Which of these words are in some file of the folder, in either of the encodings that browsers store."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return [
        each for each in words if any(each.encode(code) in held for held in files for code in ("utf-8", "utf-16-le"))
    ]


def a_day_on(phone) -> None:
    """A list, a note that waits and one that was only begun; then the browser is shut."""
    phone.sign_in().switch_on()
    phone.context.set_offline(True)
    phone.unlock()
    phone.write_note(NOTE, "03:05")
    phone.begin("people")
    phone.page.fill("#note", NOTE[::-1])
    phone.page.click("[data-act=day]")
    expect(phone.page.locator("[data-list=items] .row")).to_have_count(2)
    assert phone.left() == ["waiting", "draft"]
    phone.context.close()


def test_no_name_no_goal_and_no_word_of_a_note_is_on_the_device(phone):
    a_day_on(phone)
    found = in_clear(phone.folder, [NOTE, NOTE[::-1], GOAL, "מזרחי", "three green pears"])
    print("letters in the clear on the device:", sum(map(len, found)))
    assert found == []


def test_the_scan_finds_what_is_kept_without_being_sealed(phone):
    phone.context.add_init_script(UNSEALED)
    a_day_on(phone)
    assert set(in_clear(phone.folder, [NOTE, NOTE[::-1], GOAL, "מזרחי"])) == {NOTE, NOTE[::-1], GOAL, "מזרחי"}
