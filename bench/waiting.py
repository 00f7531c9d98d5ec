"""How long somebody waits for a list while four others print a long report, in real processes."""

import http.client
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa

from caseapp.accounts.models import Team, User
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.reports.kind_rules import SectionKind
from tests.documents.samples import NARRATIVE
from tests.faults.real_service import Installation, Somebody
from tests.world import make_client, make_report

PRINTING, ASKED, CLIENTS = 4, 50, 40
LETTERS = 60_000  # of the longest text that a section may hold


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="caseapp-waiting-") as folder, Installation(Path(folder)) as installation:
        with installation.app.app_context():
            mentor = db.session.scalars(sa.select(User).where(User.username == "mentor")).one()
            client = db.session.scalars(
                sa.select(Client).where(Client.id == installation.client_id, for_maintenance())
            ).one()
            text = (NARRATIVE * (LETTERS // len(NARRATIVE) + 1))[:LETTERS]
            report_id = make_report(client, mentor, words={SectionKind.HOW_IT_WENT: text}).id
            team = db.session.get(Team, mentor.team_id)
            for number in range(CLIENTS):
                make_client(team, mentor, given_name=f"N{number:03}")
            installation.let_go()
        installation.start()
        reader = Somebody(installation, "mentor").sign_in()
        printers = [Somebody(installation, "mentor").sign_in() for _ in range(PRINTING)]
        show("nobody prints", asked(reader))
        enough, prints = threading.Event(), []
        threads = [
            threading.Thread(target=print_again_and_again, args=(printer, f"/reports/{report_id}/pdf", enough, prints))
            for printer in printers
        ]
        for thread in threads:
            thread.start()
        while not prints:
            time.sleep(0.1)
        show("four print", asked(reader))
        enough.set()
        for thread in threads:
            thread.join()
        statuses = {status: [status for status, _ in prints].count(status) for status, _ in prints}
        print(f"prints: {statuses}, median {statistics.median(seconds for _, seconds in prints):.1f} s")


def print_again_and_again(printer: Somebody, path: str, enough: threading.Event, prints: list) -> None:
    while not enough.is_set():
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", printer.installation.port, timeout=120)
        cookies = "; ".join(f"{name}={one.value}" for name, one in printer.cookies.items())
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        prints.append((answer.status, time.perf_counter() - began))


def asked(reader: Somebody) -> list[float]:
    seconds = []
    for _ in range(ASKED):
        began = time.perf_counter()
        reader.see("/clients")
        seconds.append(time.perf_counter() - began)
    return sorted(seconds)


def show(when: str, seconds: list[float]) -> None:
    p95, longest = seconds[int(len(seconds) * 0.95)], seconds[-1]
    print(f"{when}: a list takes {statistics.median(seconds):.3f} s, p95 {p95:.3f}, longest {longest:.3f}", flush=True)


if __name__ == "__main__":
    main()
