"""What every page shows: navigation, the signed-in person, and the language."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from markupsafe import Markup

from caseapp.access import ROLE_NAMES, Capability, Role, Viewer, may_as
from caseapp.accounts.sign_in.current_user import own_path, way_back
from caseapp.beside.page import holder
from caseapp.i18n import LANGUAGES, _, direction, in_language, language

Entry = tuple[Capability, str, str, str, bool]
KEPT = 1000


@dataclass(frozen=True)
class NavigationLink:
    """One entry of the navigation."""

    endpoint_url: str
    icon: str
    label: str
    current: bool
    main: bool = False


class Places(NamedTuple):
    """Where one can go, as HTML: what is always in view, and what a phone unfolds."""

    main: Markup
    unfolded: Markup


class KindOfPerson(NamedTuple):
    """What decides where somebody can go."""

    role: str
    is_in_charge: bool


@dataclass(frozen=True)
class LanguageChoice:
    """One language by its own name."""

    code: str
    name: str
    url: str
    current: bool


def init_navigation(app: Flask) -> None:
    """Give the layout its variables."""
    app.context_processor(layout_variables)


def layout_variables() -> dict[str, Any]:
    """The layout's variables; those about the person only where somebody is signed in. While a client holds the screen
    there is nowhere to go but the client's own pages."""
    code = language()
    if viewer := holder():
        here = {"home_url": url_for("beside.show_mine"), "take_back_url": url_for("beside.take_back")}
        return {"language": code, "direction": direction(code), "with_client": viewer, **here}
    known = {**_everybodys(code, request.script_root), "way_back": way_back()}
    person: Any = current_user._get_current_object() if current_user else None
    if person and person.is_authenticated:
        known |= {
            **_signed_in(request.script_root),
            "places": _places(code, _kind_of(person), request.endpoint, request.script_root),
            "person_name": person.name,
            "person_id": person.id.hex,
            "person_role": _role_words(person),
            "here": _here(),
        }
    return known


@lru_cache(KEPT)
def _everybodys(code: str, root: str) -> dict[str, Any]:
    """What is alike for everybody who reads that language; `root` stands before each address."""
    return {
        "language": code,
        "direction": direction(code),
        "home_url": url_for("home.start"),
        "manifest_url": url_for("offline.manifest", code=code),
        "help_url": url_for("help.show_help", code=code),
        "accessibility_url": url_for("organisation.show_accessibility"),
        "languages": [
            LanguageChoice(choice, name, url_for("accounts.choose_language", code=choice), choice == code)
            for choice, name in LANGUAGES.items()
        ],
    }


@lru_cache(KEPT)
def _signed_in(root: str) -> dict[str, str]:
    """The addresses for everybody who is signed in."""
    return {"sign_out_url": url_for("accounts.sign_out"), "switch_url": url_for("accounts.switch_language")}


@lru_cache(KEPT)
def _places(code: str, kind: KindOfPerson, endpoint: str | None, root: str) -> Places:
    """Where whoever is of that kind can go from that page; written once, because it says nothing about anybody."""
    template = current_app.jinja_env.get_template("_layout/_places.html")
    with in_language(code):
        written: Any = template.make_module({"navigation": navigation_links(kind, endpoint)})
    return Places(written.main, written.unfolded)


def _kind_of(person: Viewer) -> KindOfPerson:
    return KindOfPerson(person.role, bool(person.team_ids_in_charge))


def _here() -> str:
    """The address at which this page can be seen again, in another language; else the first page."""
    path = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return own_path(path) or url_for("home.start")


def _role_words(person: Viewer) -> str:
    """`Mentor`, or for a deputy `Mentor, deputy supervisor`."""
    role, own = person.role, {person.team_id} if person.role == Role.SUPERVISOR else set()
    if role not in set(Role):
        return ""
    if person.team_ids_in_charge - own:
        return str(_("%(role)s, deputy supervisor", role=ROLE_NAMES[Role(role)]))
    return str(ROLE_NAMES[Role(role)])


# A mentor's people are those of the board: who needs one first, and all by name beside it.
PEOPLE_OF_MENTORS = frozenset({"supervision.show_board", "progress.list_people"})


def _first_entries(role: str) -> list[Entry]:
    """A supervisor starts with the board, a privacy officer with the desk; a mentor with the day, whose people are in
    the order of the board."""
    if role == Role.SUPERVISOR:
        return [
            (Capability.SEE_CLIENTS, "supervision.show_board", "layout-list", _("Board"), False),
            (Capability.SEE_CLIENTS, "progress.list_people", "users", _("People"), False),
        ]
    if role == Role.PRIVACY_OFFICER:
        return [
            (Capability.USE_OWN_ACCOUNT, "home.start", "house", _("Today"), False),
            (Capability.DECIDE_REQUESTS, "privacy.list_requests", "mail", _("Requests"), False),
            (Capability.USE_PRIVACY_DESK, "privacy.search_people", "users", _("People"), False),
        ]
    return [
        (Capability.SEE_CLIENTS, "home.start", "house", _("Today"), False),
        (Capability.SEE_CLIENTS, "supervision.show_board", "users", _("People"), False),
    ]


def navigation_links(kind: KindOfPerson, endpoint: str | None) -> list[NavigationLink]:
    """Where somebody of that kind can go, with the main action in the middle."""
    entries: list[Entry] = [
        *_first_entries(kind.role),
        (Capability.RECORD_WORK, "activities.choose_client", "plus", _("Note"), True),
        (Capability.RECORD_ATTENDANCE, "groups.list_groups", "palette", _("Groups"), False),
        (Capability.RECORD_WORK, "directory.list_all_sources", "map-pin", _("Sources of support"), False),
        (Capability.RECORD_WORK, "followups.list_follow_ups", "square-check", _("To do"), False),
        (Capability.WRITE_REPORTS, "reports.list_waiting", "file-text", _("Reports"), False),
        (Capability.CLOSE_CONCERNS, "followups.list_concerns", "shield", _("Concerns"), False),
        (Capability.MANAGE_USERS, "accounts.list_users", "users", _("Users"), False),
        (Capability.ASSIGN_MENTORS, "register.list_register", "arrow-left-right", _("Caseloads"), False),
        (Capability.IMPORT_CASELOAD, "uploads.new_upload", "upload", _("Import"), False),
        (Capability.MANAGE_ORGANISATION, "organisation.show_settings", "settings", _("Settings"), False),
        (Capability.WATCH_READING, "watch.list_readings", "eye", _("Readings"), False),
        (Capability.SEE_TRAIL, "supervision.show_trail", "history", _("Audit trail"), False),
        (Capability.USE_OWN_ACCOUNT, "accounts.show_account", "circle-user", _("Account"), False),
    ]
    return [
        NavigationLink(url_for(place), icon, label, _is_here(place, kind.role, endpoint), main)
        for capability, place, icon, label, main in entries
        if may_as(*kind, capability)
    ]


def _is_here(place: str, role: str, endpoint: str | None) -> bool:
    if role == Role.MENTOR and place in PEOPLE_OF_MENTORS:
        return endpoint in PEOPLE_OF_MENTORS
    return endpoint == place
