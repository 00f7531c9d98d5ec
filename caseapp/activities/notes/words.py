"""What became of a meeting, in the grammar of the people who were to meet."""

from typing import Any

from caseapp.accounts.rules import AddressForm
from caseapp.activities.contact_rules import KIND_OF, KindOfContact
from caseapp.activities.rules import CONTACT, OUTCOME_NAMES, Mode, Outcome
from caseapp.clients.rules import GenderForm
from caseapp.i18n import _, _l, apart, speaking_of
from caseapp.web.filters import day

NO_SHOW = {
    GenderForm.FEMININE: _l("She did not come"),
    GenderForm.MASCULINE: _l("He did not come"),
    GenderForm.NEUTRAL: _l("Did not come"),
}
MET = {
    KindOfContact.MEETING: _l("Meeting with %(name)s, %(day)s"),
    KindOfContact.CALL: _l("Call with %(name)s, %(day)s"),
    KindOfContact.MESSAGE: _l("Messages with %(name)s, %(day)s"),
}


def outcome_names(called: str, gender: GenderForm, writer: AddressForm | None = None) -> dict[Outcome, Any]:
    """The outcomes in words; `writer` is how the mentor is addressed who speaks in the first person."""
    if not called:
        return dict(OUTCOME_NAMES)
    words: dict[Outcome, Any] = {Outcome.NO_SHOW: NO_SHOW[gender]}
    with speaking_of(gender):
        words[Outcome.CLIENT_CANCELLED] = _("%(name)s cancelled", name=called)
    if writer:
        with speaking_of(writer):
            words[Outcome.MENTOR_CANCELLED] = _("I cancelled")
    return {**OUTCOME_NAMES, **words}


def title_of_note(outcome: Outcome, mode: Mode, on: Any, called: str, gender: GenderForm) -> str:
    """What a note is about, and of which day."""
    if outcome in CONTACT or outcome is Outcome.PLANNED:
        return str(MET[KIND_OF[mode]]) % {"name": apart(called), "day": day(on)}
    return f"{outcome_names(called, gender)[outcome]}, {day(on)}"
