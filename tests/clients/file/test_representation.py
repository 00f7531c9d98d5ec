from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from caseapp.clients.consents.queries import list_consents
from caseapp.clients.file.queries import representatives_of
from caseapp.clients.file.representation_rules import DecidedAct, Representation, RepresentativePart, counts_on, part_in
from caseapp.clients.file.rules import ContactKind, GuardianScope
from caseapp.clock import today
from tests.world import make_contact

DAY = date(2028, 2, 29)
CONSENT = {
    "recipient": "family",
    "who": "Rachel",
    "scope": "summary",
    "purpose": "So that she knows what helps",
    "starts_on": "2026-11-22",
    "manner": "guardian",
    "taken_by": "Maya Mentor",
    "taken_on": "2026-11-20",
}
PAPERS = {
    "name": "Adv. Cohen",
    "representation": "enduring_power",
    "scope": "general",
    "from_on": "2026-01-01",
    "until_on": "2026-11-20",
    "papers": "The order of the court",
    "papers_by": "Sara Supervisor",
    "papers_on": "2026-02-03",
}
RP = RepresentativePart
DECIDES, HELPS, READ, NONE = RP.DECIDES, RP.HELPS, RP.IS_READ, RP.NONE


def someone(kind, matters=GuardianScope.BODY, from_on=None, until_on=None):
    return SimpleNamespace(representation=kind, matters=matters, from_on=from_on, until_on=until_on)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (Representation.GUARDIAN, (DECIDES, DECIDES, DECIDES)),
        (Representation.ENDURING_POWER, (DECIDES, DECIDES, DECIDES)),
        (Representation.SUPPORTER, (HELPS, HELPS, NONE)),
        (Representation.WISHES, (READ, READ, NONE)),
        (None, (NONE, NONE, NONE)),
    ],
)
def test_what_each_kind_does_in_each_act(kind, parts):
    acts = (DecidedAct.CONSENT, DecidedAct.SIGNATURE, DecidedAct.HANDING_OVER)
    assert tuple(part_in(someone(kind), act, DAY) for act in acts) == parts
    for matters in GuardianScope:
        for act, part in zip(acts, parts, strict=True):
            reaches = part is not DECIDES or matters in (GuardianScope.GENERAL, GuardianScope.BODY)
            assert part_in(someone(kind, matters), act, DAY) is (part if reaches else NONE)
            over = someone(kind, matters, until_on=DAY - timedelta(1))
            assert part_in(over, act, DAY) is NONE


def test_it_counts_from_the_first_day_to_the_last():
    period = someone(Representation.GUARDIAN, from_on=DAY, until_on=DAY)
    assert [counts_on(period, DAY + timedelta(days)) for days in (-1, 0, 1)] == [False, True, False]


def test_a_consent_in_somebodys_place_needs_who_may_give_it(world, as_):
    browser, path = as_(world.mentor), f"/clients/{world.client.id}"
    property_only = {"kind": ContactKind.GUARDIAN, "scope": GuardianScope.PROPERTY}
    make_contact(world.client, world.mentor, name="Money", representation=Representation.GUARDIAN, **property_only)
    assert "Has no part" in browser.see(f"{path}/consents/new").words
    assert browser.send(f"{path}/consents/new", CONSENT).status_code == 200
    assert "Nobody on the file could consent" in browser.page.words
    assert browser.send(f"{path}/contacts/new/guardian", {**PAPERS, "papers_by": ""}).status_code == 200
    assert browser.send(f"{path}/contacts/new/guardian", {**PAPERS, "until_on": "2025-12-31"}).status_code == 200
    assert browser.send(f"{path}/contacts/new/guardian", PAPERS).status_code == 303
    (cohen,) = [each for each in representatives_of(world.mentor, world.client.id) if each.name == "Adv. Cohen"]
    assert (cohen.papers, cohen.papers_by, cohen.papers_on) == (
        "The order of the court",
        "Sara Supervisor",
        date(2026, 2, 3),
    )
    assert cohen.until_on < today()
    words = browser.see(f"{path}/consents/new").words
    assert "The client is always asked too." in words
    assert "Enduring power of attorney" in words
    assert "no longer counts" in words
    assert browser.send(f"{path}/consents/new", {**CONSENT, "taken_on": "2026-11-21"}).status_code == 200
    assert list_consents(world.mentor, world.client.id) == []
    assert browser.send(f"{path}/consents/new", CONSENT).status_code == 303
    assert len(list_consents(world.mentor, world.client.id)) == 1
