"""Who is let in where: every endpoint and method, every role, every relation to the record."""

from tests.access.matrix.belonging import BELONGING
from tests.access.matrix.files import FILES
from tests.access.matrix.house import HOUSE
from tests.access.matrix.privacy import PRIVACY
from tests.access.matrix.reports import REPORTS
from tests.access.matrix.rows import LEAD_TO_SIGN_IN, Answer, Row
from tests.access.matrix.work import WORK

__all__ = ["LEAD_TO_SIGN_IN", "MATRIX", "Answer", "Row"]

MATRIX = [*BELONGING, *FILES, *HOUSE, *PRIVACY, *REPORTS, *WORK]
