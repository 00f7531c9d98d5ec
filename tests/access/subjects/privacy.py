"""The person's rights: the whole file, and passages that it does not show."""

from caseapp.clock import now
from caseapp.privacy.whole_file.models import BlackenedPassage, WholeFile
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values, the_client


def a_whole_file(company: Company) -> Values:
    by = company.world.supervisor
    file = WholeFile(client_id=company.client.id, by_id=by.id, language="he", created_at=now())
    file.purpose = "A letter"
    file.keep(b"PK", now())
    return {"file_id": made.keep(file).id}


def a_passage(company: Company) -> Values:
    by = company.world.supervisor
    passage = BlackenedPassage(client_id=company.client.id, by_id=by.id, created_at=now())
    passage.words = "somebody else"
    return {**the_client(company), "passage_id": made.keep(passage).id}
