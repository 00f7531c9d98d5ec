"""What an error page says: heading, what happened, what to do."""

from caseapp.i18n import _l

OTHERWISE = (
    _l("Something went wrong on our side"),
    _l("The page could not be made. What was saved is saved."),
    _l("Try again. If it happens once more, tell your administrator the incident number."),
)
SENTENCES = {
    400: (
        _l("This request could not be read"),
        _l("Something in what was sent is not in order."),
        _l("Go back, look over what you wrote and send it again."),
    ),
    403: (
        _l("This is not part of your role"),
        _l("Your role does not include this act."),
        _l("Ask the person in charge of your team."),
    ),
    404: (
        _l("There is nothing here for you"),
        _l("The page does not exist, or it is not about one of your clients."),
        _l("Check the address, or begin again from the first page."),
    ),
    405: (
        _l("There is nothing here for you"),
        _l("This address does not answer in this way."),
        _l("Begin again from the first page."),
    ),
    409: (
        _l("Somebody else was here first"),
        _l("What you sent does not fit what is stored by now. Nothing was overwritten."),
        _l("Go back, copy your text, open the page anew and save again."),
    ),
    413: (
        _l("This is too much at once"),
        _l("What was sent is larger than this page accepts."),
        _l("Shorten the text and save it again."),
    ),
    429: (
        _l("One moment, please"),
        _l("There were too many attempts in a short time."),
        _l("Wait a little, then try again."),
    ),
    503: (
        _l("The page cannot be shown just now"),
        _l("The records cannot be reached or written at this moment. What was saved is saved."),
        _l("Keep this page open and try again in a minute."),
    ),
}


def sentences(status: int) -> tuple[str, str, str]:
    """The three sentences of a status, in the language being spoken."""
    heading, happened, advice = SENTENCES.get(status, OTHERWISE)
    return str(heading), str(happened), str(advice)
