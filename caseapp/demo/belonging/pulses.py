"""The pulse of belonging of some demo clients over the weeks, in two modes, and an answer by a link that waits."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.accounts.sign_in.sessions import hashed
from caseapp.check_ins.models import CheckIn
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.rules import ConsentContent, ConsentManner, Recipient
from caseapp.clients.models import Assignment, Client
from caseapp.clock import now, today
from caseapp.db import Base
from caseapp.measures.definitions.definition_rules import PULSE, instruments
from caseapp.measures.definitions.scoring_rules import main_score
from caseapp.measures.models import MeasureTaken
from caseapp.measures.queries import leads_on, low_at
from caseapp.measures.rules import BY_LINK, Helper, MeasureMode, TakenBy, read_given, write_given

TOGETHER = MeasureMode(TakenBy.TOGETHER, Helper.MENTOR)
WEEKS = (
    (63, TOGETHER, (4, 3, 5, 4)),
    (56, TOGETHER, (5, 3, 5, 5)),
    (42, BY_LINK, (5, 4, 6, 5)),
    (35, TOGETHER, (5, 5, 6, 5)),
    (28, BY_LINK, (6, 5, 6, 6)),
    (21, TOGETHER, (6, 5, 7, 6)),
    (14, BY_LINK, (7, 6, 6, 6)),
    (0, BY_LINK, (7, 7, 7, 6)),
)


def pulses_told(client: Client, assignment: Assignment, *, falls: bool) -> list[Sequence[Base]]:
    """Eight pulses; the last one came by a link and waits for somebody to see it. `falls` where it went down."""
    taken: list[MeasureTaken] = []
    for number, (days, mode, values) in enumerate(WEEKS, 1):
        is_low = falls and number == len(WEEKS)
        taken.append(_taken(client, assignment.mentor_id, days, mode, (3, 2, 4, 3) if is_low else values, taken))
    consent = _consent(client, assignment.mentor_id)
    sent = now() - timedelta(hours=9)
    link = CheckIn(
        client_id=client.id,
        secret_hash=hashed(uuid7().hex),
        consent_id=consent.id,
        assignment_id=assignment.id,
        sent_by_id=assignment.mentor_id,
        created_at=sent,
        expires_at=sent + timedelta(days=3),
        answered_at=now() - timedelta(hours=2),
        wants_call=falls,
        measure_id=taken[-1].id,
    )
    return [taken, [consent], [link]]


def _taken(
    client: Client,
    mentor_id: UUID,
    days: int,
    mode: MeasureMode,
    values: tuple[int, ...],
    before: Sequence[MeasureTaken],
) -> MeasureTaken:
    pulse = instruments()[PULSE]
    answers = dict(zip((item.id for item in pulse.items), values, strict=True))
    row = MeasureTaken(
        id=uuid7(),
        client_id=client.id,
        instrument=PULSE,
        version=pulse.scale_info.version,
        language="he",
        held_on=today() - timedelta(days=days),
        taken_by=mode.taken_by,
        helper=mode.helper,
        by_id=mentor_id,
        created_at=now() - timedelta(days=days, hours=2),
    )
    row.answers = write_given(answers)
    scores = [main_score(pulse, read_given(each.answers)) for each in reversed(before) if each.mode == mode]
    row.low_at = low_at(pulse)
    row.needs_step = leads_on(pulse, answers, [score for score in scores if score is not None], row.low_at)
    return row


def _consent(client: Client, mentor_id: UUID) -> Consent:
    day = today() - timedelta(days=70)
    consent = Consent(
        id=uuid7(),
        client_id=client.id,
        recipient=Recipient.CLIENT,
        content=ConsentContent.CHECK_IN,
        manner=ConsentManner.SPOKEN,
        starts_on=day,
        taken_on=day,
        created_by_id=mentor_id,
        created_at=now() - timedelta(days=70),
    )
    consent.purpose, consent.taken_by = "שנדע איך עובר השבוע, בין המפגשים", "המלווה"
    return consent
