"""One icon, one meaning: whoever gives an icon to another act or place says here that it means the same."""

import re
from pathlib import Path

import pytest

from tests.guards.icons import ROOT, of_navigation, of_templates

SPRITE = Path(ROOT, "caseapp", "static", "icons.svg")
SUFFIXES = {".html", ".py", ".css", ".js"}

MEANINGS: dict[str, tuple[str, frozenset[str]]] = {
    "arrow-left-right": (
        "who mentors whom, and handing over",
        frozenset(
            ["Caseloads", "Choose who takes over", "Hand over this mentor's work", "Mentors", "Share", "Transfer"]
        ),
    ),
    "bell": ("reminding", frozenset(["Remind the mentor"])),
    "calendar": ("a day to come", frozenset(["Another day", "Change the plan", "Plan a meeting"])),
    "calendar-clock": ("an end that comes near", frozenset(["Renew"])),
    "calendar-x": ("a day that falls away", frozenset(["Cancel meeting", "Set end date"])),
    "chart-column": ("rating", frozenset(["Rate"])),
    "check": (
        "done, or agreed to",
        frozenset(
            [
                "Confirm with the code",
                "Done",
                "Got it",
                "I have seen it",
                "On %(name)s's list",
                "Resolved",
                "Submit for review",
                "Went there",
            ]
        ),
    ),
    "circle-check": (
        "closed well",
        frozenset(["All of this is right today", "Close with a summary", "Mark as discussed"]),
    ),
    "circle-dot": ("where something stands", frozenset(["Put on hold or end", "Resume", "Status"])),
    "circle-minus": ("entered in error", frozenset(["Entered in error", "Entered in error?"])),
    "circle-user": ("one's own account", frozenset(["Account"])),
    "circle-x": ("withdrawn", frozenset(["The client does not want this goal", "Withdraw"])),
    "clock": ("waiting", frozenset(["Add to the waiting list", "Snooze until a date"])),
    "cloud-off": ("not sent yet", frozenset(["What waits to be sent"])),
    "copy": ("the same again", frozenset(["As last time"])),
    "down": ("one place down", frozenset(["Move down"])),
    "download": (
        "a file that comes",
        frozenset(
            [
                "As a table",
                "Download as a table",
                "Download the file",
                "The rejected row as a file to correct",
                "Without blank pages",
            ]
        ),
    ),
    "eye": (
        "seeing, and who saw",
        frozenset(
            [
                "Mark as read",
                "Mark as seen",
                "Readings",
                "View report",
                "Who has opened the file",
                "Who received reports",
            ]
        ),
    ),
    "file-text": (
        "a written page",
        frozenset(["Papers of a mentor", "Reports", "The note", "The whole file"]),
    ),
    "footprints": (
        "steps",
        frozenset(["First steps", "Plan a visit", "Followed as a tie", "Go there: follow it as a tie"]),
    ),
    "forward": ("giving to somebody else", frozenset(["Share"])),
    "history": ("what was before", frozenset(["Audit trail", "Look further back", "Transfers", "What my team opened"])),
    "house": ("the first page", frozenset(["Go to the home page", "Today", "Back to what is yours"])),
    "info": ("help", frozenset(["Help"])),
    "key": ("signing in", frozenset(["Change password"])),
    "layout-list": ("the board", frozenset(["Board"])),
    "lock": (
        "closed, and what opens it",
        frozenset(["Take the screen back", "Disable account", "Lock", "Open the list", "Switch on for this device"]),
    ),
    "map-pin": ("what there is around people", frozenset(["Look for places", "Sources of support"])),
    "mail": ("what came in", frozenset(["Requests"])),
    "message-square": (
        "words to somebody",
        frozenset(["Add a supervision point", "Message", "Open in %(app)s", "Reply", "Review"]),
    ),
    "next": ("going on", frozenset(["Save and continue"])),
    "palette": ("groups", frozenset(["Groups"])),
    "pen-line": (
        "writing",
        frozenset(
            [
                "Add a correction",
                "Change",
                "Correct",
                "Correct this approval",
                "Edit",
                "Edit file",
                "Handover note",
                "New ladder",
                "Note",
                "Open it",
                "Record the outcome",
                "The client's part",
                "Write",
                "Write a note",
                "Write the note",
            ]
        ),
    ),
    "phone": ("calling", frozenset(["Call", "Call %(name)s"])),
    "plus": (
        "something new",
        frozenset(
            [
                "Write a version",
                "Add",
                "Add a kind",
                "Record a paper",
                "Record an incident",
                "Add a processor",
                "Add a phone",
                "Add a step",
                "Add comment",
                "Add team",
                "First map",
                "New map from the last one",
                "Add to the list",
                "For %(name)s's list",
                "Follow a tie from this goal",
                "Follow a tie from this note",
                "New approval",
                "New consent",
                "New entry",
                "New goal",
                "New group",
                "New report",
                "Record a request",
                "New tie",
                "Note",
                "Save and add another",
                "Save as a second meeting",
                "Save point",
            ]
        ),
    ),
    "printer": (
        "on paper",
        frozenset(
            [
                "Print it",
                "Make the file",
                "Choose reports",
                "PDF",
                "Print",
                "Print the answer",
                "Print on one page",
                "Page to keep",
                "See the list",
                "Print several reports",
                "With initials",
            ]
        ),
    ),
    "quote": ("the client's voice", frozenset(["What I enjoy, what I would try"])),
    "refresh": ("looking again", frozenset(["Check again", "Read again with this"])),
    "search": ("finding", frozenset(["Find entries", "Search", "Search in notes"])),
    "settings": ("the organisation's numbers", frozenset(["Settings"])),
    "shield": ("safety", frozenset(["Concerns"])),
    "signature": ("agreed by name", frozenset(["Agree goal", "Consents", "Sign and lock", "Sign the review"])),
    "square-check": ("tasks", frozenset(["To do"])),
    "trash-2": ("deleting", frozenset(["Delete", "Remove everything from this device"])),
    "undo": (
        "back to what it was",
        frozenset(["Mark as not done", "Reopen", "Return with comments", "Show it again", "Take back", "Undo"]),
    ),
    "up": ("one place up", frozenset(["Move up"])),
    "upload": ("a file that goes", frozenset(["Import", "Save logo", "Send now", "Take in the table"])),
    "user": ("one person's page", frozenset(["Contacts and details", "Open the page"])),
    "user-plus": (
        "somebody new",
        frozenset(["Add a deputy", "Add to the group", "Invite someone", "Open a file", "Open a new file anyway"]),
    ),
    "users": (
        "people",
        frozenset(
            ["Members and waiting list", "One note for several people", "Open file", "People", "Show everyone", "Users"]
        ),
    ),
    "users-round": ("teams", frozenset(["Move to another team", "Teams"])),
    "wifi-off": ("without a network", frozenset(["Set up this device"])),
    "x": (
        "taking away",
        frozenset(["Cancel", "Clear", "Drop this step", "Remove from file", "Remove logo", "Take off the list"]),
    ),
}


