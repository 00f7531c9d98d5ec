"""The mirror of a pair: each figure opens the meetings or steps that it counts, and nobody is compared."""

from datetime import timedelta

from caseapp.activities.rules import Mode, Outcome
from caseapp.clock import now
from caseapp.goals.models import GoalStep
from caseapp.goals.rules import Owner
from caseapp.ties.rules import StillThere, TieStepKind
from tests.figures.reading import rows_of
from tests.progress.records import TODAY
from tests.world import keep, make_activity, make_goal, make_tie, make_tie_step

DAY = timedelta(days=1)


def test_a_pair_sees_how_it_met_in_twelve_weeks(world, as_):
    def met(days, by=world.mentor, **more):
        return make_activity(world.client, by, TODAY - days * DAY, **more)

    met(1, mode=Mode.OUTING)
    met(2, place="community")
    met(3, place="home", kinds="coffee family", with_client=True)
    met(4, others_present="Her sister")
    met(5, mode=Mode.PHONE, with_client=True)  # a call is no meeting
    met(6, mode=Mode.OUTING, outcome=Outcome.NO_SHOW, minutes=0)
    met(7, mode=Mode.OUTING, error_at=now())
    met(100, mode=Mode.OUTING)
    met(8, by=world.former_mentor)
    goal = make_goal(world.client)
    for owner, days in ((Owner.CLIENT, 3), (Owner.MENTOR, 3), (Owner.CLIENT, 120), (Owner.CLIENT, None)):
        of = {"goal_id": goal.id, "client_id": world.client.id, "created_at": now()}
        step = GoalStep(owner=owner, done_on=TODAY - days * DAY if days else None, **of)
        step.words = f"{owner} {days}"
        keep(step)
    tie = make_tie(world.client)
    for kind, days, more in (
        (TieStepKind.TOGETHER, 20, {}), (TieStepKind.ALONE, 10, {}), (TieStepKind.ALONE, 9, {"undone_at": now()}),
        (TieStepKind.ANSWER, 5, {"answer": StillThere.ALONE}), (TieStepKind.ANSWER, 4, {"answer": StillThere.LESS}),
    ):  # fmt: skip
        make_tie_step(tie, world.mentor, kind, TODAY - days * DAY, **more)
    path = f"/clients/{world.client.id}/practice"
    for who in (world.mentor, world.supervisor):
        browser = as_(who)
        words = browser.see(path).words
        pair = sorted((world.mentor.name, world.former_mentor.name)).index(world.mentor.name) + 1
        wanted = {f"meetings-{pair}": 4, f"community-{pair}": 2, f"others-{pair}": 2, f"together-{pair}": 1,
                  f"meetings-{3 - pair}": 1, "steps": 1, "alone": 2}  # fmt: skip
        assert {part: len(rows_of(browser, f"{path}#{part}")) for part in wanted} == wanted
        for said in ("Meetings: 4", "Out in the community: 2", "With others: 2", "The note was written together: 1",
                     "Steps that the client did: 1", "Went alone: 2"):  # fmt: skip
            assert said in words, said
    assert path in browser.see(f"/clients/{world.client.id}").links
    as_(world.other_mentor).see(path, 404)
