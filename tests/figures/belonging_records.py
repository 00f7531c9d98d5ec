"""Ties, maps, sources of support, areas of life, steps, reviews and small wins at random."""

from datetime import date, timedelta
from random import Random

from uuid_utils.compat import uuid7

from caseapp.areas.models import AreaRating, AreaTalk, LifeArea
from caseapp.circles.actions import draw_circle, mark_circle_in_error
from caseapp.circles.rules import CircleDraft, CircleKind, CircleTie, DrawnBy, Ring, TiePay
from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey
from caseapp.directory.interests.models import InterestChoice
from caseapp.directory.shortlist.models import ShortlistEntry
from caseapp.goals.wins.models import SmallWin
from caseapp.goodbyes.models import LookBack
from caseapp.goodbyes.rules import HowItIs
from caseapp.plan_reviews.models import PlanReview
from caseapp.stuck.models import StuckAnswer, StuckStep
from caseapp.stuck.rules import NextAct, Obstacle, StepOutcome
from caseapp.ties.queries import steps_of
from caseapp.ties.rules import StillThere, TieKind, TieStepKind, state_of
from tests.directory.records import CHOIR, STUDIO, make_source
from tests.goodbyes.records import make_goodbye
from tests.world import World, amend, keep, make_tie, make_tie_step

STANDS_IN = ("alone_on", "since_on", "lasting_on", "known_on", "faded_on", "ended_on", "ask_on")


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def fill_ties(world: World, client: Client, chance: Random) -> None:
    """Ties in every standing, some of them entered in error."""
    for number in range(7):
        error = now() if number == 6 else None
        tie = make_tie(client, name="The tea room", detail="By the sea", kind=chance.choice(list(TieKind)))
        amend(tie, thought_on=ago(320), created_by_id=world.mentor.id)
        for kind, days in ((TieStepKind.PLANNED, 300), (TieStepKind.TOGETHER, 290), (TieStepKind.ALONE, 280)):
            if number:
                make_tie_step(tie, world.mentor, kind, ago(days))
        for week, days in ((4, 250), (12, 190), (26, 20)):
            answer = chance.choice([*StillThere, StillThere.ALONE])
            if number > 1:
                make_tie_step(tie, world.mentor, TieStepKind.ANSWER, ago(days), week=week, answer=answer)
            if answer is StillThere.GONE:
                break
        state = state_of(steps_of(world.mentor, tie.id))
        days = {name: getattr(state, name) for name in STANDS_IN}
        amend(tie, error_at=error, error_reason="Twice" if error else None, **days)


def fill_maps(world: World, client: Client, chance: Random) -> None:
    """Two maps, the first of them entered in error."""
    for days in (200, 100, 3):
        ties = tuple(
            CircleTie(f"{number:08x}", f"Friend {number}", chance.choice(list(Ring)), chance.choice(list(CircleKind)),
                      pay=chance.choice([*TiePay, None]), note="We drink tea.")
            for number in range(chance.randrange(1, 9))
        )  # fmt: skip
        drawn = draw_circle(
            world.supervisor,
            client.id,
            CircleDraft(ago(days), DrawnBy.TOGETHER, ties),
            IdempotencyKey(uuid7(), b"map"),
        )
        if days == 100:
            mark_circle_in_error(world.supervisor, drawn, "Of somebody else")


def fill_areas(world: World, client: Client, chance: Random) -> None:
    """Areas of life, one of which has ended, with talks about them."""
    for days in (90, 4):
        talk = AreaTalk(client_id=client.id, held_on=ago(days), by_id=world.mentor.id, created_at=now())
        talk.understand, talk.agreed = "It is far.", "We go together."
        keep(talk)
        area = LifeArea(client_id=client.id, created_at=now(), ended_on=ago(50) if days == 90 else None)
        area.words = "Leaving the house"
        keep(area)
        of = {"talk_id": talk.id, "area_id": area.id, "client_id": client.id}
        keep(AreaRating(level=chance.randrange(5), is_chosen=True, **of))


def fill_steps(world: World, client: Client, chance: Random) -> None:
    """What was chosen where nothing moved, what became of it, and a review of the plan."""
    answered = {"outcome": chance.choice(list(StepOutcome)), "answered_on": ago(9), "answered_by_id": world.mentor.id}
    for days, more in ((80, answered), (chance.choice([3, 45]), {})):
        step = StuckStep(
            client_id=client.id, way=chance.choice(list(NextAct)), obstacles=str(chance.choice(list(Obstacle))),
            still_days=70, ask_on=ago(days - 42), chosen_by_id=world.mentor.id, created_at=now() - timedelta(days),
            **more,
        )  # fmt: skip
        step.words = "Go there once."
        keep(step)
    for way in NextAct:
        keep(StuckAnswer(obstacles=str(Obstacle.FEAR), way=way, has_helped=chance.random() < 0.5))
    review = PlanReview(client_id=client.id, held_on=ago(30), since_on=ago(200), next_on=ago(-150), created_at=now(),
                        by_id=world.mentor.id)  # fmt: skip
    review.words, review.client_words = "The choir goes on.", "I like it."
    keep(review)


def fill_goodbyes(world: World, client: Client, chance: Random) -> None:
    """A goodbye that is planned or was said, and sometimes the answer three months later."""
    day = ago(chance.choice([-20, 20, 120]))
    goodbye = make_goodbye(client, world.mentor, day)
    if goodbye.look_on and goodbye.look_on <= ago(0) and chance.random() < 0.5:
        of = {"goodbye_id": goodbye.id, "client_id": client.id, "by_id": world.mentor.id, "created_at": now()}
        keep(LookBack(answered_on=ago(1), how=chance.choice(list(HowItIs)), **of))


def fill_wins(world: World, client: Client, chance: Random) -> None:
    """What went well, some of it taken back."""
    for _ in range(chance.randrange(2, 9)):
        win = SmallWin(client_id=client.id, won_on=ago(chance.randrange(40)), by_client=chance.random() < 0.5,
                       created_by_id=world.mentor.id, created_at=now(),
                       taken_back_at=now() if chance.random() < 0.2 else None)  # fmt: skip
        win.words = "Called somebody."
        keep(win)


def fill_belonging(world: World, clients: list[Client], chance: Random) -> None:
    """All that is recorded around belonging, and a directory of which some stands on clients' lists."""
    sources = [make_source(world.mentor, draft, ago(chance.choice([3, 400]))) for draft in (STUDIO, CHOIR, STUDIO)]
    for client in clients:
        for fill in (fill_ties, fill_maps, fill_areas, fill_steps, fill_wins, fill_goodbyes):
            fill(world, client, chance)
        choice = InterestChoice(client_id=client.id, changed_on=ago(5), changed_by_id=world.mentor.id)
        choice.chosen = '[["painting"], ["singing"]]'
        keep(choice)
        for source in chance.sample(sources, 2):
            keep(ShortlistEntry(client_id=client.id, source_id=source.id, added_at=now(), added_by_id=world.mentor.id))
