"""The organisation's thresholds: what each is called, the rule that explains it, its default and its range."""

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.organisation.rules import Threshold
from caseapp.organisation.threshold_duty_rules import DUTY_THRESHOLDS
from caseapp.organisation.threshold_unit_rules import ThresholdRule, ThresholdUnit

THRESHOLD_RULES: dict[Threshold, ThresholdRule] = {
    Threshold.EXPECTED_MEETING_DAYS: ThresholdRule(
        _l("Meeting expected every"),
        _l(
            "A client who has not been met for longer than this appears on the board, unless the "
            "client's file sets another frequency."
        ),
        7,
        1,
        90,
    ),
    Threshold.NOT_SEEN_DAYS: ThresholdRule(
        _l("Urgent after no meeting for"),
        _l("After this many days without a meeting, the client is marked urgent."),
        14,
        1,
        180,
    ),
    Threshold.NOTE_DUE_DAYS: ThresholdRule(
        _l("Notes due within"),
        _l(
            "After this many days, a planned meeting with no outcome, or a meeting with nothing "
            "written, counts as a missing note."
        ),
        2,
        0,
        30,
        ThresholdUnit.WORKING_DAYS,
    ),
    Threshold.NOTE_FINAL_HOURS: ThresholdRule(
        _l("Notes become final after"),
        _l("Until then the author can edit the note; after that, corrections are added beside it."),
        48,
        0,
        720,
        ThresholdUnit.HOURS,
    ),
    Threshold.ABSENCES_IN_A_ROW: ThresholdRule(
        _l("Missed in a row"),
        _l("A client who misses this many meetings, or group meetings, in a row appears on the board."),
        2,
        1,
        20,
        ThresholdUnit.TIMES,
    ),
    Threshold.GOAL_UNTOUCHED_DAYS: ThresholdRule(
        _l("Goals worked on at least every"),
        _l("A goal in progress with no note or rating for this long appears on the board."),
        30,
        7,
        365,
    ),
    Threshold.GOAL_MOVED_DAYS: ThresholdRule(
        _l("Goals count as moving within"),
        _l("How far back the board looks when it counts goals that moved."),
        30,
        7,
        365,
    ),
    Threshold.PLAN_REVIEW_DAYS: ThresholdRule(
        _l("Goals reviewed every"),
        _l("Sets the review date of a new goal, counted from the day it was agreed."),
        180,
        30,
        730,
    ),
    Threshold.STUCK_DAYS: ThresholdRule(
        _l("Nothing moves after"),
        _l(
            "When no goal in progress has changed for this long, the client appears on the board and a page helps to "
            "choose one step. A goal changes by a note that it moved, another rating, a step done, or a new status."
        ),
        60,
        14,
        365,
    ),
    Threshold.FADING_PERCENT: ThresholdRule(
        _l("Meetings fade below"),
        _l(
            "A client who was met, in the last four weeks, for less than this share of the eight weeks before, and "
            "less often than agreed, appears on the board."
        ),
        50,
        10,
        90,
        ThresholdUnit.PERCENT,
    ),
    Threshold.TIE_LOST_DAYS: ThresholdRule(
        _l("A tie counts as lost after"),
        _l(
            "When a tie that had gone on alone fades or ends, and for this long no visit is planned and nothing new is "
            "begun, the client appears on the board and a page helps to choose one step. It counts for twelve weeks."
        ),
        *(14, 1, 84),
    ),
    Threshold.STUCK_ASK_DAYS: ThresholdRule(
        _l("Ask whether a step helped after"),
        _l("Counted from the day when the step was chosen for a client for whom nothing moved."),
        *(42, 7, 180),
    ),
    Threshold.CHECK_IN_DAYS: ThresholdRule(
        _l("A link to a client can be answered for"),
        _l("After that the four questions by a link cannot be answered any more, and a new link is needed."),
        *(3, 1, 14),
    ),
    Threshold.INTAKE_DAYS: ThresholdRule(
        _l("Intake within"), _l("From the referral until the file is active."), 14, 1, 180
    ),
    Threshold.FIRST_PLAN_DAYS: ThresholdRule(
        _l("First goal within"), _l("From the start of mentoring until the first goal is agreed."), 30, 1, 365
    ),
    Threshold.APPROVAL_WARNING_DAYS: ThresholdRule(
        _l("Warn before an approval ends"),
        _l("A client whose approval ends within this many days, or has ended, appears on the board."),
        60,
        7,
        365,
    ),
    Threshold.CONSENT_WARNING_DAYS: ThresholdRule(
        _l("Warn before a consent ends"),
        _l("A consent that ends within this many days is flagged on the client's page."),
        60,
        7,
        365,
    ),
    Threshold.REPORT_OPENS_DAYS: ThresholdRule(
        _l("Renewal report opens before approval ends"),
        _l("From this day a renewal report is listed as due, until someone starts it."),
        60,
        7,
        365,
    ),
    Threshold.REPORT_DUE_DAYS: ThresholdRule(
        _l("Renewal report due before approval ends"),
        _l("The date by which a report for the committee should be signed."),
        30,
        0,
        180,
    ),
    Threshold.SUPERVISOR_REVIEW_DAYS: ThresholdRule(
        _l("Supervisor reviews each file every"),
        _l("Counted from the last supervision point, or from the last time a supervisor read the file."),
        90,
        7,
        365,
    ),
    Threshold.REQUEST_DAYS: ThresholdRule(
        _l("Requests about stored records answered within"),
        _l(
            "Counted from the day on which a request to see, correct, erase or restrict records was received. Thirty "
            "days are a suggestion of this program and were not checked against a law: ask your legal adviser."
        ),
        30,
        1,
        180,
    ),
    Threshold.FITNESS_WARNING_DAYS: ThresholdRule(
        _l("Warn before a mentor's paper ends"),
        _l("Within this many days before its last day, a certificate, undertaking or contract is to be renewed."),
        60,
        7,
        365,
    ),
    Threshold.FITNESS_GRACE_DAYS: ThresholdRule(
        _l("Missing papers only warn for the first"),
        _l(
            "Counted from the day on which the rule about mentors' papers was turned on. Only then a new assignment "
            "needs the papers."
        ),
        60,
        0,
        365,
    ),
    Threshold.MANY_FILES: ThresholdRule(
        _l("Many files within ten minutes"),
        _l(
            "Whoever opens so many different files, or is refused them, within ten minutes is on the list of readings "
            "that the privacy officer looks at."
        ),
        20,
        2,
        500,
        ThresholdUnit.FILES,
    ),
    Threshold.MANY_LEAVE: ThresholdRule(
        _l("Records leave by one person's word up to"),
        _l(
            "Whoever downloads tables or prints reports of more clients within a day asks, and a second person "
            "confirms. Signed reports of one's own team are printed without it, and are on the list that the privacy "
            "officer looks at."
        ),
        50,
        1,
        1000,
        ThresholdUnit.CLIENTS,
    ),
    Threshold.READING_FROM_HOUR: ThresholdRule(
        _l("Files are usually opened from"),
        _l("What is opened before this hour is on the list of readings that the privacy officer looks at."),
        6,
        0,
        12,
        ThresholdUnit.O_CLOCK,
    ),
    Threshold.READING_TO_HOUR: ThresholdRule(
        _l("Files are usually opened until"),
        _l("What is opened from this hour on is on the list of readings that the privacy officer looks at."),
        23,
        13,
        24,
        ThresholdUnit.O_CLOCK,
    ),
    Threshold.RETENTION_YEARS: ThresholdRule(
        _l("Records kept after a file was closed for"),
        _l(
            "Then the person is listed, and two people decide whether the records are erased. Seven years are what is "
            "said of clinics under the regulations of 1987; no source was found for providers of mentoring. Ask your "
            "legal adviser."
        ),
        7,
        1,
        50,
        ThresholdUnit.YEARS,
    ),
    Threshold.ANONYMISED_MONTHS: ThresholdRule(
        _l("Days of anonymised records rounded to"),
        _l(
            "An anonymised meeting is counted on the first day of its month, or of a longer part of the year. No "
            "source says how coarse is coarse enough: ask your legal adviser."
        ),
        1,
        1,
        12,
        ThresholdUnit.MONTHS,
    ),
    **DUTY_THRESHOLDS,
    Threshold.TRAIL_YEARS: ThresholdRule(
        _l("Entries of the trail kept for"),
        _l(
            "Older ones are removed only by whoever runs the server, with a signed entry in their place. The "
            "regulations of 2017 ask for at least two years."
        ),
        7,
        2,
        50,
        ThresholdUnit.YEARS,
    ),
    Threshold.PULSE_LOW: ThresholdRule(
        _l("A pulse of belonging is low at"),
        _l(
            "At this score of 0 to 10 or lower, the first one too, one step is chosen. It holds for pulses that are "
            "answered from now on. No source gives a number."
        ),
        3,
        0,
        9,
        ThresholdUnit.OF_TEN,
    ),
    Threshold.ATTENDANCE_URGENT: ThresholdRule(
        _l("Group attendance: urgent below"),
        _l(
            "A member who attended less than this share of the meetings that count is marked urgent "
            "on the group's page."
        ),
        60,
        1,
        100,
        ThresholdUnit.PERCENT,
    ),
    Threshold.ATTENDANCE_WATCH: ThresholdRule(
        _l("Group attendance: flag below"),
        _l("A member who attended less than this share of the meetings that count is flagged for a closer look."),
        80,
        1,
        100,
        ThresholdUnit.PERCENT,
    ),
}


def check_threshold(threshold: Threshold, value: int) -> None:
    """`RuleBroken` where a number is out of range."""
    limit = THRESHOLD_RULES[threshold]
    if not limit.lowest <= value <= limit.highest:
        sentence = _("Choose a number from %(least)s to %(most)s.", least=limit.lowest, most=limit.highest)
        raise RuleBroken(sentence, threshold.value)
