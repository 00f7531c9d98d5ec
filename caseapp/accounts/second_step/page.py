"""A key as a phone takes it."""

from textwrap import wrap
from typing import Any

from caseapp.accounts.second_step.rules import enrolment_address
from caseapp.charts.qr import qr_code
from caseapp.charts.svg import small_svg
from caseapp.i18n import _


def offer_of(key: str, username: str) -> dict[str, Any]:
    """The key as a code for the camera, as an address for an app on the same device, in groups to be typed."""
    address = enrolment_address(key, username)
    said = _("The key as a code for the camera; the same key is written below.")
    return {"drawn": small_svg(qr_code(address, said, said)), "address": address, "groups": wrap(key, 4)}
