"""The thresholds of what the organisation owes to the law and to an inspector, each with its source."""

from caseapp.i18n import _l
from caseapp.organisation.rules import Threshold
from caseapp.organisation.threshold_unit_rules import ThresholdRule, ThresholdUnit

DUTY_THRESHOLDS: dict[Threshold, ThresholdRule] = {
    Threshold.INCIDENT_TELL_HOURS: ThresholdRule(
        _l("Severe incidents told to the authority within"),
        _l(
            "Counted from the moment at which the incident was found. The regulations of 2017 ask that the authority "
            "is told; the sources read name no number of hours, so this one is a suggestion. Ask your legal adviser."
        ),
        *(24, 1, 168, ThresholdUnit.HOURS),
    ),
    Threshold.INCIDENT_PEOPLE_DAYS: ThresholdRule(
        _l("People told of an incident within"),
        _l(
            "Counted from the moment at which it was found, where the people whom the records are about are to be "
            "told. No source was found for the number."
        ),
        *(3, 1, 60),
    ),
    Threshold.DATABASE_DOCUMENT_MONTHS: ThresholdRule(
        _l("Database document looked through every"),
        _l(
            "The regulations of 2017 ask for a document that defines the database, looked through each year "
            "(loc.gov, Global Legal Monitor)."
        ),
        *(12, 1, 60, ThresholdUnit.MONTHS),
    ),
    Threshold.RISK_SURVEY_MONTHS: ThresholdRule(
        _l("Risk survey every"),
        _l(
            "The regulations of 2017 ask for it every 18 months at the high level: more than a hundred people "
            "who are allowed in."
        ),
        *(18, 1, 60, ThresholdUnit.MONTHS),
    ),
    Threshold.PENETRATION_TEST_MONTHS: ThresholdRule(
        _l("Penetration test every"),
        _l(
            "The regulations of 2017 ask for it every 18 months at the high level: more than a hundred people "
            "who are allowed in."
        ),
        *(18, 1, 60, ThresholdUnit.MONTHS),
    ),
    Threshold.AUDIT_MONTHS: ThresholdRule(
        _l("Audit of the regulations every"),
        _l(
            "Regulation 16 of 2017 asks for it at least every 24 months at the medium and the high level "
            "(knowledge.trustgdpa.com)."
        ),
        *(24, 1, 60, ThresholdUnit.MONTHS),
    ),
    Threshold.TRAINING_MONTHS: ThresholdRule(
        _l("Training of all who are allowed in every"),
        _l(
            "Regulation 7 of 2017 is said to ask for it at least every two years; the text itself was not "
            "checked. Ask your legal adviser."
        ),
        *(24, 1, 60, ThresholdUnit.MONTHS),
    ),
    Threshold.NOTICE_REVIEW_MONTHS: ThresholdRule(
        _l("Privacy notice looked through every"),
        _l(
            "Amendment 13 asks for the notice; no source was found for how often it is looked through. Twelve "
            "months are a suggestion."
        ),
        *(12, 1, 60, ThresholdUnit.MONTHS),
    ),
    Threshold.PROCESSOR_REVIEW_MONTHS: ThresholdRule(
        _l("Processors looked through every"),
        _l("No source was found for the number. Twelve months are a suggestion."),
        *(12, 1, 60, ThresholdUnit.MONTHS),
    ),
}
