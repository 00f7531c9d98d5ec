"""A store of the S3 kind: what is sent there is fetched back before it counts, and no key is ever in it."""

import shutil
import signal
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
import time_machine
from flask import Flask
from moto.server import ThreadedMotoServer

from caseapp.app.backups import nightly as nightly_module
from caseapp.backups.rules import BackupFailed, BackupFault, BackupTask, store_place
from caseapp.backups.store import MARK, BackupStore
from caseapp.clock import now
from caseapp.db.backup.outside_list import list_places
from caseapp.privacy.erasure.list_actions import NAME, Erased, add_to_list, read_list
from caseapp.privacy.orders.rules import Ground, OrderKind
from tests.backups.test_killed_nightly import run as killed_run
from tests.backups.test_nightly import NEXT, outcome, run
from tests.world import World

BUCKET, FOLDER = "kept", "night"
SECRETS = ("key-id-of-the-store", "secret-of-the-store")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    one = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    one.start()
    host, port = one.get_host_and_port()
    yield f"http://{host}:{port}"
    one.stop()


@pytest.fixture
def client(server: str) -> Iterator:
    found = boto3.client(
        "s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    found.create_bucket(Bucket=BUCKET)
    yield found
    for each in found.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        found.delete_object(Bucket=BUCKET, Key=each["Key"])
    found.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def at_store(app: Flask, client, server: str, tmp_path: Path) -> Flask:
    """The application with that store, and without a folder."""
    keys = tmp_path / "store.keys"
    keys.write_text("\n".join(SECRETS))
    keys.chmod(0o600)
    shutil.rmtree(app.config["BACKUP_FOLDER"], ignore_errors=True)
    app.config.update(BACKUP_FOLDER="", BACKUP_STORE=f"{server}/{BUCKET}/{FOLDER}", BACKUP_STORE_KEY_FILE=str(keys))
    return app


def contents(client) -> dict[str, bytes]:
    """The backups and their marks; beside them lies the list of erasures."""
    found = client.list_objects_v2(Bucket=BUCKET).get("Contents", ())
    keys = [each["Key"] for each in found if not each["Key"].endswith(NAME)]
    return {key: client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What would have been restored; nothing is."""
    seen: list[bytes] = []
    monkeypatch.setattr(nightly_module, "prove", lambda path, _folder: seen.append(path.read_bytes()) or "Proved.")
    return seen


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_sent_is_whole_sealed_and_proved_from_there(at_store: Flask, world: World, client) -> None:
    answer = run(at_store)
    assert answer.exit_code == 0, answer.output
    assert "was sent to the store" in answer.output
    assert "a sign-in works" in answer.output
    held = contents(client)
    name = f"{FOLDER}/caseapp-20261122T080000Z.backup"
    assert set(held) == {name, name + MARK}
    held[NAME] = client.get_object(Bucket=BUCKET, Key=f"{FOLDER}/{NAME}")["Body"].read()
    ring = at_store.extensions["keys"]
    keys = Path(at_store.config["KEY_FILE"]).read_text().split()
    secrets = [key.encode() for key in keys if len(key) > 20] + [each.encode() for each in SECRETS]
    for secret in (*secrets, ring.database, ring.trail, world.client.family_name.encode()):
        assert all(secret not in content for content in held.values())
    assert outcome(BackupTask.STORE).is_good
    assert outcome(BackupTask.FOLDER) is None
    assert run(at_store).output == ""


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_list_in_the_store_is_added_to_and_never_lost(
    at_store: Flask, world: World, client, quick, tmp_path: Path
) -> None:
    """What it names and this host does not know stays, and lines that cannot be read are put aside once."""
    order = Erased(uuid4(), uuid4(), uuid4(), OrderKind.ERASE, Ground.REQUEST, now(), None, None, None, None)
    add_to_list({order.order_id: order})
    own, key, aside = list_places(NAME)[0], f"{FOLDER}/{NAME}", f"{FOLDER}/{NAME}.unread"
    client.put_object(Bucket=BUCKET, Key=key, Body=own.read_bytes())

    def stored(name: str) -> bytes:
        return client.get_object(Bucket=BUCKET, Key=name)["Body"].read()

    own.unlink()
    assert run(at_store).exit_code == 0
    assert stored(key) == own.read_bytes()
    assert read_list([own]).erased == {order.order_id: order}
    for day, damage in enumerate((b"rubbish\nrubbish\n", b"other\n"), 1):
        client.put_object(Bucket=BUCKET, Key=key, Body=damage)
        with time_machine.travel(now() + timedelta(days=day), tick=False):
            assert run(at_store).exit_code == 0
        assert stored(key) == own.read_bytes()
        assert stored(aside) == b"rubbish\nrubbish\n"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_of_a_folder_and_a_store_both_hold_the_same_and_old_ones_go(
    at_store: Flask, world: World, client, quick, tmp_path: Path
) -> None:
    at_store.config["BACKUP_FOLDER"] = str(tmp_path / "place")
    run(at_store)
    [made] = (tmp_path / "place").glob("*.backup")
    content = contents(client)[f"{FOLDER}/{made.name}"]
    assert content == made.read_bytes() == quick[0]
    for day in range(1, 30):
        name = f"{FOLDER}/caseapp-{outcome().begun_at - timedelta(days=day):%Y%m%dT%H%M%S}Z.backup"
        client.put_object(Bucket=BUCKET, Key=name, Body=content)
        client.put_object(Bucket=BUCKET, Key=name + MARK, Body=b"x")
    client.put_object(Bucket=BUCKET, Key=f"{FOLDER}/caseapp-20261122T090000Z.backup", Body=b"half")
    client.put_object(Bucket=BUCKET, Key=f"{FOLDER}/of-somebody", Body=b"else")
    client.create_multipart_upload(Bucket=BUCKET, Key=f"{FOLDER}/caseapp-20261122T090001Z.backup")
    with time_machine.travel(NEXT, tick=False):
        assert run(at_store).exit_code == 0
    held = contents(client)
    assert f"{FOLDER}/of-somebody" in held
    assert len([name for name in held if name.endswith(MARK)]) == 7 + 2 + 1
    assert len(held) == 2 * 10 + 1
    assert not client.list_multipart_uploads(Bucket=BUCKET).get("Uploads")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_comes_back_otherwise_than_sent_is_no_backup(
    at_store: Flask, world: World, client, quick, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(BackupStore, "_fetch", lambda *_given: "0" * 64)
        assert run(at_store).exit_code == 1
    assert outcome(BackupTask.STORE).fault is BackupFault.CHANGED
    assert contents(client) == {}
    run(at_store)
    [name] = [name for name in contents(client) if name.endswith(".backup")]
    client.put_object(Bucket=BUCKET, Key=name, Body=b"changed meanwhile")
    assert run(at_store, "--now").exit_code == 0, "tonight's is sent again"
    client.put_object(Bucket=BUCKET, Key=name, Body=b"changed meanwhile")
    store = nightly_module.backup_store()
    with pytest.raises(BackupFailed, match="no longer what was sent"):
        store.fetch(name.removeprefix(f"{FOLDER}/"), Path(at_store.config["DATA"]))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_a_killed_sending_left_counts_for_nothing_and_is_removed(at_store: Flask, world: World, client) -> None:
    killed = killed_run(at_store, "store", "_fetch")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    [half] = contents(client)
    store = nightly_module.backup_store()
    assert store.newest() is None
    answer = killed_run(at_store)
    assert answer.returncode == 0, answer.stderr
    held = set(contents(client))
    assert half not in held
    assert {name.removesuffix(MARK) for name in held} == {f"{FOLDER}/{store.newest()}"}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_store_that_is_away_or_refuses_is_told_and_the_folder_is_kept_all_the_same(
    at_store: Flask, world: World, client, quick, tmp_path: Path, as_, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_store.config["BACKUP_FOLDER"] = str(tmp_path / "place")
    there = at_store.config["BACKUP_STORE"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setattr("caseapp.backups.store.ATTEMPTS", 1)
    for address, fault in ((f"http://127.0.0.1:{port}/{BUCKET}", "unreachable"), (f"{there[:-6]}-none", "refused")):
        at_store.config["BACKUP_STORE"] = address
        answer = run(at_store)
        assert answer.exit_code == 1
        assert SECRETS[1] not in answer.output
        assert outcome(BackupTask.STORE).fault == fault
        assert outcome(BackupTask.FOLDER).is_good
    words = as_(world.administrator).see("/").words
    assert "No backup has been sent to the store yet" in words
    assert "The store refused" in words
    at_store.config["BACKUP_STORE"] = there
    assert run(at_store).exit_code == 0
    assert "The store refused" not in as_(world.administrator).see("/").words


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://s3.example.org/kept", ("https://s3.example.org", "kept", "")),
        ("https://s3.example.org:9000/kept/a/b/", ("https://s3.example.org:9000", "kept", "a/b/")),
    ],
)
def test_an_address_names_endpoint_bucket_and_folder(address: str, place: tuple) -> None:
    assert store_place(address) == place


@pytest.mark.parametrize(
    "address",
    ["s3://kept", "https://s3.example.org", "https://a:b@s3.example.org/kept", "kept", "https:///kept", "ftp://x/y"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        store_place(address)
