"""What every check must keep to, present and future."""

import importlib
import re

import pytest

from knownhands.checks.assemble import checks_of, run_checks
from knownhands.declarations import Check, Kind
from knownhands.documents.registry import Person, Requirement
from knownhands.kinds._find import kinds
from knownhands.kinds.artifact import KIND as ARTIFACT
from knownhands.kinds.change import KIND as CHANGE
from knownhands.kinds.package import KIND as PACKAGE
from knownhands.records import Answer
from knownhands.store import subjects
from knownhands.store.connection import memory_store
from registered import DAY, NAME, TODAY, file, release, run_check

MEASURED = {kind.id: kind for kind in kinds().values() if kind.evidence == kind.id}
PAIRS = [(kind, check) for kind in MEASURED.values() for check in checks_of(kind)]
EVERY = pytest.mark.parametrize(("kind", "check"), PAIRS, ids=lambda each: each.id)
CHECKS = pytest.mark.parametrize("check", [check for _, check in PAIRS], ids=lambda check: check.id)
PACKAGE_CHECKS = pytest.mark.parametrize(
    "check", [check for check in checks_of(PACKAGE) if check.subject == "package"], ids=lambda check: check.id
)
ARTIFACT_CHECKS = pytest.mark.parametrize(
    "check", [check for check in checks_of(PACKAGE) if check.subject == "artifact"], ids=lambda check: check.id
)
CHANGE_CHECKS = pytest.mark.parametrize("check", checks_of(CHANGE), ids=lambda check: check.id)
COMPARING_CHECKS = pytest.mark.parametrize(
    "check", [check for check in checks_of(PACKAGE) if check.compares], ids=lambda check: check.id
)

VERBS = {
    "acts", "adds", "carries", "comes", "depends", "differs", "drops", "executes", "gains", "gathers", "has", "hides", "hooks",
    "is", "jumps", "loops", "misleads", "names", "opens", "reads", "resembles", "runs", "sends", "was",
}  # fmt: skip
"""What an id may begin with, so that "it <id>" reads as a claim; a new verb is added here, a noun is none."""


@CHECKS
def test_an_id_goes_on_after_it(check: Check) -> None:
    assert check.id.partition("_")[0] in VERBS, f'"it {check.id.replace("_", " ")}" is no claim: begin with a verb'


@EVERY
def test_a_check_is_named_after_its_file_and_says_why_when_unknown_and_whose_idea_it_is(
    kind: Kind, check: Check
) -> None:
    module = importlib.import_module(f"knownhands.checks.{kind.id}.{check.id}")
    assert module.CHECK is check
    for heading in ("Why:", "Unknown when:", "Source:"):
        assert re.search(rf"^{heading} \S", module.__doc__ or "", re.MULTILINE), heading


@CHECKS
def test_a_question_ends_in_a_question_mark_and_a_remedy_is_a_sentence(check: Check) -> None:
    assert check.question.endswith("?")
    assert re.fullmatch(r"[A-Z].*\.", check.remedy) or check.earns


@CHECKS
def test_only_what_is_costly_to_fake_earns_and_what_earns_is_no_alarm(check: Check) -> None:
    if check.earns:
        assert check.fake.is_hard
        assert check.credit.startswith(("it ", "this ", "the "))
        assert (check.severity, check.remedy) == ("info", "")
    else:
        assert check.credit == ""


@EVERY
def test_a_check_speaks_about_its_kind_and_one_of_its_concerns(kind: Kind, check: Check) -> None:
    assert kinds()[check.subject].evidence == kind.id
    assert check.concern in {question.id for question in kind.questions}


@ARTIFACT_CHECKS
def test_what_was_never_read_is_unknown_and_what_was_read_in_part_is_never_clean(check: Check) -> None:
    with memory_store("package_schema") as connection:
        assert answers(connection, check, "a") is Answer.UNKNOWN
        connection.execute("INSERT INTO artifacts VALUES ('b', 'pots', 'sdist', false), ('c', 'pots', 'sdist', true)")
        assert answers(connection, check, "b") is Answer.UNKNOWN
        assert answers(connection, check, "c") is Answer.NO


