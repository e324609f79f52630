"""The two roles of a ward's database: who owns the tables, and who only serves the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.postgres.server import binaries, server

ROOT = Path(__file__).parents[2]
PASSWORDS = {"POSTGRES_OWNER_PASSWORD": "owner", "POSTGRES_APP_PASSWORD": "app"}

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="runs with the suite on PostgreSQL"
    ),
]


def address_of(role: str, superusers: str) -> str:
    return superusers.replace("//hlh@", f"//{role}@").removesuffix("/postgres") + "/hlh"


@pytest.fixture(scope="module")
def superusers_address() -> Iterator[str]:
    """A server of its own, with the roles made and the tables migrated as in docker-compose.yml."""
    programs = binaries()
    assert programs
    with server(programs) as address:
        psql = [str(programs / "psql"), "-v", "ON_ERROR_STOP=1", "-X", "-q", "-d", address]
        script = ["-f", str(ROOT / "deploy" / "roles.sql")]
        subprocess.run([*psql, *script], env=os.environ | PASSWORDS, check=True)
        owner = os.environ | {"DATABASE_URL": address_of("hlh_owner", address)}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=owner, check=True)
        yield address


@pytest.fixture
def app(superusers_address: str) -> Iterator[psycopg.Connection]:
    """A connection as the pages have it."""
    with psycopg.connect(address_of("hlh_app", superusers_address)) as connected:
        yield connected
        connected.rollback()


def test_the_pages_can_write_what_they_must(app):
    app.execute(
        "INSERT INTO accounts_centre (code, name, time_zone, names_enabled, fever_threshold)"
        " VALUES ('VIE', 'Vienna', 'UTC', false, 38.5)"
    )
    app.execute("UPDATE accounts_centre SET name = 'Wien'")
    app.execute("INSERT INTO shared_cache VALUES ('key', 'value', now())")
    assert app.execute("SELECT name FROM accounts_centre").fetchall() == [("Wien",)]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO records_auditentry DEFAULT VALUES",
        "UPDATE records_auditentry SET id = id",
        "DELETE FROM records_auditentry",
        "TRUNCATE records_auditentry",
        "ALTER TABLE records_auditentry DISABLE TRIGGER ALL",
        "DROP TABLE records_auditentry",
        "TRUNCATE records_patient CASCADE",
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_pages_cannot_touch_the_trail_nor_the_tables(app, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_the_pages_can_read_the_trail(app):
    assert app.execute("SELECT count(*) FROM records_auditentry").fetchone() == (0,)
