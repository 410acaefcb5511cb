"""Every name is looked at once, and what was not looked at stays unknown."""

from knownhands.harvest.names.rows import store_matches
from knownhands.store import subjects
from knownhands.store.connection import memory_store

SUBJECTS = [
    {"ecosystem": "pypi", "name": "reqeusts"},
    {"ecosystem": "pypi", "name": "reqeusts", "version": "1.0"},
    {"ecosystem": "npm", "name": "kiln-glaze-atlas"},
    {"ecosystem": "gem", "name": "reqeusts"},
    {"ecosystem": "npm"},
    {},
]


def test_a_name_that_resembles_nothing_has_a_row_of_its_own():
    with memory_store("package_schema") as connection:
        subjects.prepare(connection, "package")
        subjects.add(connection, SUBJECTS)
        assert store_matches(connection) == 2
        rows = connection.execute("SELECT * FROM name_matches ORDER BY ecosystem").fetchall()
        assert rows[0] == ("npm", "kiln-glaze-atlas", False, None, None, None, None, None)
        assert rows[1][:4] == ("pypi", "reqeusts", False, "requests")
        assert "transposition" in rows[1][5]
        assert store_matches(connection) == 0
