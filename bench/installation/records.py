"""One function for each kind of record: the same draft, the same rows as the action writes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.installation.store import Rows
from caseapp.activities.actions import PLAIN, SEALED
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.rules import ActivityDraft, Outcome, PlanSeries
from caseapp.audit import Act
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalTerms
from caseapp.clients.models import Assignment, Client
from caseapp.clients.phone_rules import normal_phone
from caseapp.clients.rules import PersonalDetails, normalise_national_id, search_name
from caseapp.clients.sound_rules import sound_of
from caseapp.db import IdempotencyKey, new_stamp
from caseapp.db.idempotency import UsedKey
from caseapp.db.sealing import key_ring
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.rules import ConcernDraft, FollowUpDraft, FollowUpSource, FollowUpState, Safety
from caseapp.goals.models import Goal, GoalStep, Rating
from caseapp.goals.rules import LEVELS, AgreementDraft, GoalDraft, GoalStatus, RatingDraft
from caseapp.goals.steps.rules import StepDraft
from caseapp.groups.actions import STORED_OF_DRAFT
from caseapp.groups.models import AttendanceMark, Facilitator, Group, Meeting, Membership
from caseapp.groups.rules import GivenMark, GroupDraft, Mark, MeetingStatus


@dataclass(frozen=True)
class Closing:
    """When what a note raised was closed since, and, of a concern, by whom and with which words."""

    at: datetime
    by: UUID
    words: str


class Records:
    """Writes records as of any instant. `by` is the id of whoever acts."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._trail = rows.trail.record

    def client(self, at: datetime, by: UUID, details: PersonalDetails, team_id: UUID) -> UUID:
        """A new file."""
        client_id = self.rows.new_id(at)
        names = (details.given_name, details.family_name, details.preferred_name)
        national_id = normalise_national_id(details.national_id or "")
        self._key(at, by, client_id)
        self.rows.add(
            Client,
            id=client_id,
            team_id=team_id,
            given_name=details.given_name,
            family_name=details.family_name,
            preferred_name=details.preferred_name,
            search_name=search_name(*names),
            sound=sound_of(*names),
            stamp=new_stamp(),
            national_id=national_id,
            national_id_hash=key_ring().blind("national_id", national_id),
            birth_on=details.birth_on,
            phone=normal_phone(details.phone),
            language=details.language,
            gender_form=details.gender_form,
            status_on=at.date(),
            opened_at=at,
        )
        self._trail(at, Act.CLIENT_OPENED, by, about=("clients", client_id), clients=[client_id])
        return client_id

    def assignment(
        self, at: datetime, by: UUID, client_id: UUID, mentor_id: UUID, starts_on: date, ends_on: date | None = None
    ) -> None:
        """A mentor for a client; where the assignment has ended since, its end as well."""
        assignment_id = self.rows.new_id(at)
        self.rows.add(
            Assignment,
            id=assignment_id,
            version=2 if ends_on else 1,
            client_id=client_id,
            mentor_id=mentor_id,
            starts_on=starts_on,
            ends_on=ends_on,
            assigned_by_id=by,
            assigned_at=at,
        )
        for act in (Act.MENTOR_ASSIGNED, Act.ASSIGNMENT_ENDED)[: 2 if ends_on else 1]:
            self._trail(
                at,
                act,
                by,
                about=("assignments", assignment_id),
                clients=[client_id],
                mentor=mentor_id.hex,
                starts_on=starts_on.isoformat(),
                ends_on=ends_on.isoformat() if ends_on and act is Act.ASSIGNMENT_ENDED else None,
            )

    def approval(self, at: datetime, by: UUID, client_id: UUID, terms: ApprovalTerms) -> None:
        """What the committee approved."""
        approval_id = self.rows.new_id(at)
        self._key(at, by, approval_id)
        self.rows.add(Approval, id=approval_id, client_id=client_id, **_values(terms))
        self._trail(at, Act.APPROVAL_RECORDED, by, about=("approvals", approval_id), clients=[client_id])

    def goal(self, at: datetime, by: UUID, client_id: UUID, draft: GoalDraft, agreement: AgreementDraft) -> UUID:
        """A goal that was drafted and then agreed."""
        goal_id = self.rows.new_id(at)
        self._key(at, by, goal_id)
        values = _values(draft) | {"barriers": " ".join(draft.barriers), "chime": " ".join(draft.chime)}
        ladder = values.pop("ladder")
        self.rows.add(
            Goal,
            id=goal_id,
            version=2,
            client_id=client_id,
            status=GoalStatus.ACTIVE,
            agreed_on=agreement.agreed_on,
            agreed_how=agreement.how,
            ladder_text=json.dumps([ladder.get(level, "") for level in LEVELS], ensure_ascii=False),
            created_by_id=by,
            created_at=at,
            **values,
        )
        for act in (Act.GOAL_AGREED, Act.GOAL_ACTIVATED):
            self._trail(at, act, by, about=("goals", goal_id), clients=[client_id])
        return goal_id

    def step(self, at: datetime, by: UUID, client_id: UUID, goal_id: UUID, draft: StepDraft, place: int) -> None:
        """A step towards a goal."""
        step_id = self.rows.new_id(at)
        self._key(at, by, step_id)
        self.rows.add(
            GoalStep, id=step_id, goal_id=goal_id, client_id=client_id, place=place, created_at=at, **_values(draft)
        )
        self._trail(at, Act.STEP_ADDED, by, about=("goal_steps", step_id), clients=[client_id])

    def rating(self, at: datetime, by: UUID, client_id: UUID, goal_id: UUID, draft: RatingDraft) -> None:
        """Where a goal stands."""
        rating_id = self.rows.new_id(at)
        self._key(at, by, rating_id)
        self.rows.add(
            Rating, id=rating_id, goal_id=goal_id, client_id=client_id, rated_by_id=by, created_at=at, **_values(draft)
        )
        self._trail(at, Act.GOAL_RATED, by, about=("ratings", rating_id), clients=[client_id])

    def note(self, at: datetime, by: UUID, client_id: UUID, draft: ActivityDraft, closing: Closing | None) -> None:
        """A note, the goals that it is about, and what it raises, which may have been closed since."""
        activity_id = self.rows.new_id(at)
        self._key(at, by, activity_id)
        self.rows.add(
            Activity,
            id=activity_id,
            client_id=client_id,
            mentor_id=by,
            kinds=" ".join(draft.kinds),
            created_at=at,
            noted_at=at,
            **{name: getattr(draft, name) for name in (*PLAIN, *SEALED)},
        )
        for goal_id, touch in draft.goals.items():
            self.rows.add(
                GoalTouch,
                id=self.rows.new_id(at),
                activity_id=activity_id,
                client_id=client_id,
                goal_id=goal_id,
                held_on=draft.held_on,
                movement=touch.movement,
                words=touch.words,
            )
        if draft.next_step:
            step = FollowUpDraft(draft.next_step, draft.next_step_on)
            self._follow_up(at, by, client_id, step, FollowUpSource.ACTIVITY, activity_id, closing)
        if draft.safety is not Safety.NONE:
            concern = ConcernDraft(draft.safety, draft.note, draft.held_on)
            self._concern(at, by, client_id, concern, activity_id, closing)
        self._trail(
            at,
            Act.ACTIVITY_RECORDED,
            by,
            about=("activities", activity_id),
            clients=[client_id],
            outcome=draft.outcome.value,
            safety=draft.safety.value,
            goals=len(draft.goals),
        )

    def plans(self, at: datetime, by: UUID, client_id: UUID, series: PlanSeries) -> None:
        """Planned meetings, one each week."""
        first = self.rows.new_id(at)
        self._key(at, by, first)
        for week in range(series.weeks):
            plan = _values(series.plan) | {"held_on": series.plan.held_on + timedelta(weeks=week)}
            self.rows.add(
                Activity,
                id=first if week == 0 else self.rows.new_id(at),
                client_id=client_id,
                mentor_id=by,
                outcome=Outcome.PLANNED,
                created_at=at,
                **plan,
            )
        self._trail(at, Act.MEETINGS_PLANNED, by, clients=[client_id], planned=series.weeks)

    def follow_up(self, at: datetime, by: UUID, client_id: UUID, draft: FollowUpDraft) -> None:
        """Something to be done, by hand."""
        follow_up_id = self._follow_up(at, by, client_id, draft, FollowUpSource.HAND, None, None)
        self._key(at, by, follow_up_id)

    def group(self, at: datetime, by: UUID, draft: GroupDraft, team_id: UUID) -> UUID:
        """A group with its facilitators."""
        group_id = self.rows.new_id(at)
        self._key(at, by, group_id)
        self.rows.add(
            Group,
            id=group_id,
            team_id=team_id,
            created_at=at,
            **{name: getattr(draft, name) for name in STORED_OF_DRAFT},
        )
        for user_id in draft.facilitators | draft.assistants:
            self.rows.add(
                Facilitator,
                id=self.rows.new_id(at),
                group_id=group_id,
                user_id=user_id,
                is_assistant=user_id not in draft.facilitators,
            )
        self._trail(at, Act.GROUP_OPENED, by, about=("groups", group_id))
        return group_id

    def members(self, at: datetime, by: UUID, group_id: UUID, clients: Iterable[UUID], starts_on: date) -> None:
        """Clients who join a group on that day."""
        joining = list(clients)
        self._key(at, by, self.rows.new_id(at))
        for client_id in joining:
            self.rows.add(
                Membership, id=self.rows.new_id(at), group_id=group_id, client_id=client_id, starts_on=starts_on
            )
        self._trail(at, Act.GROUP_MEMBERS_CHANGED, by, about=("groups", group_id), clients=joining, added=len(joining))

    def meeting(
        self, at: datetime, by: UUID, group_id: UUID, held_on: date, marks: Mapping[UUID, GivenMark] | None
    ) -> UUID:
        """A meeting of a group and, with marks, its attendance."""
        meeting_id = self.rows.new_id(at)
        self._key(at, by, meeting_id)
        self.rows.add(
            Meeting,
            id=meeting_id,
            version=1 if marks is None else 2,
            group_id=group_id,
            held_on=held_on,
            called_at=None if marks is None else at,
            created_at=at,
        )
        self._trail(at, Act.MEETING_PLANNED, by, about=("meetings", meeting_id))
        if marks is not None:
            self._attendance(at, by, meeting_id, held_on, marks)
        return meeting_id

    def reading(self, at: datetime, by: UUID, page: str, clients: Iterable[UUID]) -> None:
        """That somebody looked at a page."""
        self._trail(at, Act.READ, by, clients=clients, page=page)

    def _attendance(
        self, at: datetime, by: UUID, meeting_id: UUID, held_on: date, marks: Mapping[UUID, GivenMark]
    ) -> None:
        for client_id, marked in marks.items():
            self.rows.add(
                AttendanceMark,
                id=self.rows.new_id(at),
                meeting_id=meeting_id,
                client_id=client_id,
                held_on=held_on,
                mark=marked.mark,
                reason=marked.reason,
                marked_by_id=by,
                marked_at=at,
            )
        self._trail(
            at,
            Act.ATTENDANCE_RECORDED,
            by,
            about=("meetings", meeting_id),
            clients=marks,
            status=MeetingStatus.HELD.value,
            marked=len(marks),
            absent=sum(marked.mark is Mark.ABSENT for marked in marks.values()),
            guests=0,
        )

    def _follow_up(
        self,
        at: datetime,
        by: UUID,
        client_id: UUID,
        draft: FollowUpDraft,
        source: FollowUpSource,
        source_id: UUID | None,
        closing: Closing | None,
    ) -> UUID:
        follow_up_id = self.rows.new_id(at)
        closed: dict[str, Any] = {}
        if closing:
            closed = {"version": 2, "state": FollowUpState.DONE, "closed_by_id": by, "closed_at": closing.at}
        self.rows.add(
            FollowUp,
            id=follow_up_id,
            client_id=client_id,
            owner_id=by,
            source=source,
            source_id=source_id,
            words=draft.words,
            due_on=draft.due_on,
            created_by_id=by,
            created_at=at,
            **closed,
        )
        about = ("follow_ups", follow_up_id)
        self._trail(at, Act.FOLLOW_UP_RAISED, by, about=about, clients=[client_id], source=str(source))
        if closing:
            done = str(FollowUpState.DONE)
            self._trail(closing.at, Act.FOLLOW_UP_CLOSED, by, about=about, clients=[client_id], state=done)
        return follow_up_id

    def _concern(
        self, at: datetime, by: UUID, client_id: UUID, draft: ConcernDraft, source_id: UUID, closing: Closing | None
    ) -> None:
        concern_id = self.rows.new_id(at)
        closed: dict[str, Any] = {}
        if closing:
            seen = {"acknowledged_by_id": closing.by, "acknowledged_at": closing.at}
            closed = {
                "version": 2,
                "closing": closing.words,
                "closed_by_id": closing.by,
                "closed_at": closing.at,
                **seen,
            }
        self.rows.add(
            Concern,
            id=concern_id,
            client_id=client_id,
            level=draft.level,
            source=FollowUpSource.ACTIVITY,
            source_id=source_id,
            words=draft.words,
            happened_on=draft.happened_on,
            raised_by_id=by,
            raised_at=at,
            **closed,
        )
        about = ("concerns", concern_id)
        self._trail(at, Act.CONCERN_RAISED, by, about=about, clients=[client_id], level=str(draft.level))
        if closing:
            self._trail(closing.at, Act.CONCERN_CLOSED, closing.by, about=about, clients=[client_id])

    def _key(self, at: datetime, by: UUID, record_id: UUID) -> None:
        """The key of the form with which the record was made."""
        digest = IdempotencyKey(record_id, record_id.bytes).digest()
        self.rows.add(UsedKey, id=record_id, by_id=by, digest=digest, at=at)


def _values(draft: Any) -> dict[str, Any]:
    return {field.name: getattr(draft, field.name) for field in fields(draft)}
