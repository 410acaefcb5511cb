"""The tables say what they hold."""

import re
from importlib import resources

from knownhands.harvest.git.rows import _COLUMNS, _TABLES


def test_every_column_of_every_table_is_declared_in_the_schema():
    schema = resources.files("knownhands.store.schema").joinpath("0001_git.sql").read_text()
    tables = dict(re.findall(r"CREATE TABLE (\w+) \(\n(.*?)\n\);", schema, re.DOTALL))
    assert set(tables) == set(_TABLES)
    for table, columns in _COLUMNS.items():
        assert re.findall(r"^    (\w+) [A-Z]", tables[table], re.MULTILINE) == list(columns)
