"""What the help says of each of the main pages, and of a good note."""

from typing import Any

from caseapp.i18n import _l

TOPICS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "today": (
        _l("Today"),
        (
            _l("On top is whom you meet next: when, for which goal, what you agreed, and how to be discreet."),
            _l("Below is what waits for you: unfinished notes, meetings without a note, tasks."),
            _l("After a note is saved, it can be undone until you leave the page."),
        ),
    ),
    "note": (
        _l("Note"),
        (
            _l("Write what happened in a few sentences. The facts on top are filled in: a tap on one changes it."),
            _l("Tap the goal that you worked on, then how far it moved. A rating of the goal is made on its own page."),
            _l("What you type is kept as you type. It becomes part of the record when you save."),
            _l("A concern for somebody's safety reaches the supervisor at once."),
        ),
    ),
    "person": (
        _l("Person"),
        (
            _l("Each figure opens the records that it counts."),
            _l("A goal is a staircase: a diamond stands for the mentor's rating, a circle for the person's own."),
            _l("The search in notes finds what was written earlier."),
        ),
    ),
    "groups": (
        _l("Groups"),
        (
            _l("On the sheet everybody is marked as here. Change only who was not."),
            _l("Whoever stays away several times in a row is shown on the group's page."),
        ),
    ),
    "board": (
        _l("Board"),
        (
            _l("Who needs us this week, each with the weightiest reason first."),
            _l("It can be printed with initials instead of names."),
        ),
    ),
    "approvals": (
        _l("Approvals to look at"),
        (
            _l("What ends soon and is not renewed, what was used beyond its amount, and what is approved twice."),
            _l("A contact counts against the mentoring approval that ends first, up to its amount. Each row opens it."),
            _l("Time is told as hours and minutes: 1:35 is one hour and 35 minutes. Tables to take along say 1.58."),
        ),
    ),
    "attainment": (
        _l("Goal attainment"),
        (
            _l("The T-score says how far a client's goals were reached: 50 is as expected, by weight."),
            _l("A report of the same days counts the same goals. Each period says where they stood before it."),
            _l("Where the two ratings differ, talk about it. All set their own goals, so it compares nobody."),
        ),
    ),
    "practice": (
        _l("Mirror of the practice"),
        (
            _l("How a client and a mentor met in twelve weeks: out in the community, with others, written together."),
            _l("Beside it stands what the client did alone. Each number opens the meetings or steps that it counts."),
            _l("It is there for a talk in supervision. The mentor sees the same page, and nobody is compared."),
        ),
    ),
    "two_ratings": (
        _l("Two ratings of a goal"),
        (
            _l("Goals in progress, each with the mentor's last rating and the client's own, in the order of names."),
            _l("A difference is worth a talk. The page compares nobody, and no sum is made of it."),
        ),
    ),
    "reports": (
        _l("Reports"),
        (
            _l("A report gathers what was recorded in its period. You add what only a person can say."),
            _l("Once it is submitted, a supervisor reads it, and signs it or returns it with comments."),
        ),
    ),
    "circles": (
        _l("Circles of support"),
        (
            _l("The person says who stands where: nothing is filled in beforehand."),
            _l("A new map stands beside the one before, and what changed is said in words."),
        ),
    ),
    "duty": (
        _l("Duty to report"),
        (
            _l("Beside a concern three questions are asked: was it somebody responsible, whom one tells, and when."),
            _l("Only you and whoever is in charge of the team see the answers. They are in no copy for the client."),
            _l("It can be walked as a drill, from the page of concerns. Nothing of a drill is kept."),
        ),
    ),
    "papers": (
        _l("Papers of mentors"),
        (
            _l("Whoever looks at a certificate says so, with its days. The paper itself is not kept here."),
            _l("While the rule is on, a mentor who lacks a paper is not assigned anew; its first days only warn."),
            _l("The administrator may exempt somebody, with a reason, and sets which papers are asked for."),
        ),
    ),
    "ties": (
        _l("Ties that last"),
        (
            _l("A tie is somebody, a group or a place that is to stay, also when you no longer come along."),
            _l("It lasts if it is still there, alone, after 12 weeks. Until then one question asks now and then."),
        ),
    ),
    "areas": (
        _l("Own areas of life"),
        (
            _l("The areas are in the person's own words. Each of them can be skipped."),
            _l("A ring under the stairs is the step of the last time. Nothing is chosen beforehand."),
        ),
    ),
    "measures": (
        _l("Measures"),
        (
            _l(
                "Few questions, asked again. Each of them can be skipped, and what is missing is never counted as zero."
            ),
            _l("A line joins only what was answered in the same way. Better is always up."),
        ),
    ),
    "check_ins": (
        _l("Between meetings"),
        (
            _l("A link brings four questions to the client's phone. It needs the client's consent, and works once."),
            _l("An answer waits on your first page until you have seen it. Nobody else watches for emergencies."),
        ),
    ),
    "stuck": (
        _l("Stop for a moment and choose"),
        (
            _l("It is offered where nothing has moved for a while. Nobody is to blame."),
            _l("Choose one step, and the day on which you will be asked whether it helped."),
        ),
    ),
    "directory": (
        _l("Sources of support"),
        (
            _l("On a client's page, what fits the chosen interests stands first, with the reason."),
            _l("Write nothing about a client there: everybody who accompanies people reads it."),
        ),
    ),
    "goodbye": (
        _l("To end well"),
        (
            _l("Plan the goodbye early: the day, why, what stays, who helps, and what to do when it gets hard."),
            _l("Three months later the program asks how it is. A few taps are enough, also if nobody was reached."),
            _l("A file that was closed without a goodbye stands on the list of whoever is in charge of the team."),
            _l("Who comes back needs a goodbye of their own at the next end; the earlier one stays in the file."),
        ),
    ),
    "review": (
        _l("Plan review"),
        (
            _l("It gathers what has happened since the plan was last reviewed."),
            _l("Write down what you decided together: what goes on, and what changes."),
        ),
    ),
    "erasures": (
        _l("Erasing and keeping records"),
        (
            _l("It takes two people: one asks and says why, another one looks at what would go and confirms."),
            _l("Erasing removes everything about the person. Anonymising keeps figures that stand for nobody."),
            _l("Every night a list gathers whose file has been closed for long enough. It erases nothing by itself."),
            _l("While a legal hold lasts nothing of the person is erased or anonymised, whatever was decided."),
            _l("Backups hold the records for up to a year longer: the page says until which day."),
        ),
    ),
    "passkeys": (
        _l("Passkeys"),
        (
            _l("A passkey lies in your phone or computer and opens with your finger, your face or the device's code."),
            _l("Add one under Account, Second step, on the device itself. Add a second device, in case one is lost."),
            _l("Nobody can trick you into telling it: it answers this site alone."),
        ),
    ),
    "incidents": (
        _l("Incidents"),
        (
            _l("Record it as soon as it is found. The clock runs from then; what is not known yet is added later."),
            _l("The page says whom one must tell and until when. Record who was told, when and how."),
            _l("Name no client: which kind of records and about how many people is enough."),
        ),
    ),
    "duties": (
        _l("Calendar of duties"),
        (
            _l("Each line says when it was last done and by when it is due again. Red is late, or was never recorded."),
            _l("Record the day, who did it and where it can be read. The papers themselves are kept elsewhere."),
            _l("How often is set by the administrator; the source stands beside each number."),
        ),
    ),
    "processing": (
        _l("Record of processing"),
        (
            _l("It is made from the database itself, so it is never older than the program."),
            _l("A processor is somebody outside who handles records for you, such as whoever keeps the backups."),
        ),
    ),
    "evidence": (
        _l("Evidence for an inspector"),
        (
            _l("What is late stands on the first page. Below is what was done, when and by whom."),
            _l("The database document is generated from the database itself. The program names no client."),
        ),
    ),
    "exports": (
        _l("Records of many clients"),
        (
            _l("Above a number of clients that the organisation sets, one person asks and another one confirms."),
            _l("What one person downloads or prints within a day is counted together."),
            _l("A second person has three days to answer. After that the file waits for a day."),
            _l("Signed reports of your own team need nobody else. Many of them are looked at afterwards."),
        ),
    ),
    "network": (
        _l("Without a network"),
        (
            _l("If you switched it on under Account, your code opens Today, the note and the attendance sheet."),
            _l("What you write is kept on the device, encrypted, and sent when caseapp is open with a network."),
            _l(
                "An iPhone or iPad sends nothing while caseapp is closed, and may remove what it keeps if caseapp is "
                "not opened for some weeks. Open it as soon as there is a network again."
            ),
        ),
    ),
}

GOOD_NOTE = (
    _l("It says what you did together, what the person said or wanted, and what you agreed on for next time."),
    _l("It is written so that the person can read it: they have the right to."),
    _l("It has no diagnosis, and names nobody else in full."),
)
EXAMPLE = _l(
    "We walked to the café by the market. This time the order was given without my help, and it was easier than "
    "expected. Next week we go at noon, when there are more people."
)