@CHANGE_CHECKS
def test_a_change_that_was_not_read_is_unknown_and_one_that_shows_nothing_is_clean(check: Check) -> None:
    with memory_store(CHANGE.schema) as connection:
        connection.execute("INSERT INTO readings VALUES ('unreadable', 'reader', NULL), ('plain', 'reader', 0)")
        connection.execute(
            "CREATE TEMP TABLE subjects AS SELECT * FROM (VALUES (0, 'new'), (1, 'unreadable'), (2, 'plain')) AS s (subject_id, reading)"
        )
        answers = {subject: is_yes for subject, is_yes, _ in connection.execute(check.sql).fetchall()}
        assert answers == {0: None, 1: None, 2: False}


@pytest.mark.parametrize("check", checks_of(PACKAGE), ids=lambda check: check.id)
def test_a_package_of_which_nothing_is_stored_is_unknown(check: Check) -> None:
    with memory_store("package_schema") as connection:
        subjects.prepare(connection, "package")
        subjects.add(connection, [{"ecosystem": "pypi", "name": "pots", "version": "1.0", "as_of": 0}, {}])
        assert sorted(connection.execute(check.sql).fetchall()) == [(0, None, None), (1, None, None)]


@EVERY
def test_a_check_reads_only_the_tables_it_names(kind: Kind, check: Check) -> None:
    with memory_store(kind.schema) as connection:
        subjects.prepare(connection, kind.evidence)
        stored = "SELECT table_name FROM duckdb_tables() WHERE NOT temporary"
        for table in {name for (name,) in connection.execute(stored).fetchall()} - set(check.reads):
            connection.execute(f"DROP TABLE {table}")
        assert connection.execute(check.sql).fetchall() == []
        assert len(connection.description) == len(("subject_id", "answer", "refs"))


@COMPARING_CHECKS
def test_what_is_beside_nothing_is_not_asked_and_what_is_beside_a_part_is_never_clean(check: Check) -> None:
    with memory_store("package_schema") as connection:
        connection.execute("INSERT INTO artifacts VALUES ('b', 'pots', 'sdist', false), ('c', 'pots', 'sdist', true)")
        subjects.prepare(connection, "package")
        subjects.add(connection, [{"artifact": "c"}])
        assert check.id not in {finding.check for finding in run_checks(connection, ARTIFACT)[0]}
        for artifact, other in (("c", "a"), ("c", "b"), ("b", "c")):
            assert answers(connection, check, artifact, **{check.compares: other}) is Answer.UNKNOWN
        assert answers(connection, check, "c", **{check.compares: "c"}) is Answer.NO


@PACKAGE_CHECKS
def test_what_is_published_later_changes_no_answer(check: Check) -> None:
    rows = [
        row
        for number in range(5)
        for row in (
            release(f"1.{number}.0", TODAY - 100 + 10 * number, has_install_script=number == 4),
            file(f"1.{number}.0", provenance="https://registry.example/built" if number < 4 else None),
            Person("npm", NAME, f"1.{number}.0", "publisher", "ada" if number < 4 else "eve"),
        )
    ]
    later = [
        release("1.3.1", TODAY + 1, has_install_script=True),
        release("1.4.1", TODAY + 20, has_install_script=True),
        release("99.0.0", TODAY + 2),
        file("1.3.1"),
        file("1.4.0", filename="teapot-1.4.0-late.tgz", uploaded_at=(TODAY + 1) * DAY),
        Person("npm", NAME, "1.3.1", "publisher", "eve"),
        Requirement("npm", NAME, "1.3.1", "runtime", "kiln@github:ada/kiln"),
    ]
    assert run_check(check.id, [*rows, *later], "1.4.0") == run_check(check.id, rows, "1.4.0")


def answers(connection, check: Check, artifact: str, **beside: str) -> Answer:
    subjects.prepare(connection, "package")
    subjects.add(connection, [{"artifact": artifact, **beside}])
    return next(finding.answer for finding in run_checks(connection, PACKAGE)[0] if finding.check == check.id)
