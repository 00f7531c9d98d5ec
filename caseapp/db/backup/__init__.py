"""Backups: all records as of one moment in one sealed file, and whose turn it is to make one."""

from caseapp.db.backup.contents import (
    BackupContents,
    count_rows,
    find_empty_revision,
    read_backup,
    read_revision,
    restored_bytes,
    write_backup,
)
from caseapp.db.backup.sealed_file import UNFINISHED, check_file, is_whole
from caseapp.db.backup.turn import database_bytes, database_folder, is_our_turn

__all__ = [
    "UNFINISHED",
    "BackupContents",
    "check_file",
    "count_rows",
    "database_bytes",
    "database_folder",
    "find_empty_revision",
    "is_our_turn",
    "is_whole",
    "read_backup",
    "read_revision",
    "restored_bytes",
    "write_backup",
]
