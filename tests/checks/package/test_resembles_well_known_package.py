import pytest

from knownhands.checks.assemble import run_checks
from knownhands.harvest.names.rows import store_matches
from knownhands.kinds.package import KIND as PACKAGE
from knownhands.records import Answer
from knownhands.store import subjects
from knownhands.store.connection import memory_store


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("reqeusts", Answer.YES),
        ("requests", Answer.NO),
        ("psycopg2", Answer.NO),  # a slip away from psycopg, and well known itself
        ("kiln-glaze-atlas", Answer.NO),
    ],
)
def test_a_slip_is_told_with_what_it_looks_like(name, answer):
    with memory_store("package_schema") as connection:
        subjects.prepare(connection, "package")
        subjects.add(connection, [{"ecosystem": "pypi", "name": name}])
        store_matches(connection)
        finding = next(
            finding for finding in run_checks(connection, PACKAGE)[0] if finding.check == "resembles_well_known_package"
        )
    assert finding.answer is answer
    assert [place.ref for place in finding.evidence] == (["requests"] if answer is Answer.YES else [])
