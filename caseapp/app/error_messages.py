"""The texts of the error pages: heading, what happened, what to do."""

from caseapp.i18n import _, _l

OTHERWISE = (
    _l("Something went wrong"),
    _l("The page could not be shown. Anything already saved is safe."),
    _l("Try again. If it happens again, give your administrator the incident number."),
)
SENTENCES = {
    400: (
        _l("The request could not be read"),
        _l("Something in the request is not valid."),
        _l("Go back, check what you entered and send it again."),
    ),
    401: (
        _l("You have been signed out"),
        _l("The page was open for a long time, or you signed out in another window. Nothing was saved."),
        _l("Sign in again and go on from there."),
    ),
    403: (
        _l("This is not part of your role"),
        _l("Your role does not allow this."),
        _l("Ask your team's supervisor."),
    ),
    404: (
        _l("Nothing to show here"),
        _l("This page does not exist, or is not about one of your clients."),
        _l("Check the address, or start again from the home page."),
    ),
    405: (
        _l("Nothing to show here"),
        _l("This address does not accept that kind of request."),
        _l("Start again from the home page."),
    ),
    409: (
        _l("Someone else got there first"),
        _l("What you sent does not match what is now stored. Nothing was overwritten."),
        _l("Go back, copy your text, reload the page and save again."),
    ),
    413: (
        _l("Too much at once"),
        _l("What you sent is larger than this page accepts."),
        _l("Shorten the text and save again."),
    ),
    419: (
        _l("This page was open for a long time"),
        _l("You have signed in again since. Nothing was saved."),
        _l("Go back, check what you entered and send it again."),
    ),
    429: (
        _l("One moment, please"),
        _l("Too many attempts in a short time."),
        _l("Wait a moment, then try again."),
    ),
    503: (
        _l("The page cannot be shown at the moment"),
        _l("Records cannot be read or saved at the moment. Anything already saved is safe."),
        _l("Keep this page open and try again in a minute."),
    ),
}


def sentences(status: int) -> tuple[str, str, str]:
    """The three sentences of a status, in the current language."""
    heading, happened, advice = SENTENCES.get(status, OTHERWISE)
    return str(heading), str(happened), str(advice)


def unreadable_text(number: str) -> str:
    """What stands in the place of a stored text that cannot be opened."""
    return _("This text cannot be read (number %(number)s)", number=number)
