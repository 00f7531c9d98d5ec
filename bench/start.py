"""How long `caseapp serve` takes to its first page, and how much memory its processes need.

Each start is followed by one of bare Flask, because machines are shared: only the ratio of processor time says much.
Memory is the proportional share of each process (PSS), after each of some pages was shown forty times.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/sign-in", "/sign-in/lost-password")
TIMES = 40
STARTS = 5
SETTLED_SECONDS = 8
BARE = """
import flask
app = flask.Flask("bare")
app.add_url_rule("/", view_func=lambda: flask.render_template_string("<p>{{ words }}</p>", words="bare"))
assert app.test_client().get("/").status_code == 200
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="caseapp-start-") as home:
        environ = {**os.environ, "CASEAPP_CONFIG": "development", "CASEAPP_HOME": home}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installation has its bytecode
        environ["PYTHONPYCACHEPREFIX"] = f"{home}/bytecode"
        words = [sys.executable, "-m", "caseapp"]
        subprocess.run([*words, "setup", "--no-demo"], cwd=ROOT, env=environ, check=True, capture_output=True)
        for turn in range(STARTS):
            server = start(words, environ)
            cpu, bare = spent(server), cpu_of_bare(environ)
            if turn:  # the first has compiled the bytecode
                print(f"first page: {cpu:.2f} s of processor time, {cpu / bare:.1f} x bare Flask ({bare:.2f} s)")
            if turn == STARTS - 1:
                show_memory(server)
            server.terminate()
            server.wait()


def start(words: list[str], environ: dict[str, str]) -> psutil.Popen:
    began = time.perf_counter()
    server = psutil.Popen([*words, "serve", "--port", "0"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    server.port = re.search(r":(\d+)$", server.stdout.readline().strip())[1]
    ask(server, PAGES[0])
    print(f"first page after {time.perf_counter() - began:.2f} s", end="; ")
    return server


def ask(server: psutil.Popen, path: str) -> None:
    urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}").read()


def family(server: psutil.Popen) -> list[psutil.Process]:
    return [psutil.Process(server.pid), *server.children(recursive=True)]


def spent(server: psutil.Popen) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in family(server))


def cpu_of_bare(environ: dict[str, str]) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-c", BARE], env=environ, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def show_memory(server: psutil.Popen) -> None:
    time.sleep(SETTLED_SECONDS)  # the trail is anchored once after the start
    for path in PAGES * TIMES:
        ask(server, path)
    shares = [(process.memory_full_info().pss / 2**20, " ".join(process.cmdline()[2:7])) for process in family(server)]
    for megabytes, what in shares:
        print(f"{megabytes:7.1f} MB  {what}")
    print(f"{sum(megabytes for megabytes, _ in shares):7.1f} MB  together")


if __name__ == "__main__":
    main()
