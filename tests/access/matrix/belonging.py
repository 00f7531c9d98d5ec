"""Circles, ties, sources of support, what is stuck, and the screen in a client's hands."""

from tests.access.actors import (
    CARERS,
    EVERYBODY,
    MENTORS,
    OTHER_CARERS,
    SUPERVISORS,
)
from tests.access.matrix.rows import BOTH, CARE, HOLDER, ONE_SUPERVISOR, row
from tests.access.subjects.base import nothing, the_client
from tests.access.subjects.belonging import a_circle, a_source, a_tie, a_tie_step, an_ended_tie, the_mentors_tie
from tests.areas.records import a_talk, an_area
from tests.check_ins.records import a_link_language, an_answered_check_in
from tests.goodbyes.records import a_goodbye, a_look_back, an_asked_goodbye
from tests.measures.records import a_pulse, a_taken_pulse
from tests.plan_reviews.records import a_review
from tests.stuck.records import a_stuck_step

BELONGING = [
    row("ties.list_clients_ties", "GET", the_client, **CARE),
    row("ties.show_figure", "GET", nothing, MENTORS | SUPERVISORS),
    row("ties.new_tie", BOTH, the_client, **CARE),
    row("ties.edit_tie", BOTH, a_tie, **CARE),
    row("ties.plan_visit", BOTH, a_tie, **CARE),
    row("ties.record_visit", BOTH, a_tie, **CARE),
    row("ties.end_tie", BOTH, a_tie, **CARE),
    row("ties.return_tie", BOTH, an_ended_tie, **CARE),
    row("ties.answer", "POST", a_tie, CARERS | HOLDER, OTHER_CARERS),
    row("ties.undo_step", "POST", a_tie_step, **CARE),
    row("ties.mark_error", BOTH, the_mentors_tie, **CARE),
    row("circles.show_circle", "GET", the_client, **CARE),
    row("circles.new_circle", BOTH, the_client, **CARE),
    row("circles.list_ties", "GET", a_circle, **CARE),
    row("circles.mark_error", BOTH, a_circle, **CARE),
    row("areas.show_areas", "GET", the_client, **CARE),
    row("areas.new_talk", BOTH, the_client, CARERS | HOLDER, OTHER_CARERS),
    row("areas.end", "POST", an_area, **CARE),
    row("areas.mark_error", BOTH, a_talk, **CARE),
    row("measures.show_measures", "GET", the_client, **CARE),
    row("measures.new_measure", BOTH, a_pulse, CARERS | HOLDER, OTHER_CARERS),
    row("measures.explain", "GET", a_taken_pulse, **CARE),
    row("measures.mark_error", BOTH, a_taken_pulse, **CARE),
    row("check_ins.show_check_ins", BOTH, the_client, **CARE),
    row("check_ins.see", "POST", an_answered_check_in, **CARE),
    row("check_ins.answer", BOTH, a_link_language, EVERYBODY),
    row("stuck.choose", BOTH, the_client, **CARE),
    row("stuck.answer", "POST", a_stuck_step, **CARE),
    row("stuck.mark_error", BOTH, a_stuck_step, **CARE),
    row("plan_reviews.mark_error", BOTH, a_review, **CARE),
    row("goodbyes.list_all", "GET", nothing, MENTORS | SUPERVISORS),
    row("goodbyes.show_goodbye", "GET", the_client, **CARE),
    row("goodbyes.new_goodbye", BOTH, the_client, **CARE),
    row("goodbyes.edit_goodbye", BOTH, a_goodbye, **CARE),
    row("goodbyes.mark_error", BOTH, a_goodbye, **CARE),
    row("goodbyes.explain_none", BOTH, the_client, **ONE_SUPERVISOR),
    row("goodbyes.new_look_back", BOTH, an_asked_goodbye, **CARE),
    row("goodbyes.mark_look_back_error", BOTH, a_look_back, **CARE),
    row("directory.list_all_sources", "GET", nothing, MENTORS | SUPERVISORS),
    row("directory.new_source", BOTH, nothing, MENTORS | SUPERVISORS),
    row("directory.show_source", "GET", a_source, MENTORS | SUPERVISORS),
    row("directory.edit_source", BOTH, a_source, MENTORS | SUPERVISORS),
    row("directory.confirm", "POST", a_source, MENTORS | SUPERVISORS),
    row("directory.list_clients_sources", "GET", the_client, **CARE),
    row("directory.edit_interests", BOTH, the_client, CARERS | HOLDER, OTHER_CARERS),
    row("directory.edit_own_cards", BOTH, nothing, MENTORS | SUPERVISORS),
    row("directory.show_shortlist", "GET", the_client, **CARE),
    row("directory.change_shortlist", "POST", the_client, **CARE),
    row("directory.follow", "POST", the_client, **CARE),
    row("directory.print_shortlist", "GET", the_client, **CARE),
    row("beside.show_mine", "GET", nothing, HOLDER),
    row("beside.show_my_circle", "GET", nothing, HOLDER),
    row("beside.list_my_goals", "GET", nothing, HOLDER),
    row("beside.show_my_goodbye", "GET", nothing, HOLDER),
    row("beside.list_my_questions", "GET", nothing, HOLDER),
    row("beside.take_back", BOTH, nothing, HOLDER),
    row("beside.print_page", "GET", the_client, **CARE),
    row(
        "beside.show_together", BOTH, the_client, **CARE
    ),  # the last of its room: the sessions are with the client then
]
