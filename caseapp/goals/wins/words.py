"""The sentences that are offered for one tap, as the client says them."""

from caseapp.goals.wins.rules import COMMON_WIN_WORDS, CommonWin
from caseapp.i18n import in_language, language_for, speak_of


def common_wins(client_language: str, form: str) -> dict[CommonWin, str]:
    """Each sentence in the client's language, in the first person of the client."""
    with in_language(language_for(client_language)):
        speak_of(form)
        return {code: str(words) for code, words in COMMON_WIN_WORDS.items()}
