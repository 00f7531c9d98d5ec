"""A store of the S3 kind for backups: sending one, fetching it back, and removing those that are no longer needed."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from caseapp.backups.rotation_rules import superseded
from caseapp.backups.rules import BackupFailed, BackupFault, BackupTask, StorePlace, made_at
from caseapp.clock import local

MARK = ".sha256"
"""Ends the name of what lies beside each backup that was fetched back and compared: its checksum."""
CHUNK = 1 << 20
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 10, 60, 3
SERVER_FAULT = 500


class BackupStore:
    """The backups in a store. Only those with their mark count as good: a half one never got it."""

    task = BackupTask.STORE

    def __init__(self, place: StorePlace, region: str, key_id: str, secret: str) -> None:
        import boto3
        from botocore.config import Config

        patience = {"connect_timeout": CONNECT_SECONDS, "read_timeout": READ_SECONDS}
        self.bucket, self.prefix = place.bucket, place.prefix
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=place.endpoint,
            region_name=region,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(
                retries={"max_attempts": ATTEMPTS},
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",  # not every store knows the newer checksums
                response_checksum_validation="when_required",
                **patience,
            ),
        )

    def keep(self, source: Path) -> None:
        """Send the backup, fetch it back, and mark it as good if it is what was sent."""
        with _answered():
            self._give_up_uploads()
            with source.open("rb") as file:
                self.client.upload_fileobj(file, self.bucket, self.prefix + source.name)
            with source.open("rb") as file:
                sent = hashlib.file_digest(file, "sha256").hexdigest()
            if self._fetch(source.name, lambda _chunk: None) != sent:
                self.client.delete_object(Bucket=self.bucket, Key=self.prefix + source.name)
                raise BackupFailed(BackupFault.CHANGED, "The store gave back something else than was sent.")
            line = f"{sent}  {source.name}\n".encode()
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + source.name + MARK, Body=line)

    def keep_beside(self, source: Path) -> None:
        """Send a small file that is no backup, in the place of the one from before."""
        with _answered():
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + source.name, Body=source.read_bytes())

    def fetch_beside(self, name: str, folder: Path) -> None:
        """Such a file in that folder; nothing where there is none."""
        with _answered():
            if name in self._names():
                found = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)
                (folder / name).write_bytes(found["Body"].read())

    def newest(self) -> str | None:
        """The name of the newest one that is marked as good."""
        with _answered():
            return max(self._good().values(), default=None)

    def size(self, name: str) -> int:
        """How many bytes it has."""
        with _answered():
            return int(self.client.head_object(Bucket=self.bucket, Key=self.prefix + name)["ContentLength"])

    def fetch(self, name: str, folder: Path) -> Path:
        """The backup as a file in that folder, compared with its mark."""
        with _answered(), (folder / name).open("wb") as file:
            found = self._fetch(name, file.write)
            mark = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name + MARK)["Body"].read()
            if found.encode() != mark.split()[0]:
                raise BackupFailed(BackupFault.CHANGED, "What the store holds is no longer what was sent.")
        return folder / name

    def rotate(self, last: str) -> None:
        """Remove what is no longer needed once this one is there, and what was sent before and never got its mark."""
        with _answered():
            named, good = self._names(), self._good()
            old = [good[at] for at in superseded(good, next(at for at, name in good.items() if name == last))]
            half = [name for name in named if made_at(name) and name < last and name + MARK not in named]
            for name in [*old, *half]:
                self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name + MARK)
                self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def _good(self) -> dict[datetime, str]:
        named = self._names()
        made = ((made_at(name), name) for name in named if name + MARK in named)
        return {local(at).replace(tzinfo=None): name for at, name in made if at is not None}

    def _names(self) -> set[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        return {found["Key"].removeprefix(self.prefix) for page in pages for found in page.get("Contents", ())}

    def _fetch(self, name: str, take: Callable[[bytes], Any]) -> str:
        body: IO[bytes] = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]
        digest = hashlib.sha256()
        while chunk := body.read(CHUNK):
            digest.update(chunk)
            take(chunk)
        return digest.hexdigest()

    def _give_up_uploads(self) -> None:
        """Parts of backups that were never sent whole would be paid for without ever being seen."""
        begun = self.client.list_multipart_uploads(Bucket=self.bucket, Prefix=self.prefix).get("Uploads", ())
        for upload in begun:
            self.client.abort_multipart_upload(Bucket=self.bucket, Key=upload["Key"], UploadId=upload["UploadId"])


@contextmanager
def _answered() -> Iterator[None]:
    """What the store answers in place of doing it, as the kind of fault that it is."""
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield
    except ClientError as fault:
        status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", SERVER_FAULT)
        kind = BackupFault.UNREACHABLE if status >= SERVER_FAULT else BackupFault.REFUSED
        raise BackupFailed(kind, f"The store answered {fault.response.get('Error', {}).get('Code')}.") from fault
    except (BotoCoreError, HTTPClientError) as fault:
        raise BackupFailed(BackupFault.UNREACHABLE, f"The store: {type(fault).__name__}.") from fault
