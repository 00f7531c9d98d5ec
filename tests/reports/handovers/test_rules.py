"""On which basis other than a consent a report is given to whom."""

import pytest

from caseapp.clients.consents.rules import Recipient
from caseapp.clients.rules import NAME_MAX
from caseapp.reports.handovers.rules import RECIPIENTS_OF, basis_of, check_basis, check_handed
from caseapp.reports.status_rules import LegalBasis, ReportStatus
from tests.refusals import refused


@pytest.mark.parametrize("status", ReportStatus)
def test_only_a_signed_report_is_shared(status):
    if status is ReportStatus.SIGNED:
        check_handed(status)
    else:
        with refused():
            check_handed(status)


@pytest.mark.parametrize("recipient", Recipient)
@pytest.mark.parametrize("basis", LegalBasis)
def test_a_basis_applies_to_its_recipients_and_to_no_others(recipient, basis):
    if recipient in RECIPIENTS_OF[basis]:
        check_basis(recipient, "x" * NAME_MAX, basis)
    else:
        with refused("basis"):
            check_basis(recipient, "Rachel", basis)


def test_the_clients_own_right_needs_no_choice_and_no_name():
    for chosen in (None, *LegalBasis):
        assert basis_of(Recipient.CLIENT, chosen) is LegalBasis.OWN_RECORD
        assert basis_of(Recipient.OTHER, chosen) is chosen
    check_basis(Recipient.CLIENT, "", LegalBasis.OWN_RECORD)


def test_sharing_with_somebody_else_has_a_basis_and_a_name():
    with refused("to"):
        check_basis(Recipient.FAMILY, "Rachel", None)
    for name in (" ", "x" * (NAME_MAX + 1)):
        with refused("name"):
            check_basis(Recipient.FAMILY, name, LegalBasis.GUARDIAN)
