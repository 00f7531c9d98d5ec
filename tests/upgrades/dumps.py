"""A PostgreSQL database as compressed text: the statements that made its schema, then the rows of each table."""

import lzma
from pathlib import Path

import psycopg


def dump(url: str, schema: list[str], file: Path) -> None:
    """Write all rows of the database, after the statements of its schema."""
    parts = [statement.strip().encode() + b";\n" for statement in schema]
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        for (table,) in tables:
            with connection.cursor().copy(f"COPY {table} TO STDOUT (HEADER)") as rows:
                names, *lines = b"".join(rows).splitlines(keepends=True)
            columns = names.decode().strip().replace("\t", ", ")
            parts += [f"COPY {table} ({columns}) FROM STDIN;\n".encode(), *lines, b"\\.\n"]
    file.write_bytes(lzma.compress(b"".join(parts)))


def load(file: Path, url: str) -> None:
    """Read it into an empty database; keys to other rows need no order."""
    schema, *tables = lzma.decompress(file.read_bytes()).split(b"\nCOPY ")
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(schema)
        for table in tables:
            first, rows = table.split(b";\n", 1)
            with connection.cursor().copy(b"COPY " + first) as copy:
                copy.write(rows.removesuffix(b"\n").removesuffix(b"\\."))
