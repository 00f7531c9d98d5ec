"""What two people share, in sentences."""

from caseapp.directory.companions.rules import CommonGround
from caseapp.directory.words import interest_words
from caseapp.i18n import _


def common_words(ground: CommonGround) -> list[str]:
    """A sentence for each kind of what is shared; none for what is not."""
    told = (
        (ground.both, _("Both enjoy: %(interests)s", interests=interest_words(ground.both))),
        (ground.one, _("One enjoys it, the other would try it: %(interests)s", interests=interest_words(ground.one))),
        (ground.new, _("Both would try: %(interests)s", interests=interest_words(ground.new))),
    )
    return [words for shared, words in told if shared]
