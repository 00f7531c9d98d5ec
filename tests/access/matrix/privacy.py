"""The person's rights: whoever is in charge of the client, the privacy officer for what is asked, and nobody else."""

from tests.access.actors import (
    ADMINISTRATORS,
    CARERS,
    IN_CHARGE,
    MENTORS,
    NOT_IN_CHARGE,
    OFFICERS,
    OTHER_CARERS,
    SUPERVISORS,
)
from tests.access.matrix.rows import ANSWERS, BOTH, ONE_SUPERVISOR, row
from tests.access.subjects.base import nothing, the_client
from tests.access.subjects.oversight import a_duty, a_duty_entry, a_processor, an_incident
from tests.access.subjects.privacy import (
    a_decided_request,
    a_due_client,
    a_hold,
    a_notice,
    a_passage,
    a_request,
    a_whole_file,
    an_asked_list,
    an_order,
    the_client_to_tell,
)
from tests.watch.records import a_reading, a_reading_review, a_sampled_reading, the_mentor

SECOND = ADMINISTRATORS | OFFICERS
TELLS = {"let_in": CARERS | OFFICERS, "hidden": OTHER_CARERS}
WHO_HAS_TO_DO_WITH_IT = {"let_in": IN_CHARGE | SECOND, "hidden": NOT_IN_CHARGE}

PRIVACY = [
    row("privacy.search_people", BOTH, nothing, OFFICERS),
    row("privacy.show_person", "GET", the_client, OFFICERS),
    row("watch.list_readings", "GET", nothing, OFFICERS),
    row("watch.show_reading", BOTH, a_reading, OFFICERS),
    row("watch.list_reviews", "GET", nothing, OFFICERS),
    row("watch.show_review", BOTH, a_reading_review, OFFICERS),
    row("watch.say_of", "POST", a_sampled_reading, OFFICERS),
    row("watch.show_access", "GET", nothing, SUPERVISORS | OFFICERS | ADMINISTRATORS),
    row("watch.say_of_person", "POST", the_mentor, IN_CHARGE, NOT_IN_CHARGE | OFFICERS | ADMINISTRATORS),
    row("oversight.list_incidents", "GET", nothing, SECOND),
    row("oversight.new_incident", BOTH, nothing, SECOND),
    row("oversight.show_incident", "GET", an_incident, SECOND),
    row("oversight.edit_incident", BOTH, an_incident, SECOND),
    row("oversight.tell_incident", BOTH, an_incident, SECOND),
    row("oversight.list_duties", "GET", nothing, SECOND),
    row("oversight.show_duty", BOTH, a_duty, SECOND),
    row("oversight.end_entry", BOTH, a_duty_entry, SECOND),
    row("oversight.make_file", BOTH, nothing, SECOND),
    row("oversight.show_processing", "GET", nothing, SECOND),
    row("oversight.new_processor", BOTH, nothing, SECOND),
    row("oversight.edit_processor", BOTH, a_processor, SECOND),
    row("privacy.list_requests", "GET", nothing, SUPERVISORS | OFFICERS),
    row("privacy.list_clients_requests", BOTH, the_client, **ANSWERS),
    row("privacy.show_request", BOTH, a_request, **ANSWERS),
    row("privacy.print_request_answer", "GET", a_decided_request, **ANSWERS),
    row("privacy.show_whole_file", BOTH, the_client, **ONE_SUPERVISOR),
    row("privacy.mark_passages", BOTH, the_client, **ONE_SUPERVISOR),
    row("privacy.remove_passage", "POST", a_passage, **ONE_SUPERVISOR),
    row("privacy.list_notices", "GET", nothing, SECOND),
    row("privacy.new_notice", BOTH, nothing, SECOND),
    row("privacy.show_notice", "GET", a_notice, SECOND),
    row("privacy.edit_notice", BOTH, a_notice, SECOND),
    row("privacy.publish", "POST", a_notice, SECOND),
    row("privacy.list_untold", "GET", nothing, MENTORS | SUPERVISORS | OFFICERS),
    row("privacy.tell_notice", BOTH, the_client_to_tell, **TELLS),
    row("privacy.print_clients_notice", "GET", the_client_to_tell, **TELLS),
    row("privacy.list_holds", BOTH, the_client, **ONE_SUPERVISOR),
    row("privacy.show_hold", BOTH, a_hold, **ONE_SUPERVISOR),
    row("privacy.list_erasures", "GET", nothing, SUPERVISORS | SECOND),
    row("privacy.show_clients_erasure", BOTH, the_client, **ONE_SUPERVISOR),
    row("privacy.show_order", "GET", an_order, **WHO_HAS_TO_DO_WITH_IT),
    row("privacy.confirm_erasure", "POST", an_order, SECOND),
    row("privacy.drop_erasure", "POST", an_order, **WHO_HAS_TO_DO_WITH_IT),
    row("privacy.list_due", BOTH, a_due_client, SUPERVISORS),
    row("privacy.confirm_due", BOTH, an_asked_list, SECOND),
    row("privacy.fetch_whole_file", "POST", a_whole_file, **ONE_SUPERVISOR),
]
