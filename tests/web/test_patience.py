"""No script waits for ever on a network that is there and brings nothing."""

import re

from caseapp.web.assets import static_assets

FETCH = re.compile(r"\bfetch\(")
# The worker lets a page of the day race against its own clock, and any other take its time: the browser shows that.
WAITS_ITSELF = {"worker.js"}
AHEAD, BEHIND = 200, 300


def without_end(name: str, text: str) -> list[str]:
    """The requests of a script that nothing ends."""
    starts = [match.start() for match in FETCH.finditer(text)]
    near = {at: text[max(0, at - AHEAD) : at + BEHIND] for at in starts}
    return [f"{name}: {text[at : at + 60]}" for at in starts if "AbortSignal.timeout(" not in near[at]]


def test_each_request_of_a_script_ends_by_itself(app) -> None:
    scripts = {name: asset.content.decode() for name, asset in static_assets().items() if name.endswith(".js")}
    assert sum(len(FETCH.findall(text)) for text in scripts.values()) > 8
    faults = [fault for name, text in scripts.items() if name not in WAITS_ITSELF for fault in without_end(name, text)]
    assert not faults, "\n".join(faults)
    assert without_end("planted.js", scripts["message.js"].replace("signal: AbortSignal.timeout", "signal: when"))
