"""The wheel alone is enough: templates, migrations, catalogues and settings travel in it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout, made from a copy so that nothing is left behind in the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    copied = folder / "checkout"
    copied.mkdir()
    for part in ("caseapp", "templates", "migrations"):
        shutil.copytree(ROOT / part, copied / part, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    for part in ("config.py", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / part, copied / part)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, copied]
    built = subprocess.run(build, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory, wheel):
    """An empty environment outside the checkout that holds the wheel and what the wheel asks for."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", folder / "venv" / "bin" / "python", "install"]
    quietly = ["--quiet", "--disable-pip-version-check", "--no-compile"]
    held = folder / "versions.txt"
    locked = (ROOT / "locks" / "run.txt").read_text()
    held.write_text("\n".join(re.findall(r"^[a-z0-9-]+==[^\s\\]+", locked, re.MULTILINE)))
    installed = subprocess.run([*pip, *quietly, "-c", held, wheel], cwd=folder, capture_output=True, text=True)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return folder


@pytest.fixture(scope="module")
def surroundings(elsewhere):
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("CASEAPP_", "PYTHON"))}
    return {
        **kept,
        "CASEAPP_CONFIG": "development",
        "CASEAPP_DATA": str(elsewhere / "data"),
        "CASEAPP_KEY_FILE": str(elsewhere / "keys" / "data.key"),
        "CASEAPP_SECRET_KEY_FILE": str(elsewhere / "keys" / "secret.key"),
    }


@pytest.fixture
def server(elsewhere, surroundings):
    """The address of the installed application, serving."""
    caseapp = elsewhere / "venv" / "bin" / "caseapp"
    told = subprocess.run(
        [caseapp, "setup", "--no-demo"], cwd=elsewhere, env=surroundings, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout + told.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    serve = [caseapp, "serve", "--host", "127.0.0.1", "--port", port]
    log = elsewhere / "serve.log"
    with log.open("wb") as written:
        serving = subprocess.Popen(serve, cwd=elsewhere, env=surroundings, stdout=written, stderr=written)
    wait_until_it_listens(int(port), serving, log)
    yield f"http://127.0.0.1:{port}"
    serving.terminate()
    assert serving.wait(timeout=60) == 0, log.read_text()


def wait_until_it_listens(port: int, serving: subprocess.Popen, log: Path) -> None:
    for _tenth in range(300):
        assert serving.poll() is None, log.read_text()
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    serving.kill()
    pytest.fail(f"The server did not listen within 30 seconds: {log.read_text()}")


def fetch(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.status, answer.read().decode()


def test_the_wheel_carries_pages_migrations_catalogues_and_settings(wheel):
    names = ZipFile(wheel).namelist()
    assert "caseapp/_root/config.py" in names
    assert "caseapp/_root/migrations/env.py" in names
    assert any(re.fullmatch(r"caseapp/_root/templates/.+\.html", name) for name in names)
    for written in (ROOT / "caseapp/i18n/translations").glob("*/LC_MESSAGES/messages.po"):
        assert str(written.with_suffix(".mo").relative_to(ROOT)) in names


def test_the_wheel_puts_nothing_but_caseapp_at_the_top(wheel):
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"caseapp"}


def test_the_wheel_is_imported_from_the_empty_environment(elsewhere, surroundings):
    python = elsewhere / "venv" / "bin" / "python"
    where = subprocess.run(
        [python, "-c", "import caseapp; print(caseapp.__file__)"],
        cwd=elsewhere,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(elsewhere / "venv")


def test_the_sign_in_page_is_served_from_an_empty_environment(server):
    status, page = fetch(f"{server}/sign-in")
    assert status == 200
    assert "caseapp" in page
    assert 'lang="he"' in page
    assert 'dir="rtl"' in page
    title = re.search(r"<title>(.+?)</title>", page, re.DOTALL).group(1)
    assert re.search("[א-ת]{2}", title), "the wheel speaks no Hebrew"
    style = re.search(r'href="([^"]+\.css[^"]*)"', page).group(1)
    assert fetch(f"{server}{style}")[0] == 200