def strangers(pairs):
    """The acts and places whose icon means something else."""
    return sorted(
        {f"{icon}: {words}" for icon, words in pairs if words not in MEANINGS.get(icon, ("", frozenset()))[1]}
    )


def templates():
    return {str(path): path.read_text() for path in Path(ROOT, "templates").rglob("*.html")}


def all_pairs():
    return [*of_templates(templates()), *of_navigation(Path(ROOT, "caseapp/app/navigation.py").read_text())]


def test_each_icon_of_an_act_or_a_place_has_one_meaning():
    assert strangers(all_pairs()) == []


def test_no_meaning_belongs_to_two_icons():
    meanings = [meaning for meaning, _words in MEANINGS.values()]
    assert len(set(meanings)) == len(meanings)


def test_the_table_names_no_act_that_is_gone():
    used = set(all_pairs())
    assert [(icon, word) for icon, (_, words) in MEANINGS.items() for word in words if (icon, word) not in used] == []


def test_each_icon_of_the_sprite_is_used():
    files = [
        path for room in ("templates", "caseapp") for path in Path(ROOT, room).rglob("*") if path.suffix in SUFFIXES
    ]
    text = "\n".join(path.read_text() for path in files)
    names = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text())
    assert [name for name in names if f'"{name}"' not in text and f"#{name}" not in text] == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ('{{ button(_("Settings"), "house") }}', ["house: Settings"]),
        ('{{ button_link(_("Today"), "/", "list-checks") }}', ["list-checks: Today"]),
        ('{{ button(_("Done") if a else _("Reopen"), "check" if a else "check", "second") }}', ["check: Reopen"]),
        ('{{ button(_("Done"), "check") }}', []),
    ],
)
def test_a_planted_second_meaning_is_found(planted, found):
    assert strangers(of_templates({"planted.html": planted})) == found


def test_each_icon_of_a_timeline_is_known_to_the_styles():
    """A timeline's marks are drawn by the styles; one that they do not know is a filled square."""
    named = {
        name
        for path in Path(ROOT, "templates").rglob("*.html")
        for name in re.findall(r'timeline_entry\("([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    styles = Path(ROOT, "caseapp", "static", "css", "lists.css").read_text(encoding="utf-8")
    assert "sprout" in named
    assert {name for name in named if f".entry-{name} {{" not in styles} == set()
