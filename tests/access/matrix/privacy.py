"""The person's rights: whoever is in charge of the client, and nobody else."""

from tests.access.matrix.rows import BOTH, ONE_SUPERVISOR, row
from tests.access.subjects.base import the_client
from tests.access.subjects.privacy import a_passage, a_whole_file

PRIVACY = [
    row("privacy.show_whole_file", BOTH, the_client, **ONE_SUPERVISOR),
    row("privacy.mark_passages", BOTH, the_client, **ONE_SUPERVISOR),
    row("privacy.remove_passage", "POST", a_passage, **ONE_SUPERVISOR),
    row("privacy.fetch_whole_file", "POST", a_whole_file, **ONE_SUPERVISOR),
]
