"""What every feature family must keep to, present and future."""

import importlib
import re
from collections.abc import Iterator
from math import inf

import duckdb
import pytest
from hypothesis import Phase, given, settings

from histories import History, clear, fill, histories
from knownhands.declarations import Family
from knownhands.features.assemble import families_of, features_of, unknown_when
from knownhands.kinds._find import kinds
from knownhands.store import history_subjects, subjects
from knownhands.store.connection import memory_store
from measured_packages import MeasureArchives, measure_subjects, sdist

MEASURED = {kind.id: kind for kind in kinds().values() if kind.evidence == kind.id}
FAMILIES = pytest.mark.parametrize(
    "family", [family for kind in MEASURED for family in families_of(kind)], ids=lambda family: family.id
)
RAW = "SELECT table_name FROM duckdb_tables() WHERE NOT temporary"


@pytest.fixture
def prepared(family: Family) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty store of the kind that a family reads, without subjects."""
    with memory_store(MEASURED[family.subject].schema) as connection:
        subjects.prepare(connection, family.subject)
        yield connection


@FAMILIES
def test_a_family_is_named_after_its_file_and_says_why_when_unknown_and_whose_idea_it_is(family: Family) -> None:
    module = importlib.import_module(f"knownhands.features.{family.subject}.{family.id}")
    assert module.FAMILY is family
    assert family.version >= 1
    for heading in ("Why:", "Unknown when:", "Source:"):
        assert re.search(rf"^{heading} \S", module.__doc__ or "", re.MULTILINE), heading


@FAMILIES
def test_when_a_family_is_unknown_is_said_in_one_line_for_the_reader_of_a_score(family: Family) -> None:
    module = importlib.import_module(f"knownhands.features.{family.subject}.{family.id}")
    assert unknown_when(family)
    assert f"Unknown when: {unknown_when(family)}.\n" in (module.__doc__ or "")


@pytest.mark.parametrize("kind", MEASURED)
def test_the_ids_of_a_kind_are_unique(kind: str) -> None:
    ids = [feature.id for feature in features_of(kind)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", ["change", "package"])
def test_there_are_at_least_45_features(kind: str) -> None:
    assert len(features_of(kind)) >= 45


@FAMILIES
def test_a_family_returns_its_columns_and_nothing_else(prepared: duckdb.DuckDBPyConnection, family: Family) -> None:
    names = [column[0] for column in prepared.execute(family.sql).description]
    assert sorted(names) == sorted(["subject_id", *(feature.id for feature in family.columns)])


@FAMILIES
def test_evidence_is_something_to_look_up_about_a_feature(prepared: duckdb.DuckDBPyConnection, family: Family) -> None:
    assert set(family.evidence) <= {feature.id for feature in family.columns}
    for sql in family.evidence.values():
        names = [column[0] for column in prepared.execute(sql).description]
        assert set(names) - {"line", "excerpt"} == {"kind", "ref", "subject_id", "weight"}


@FAMILIES
def test_what_is_counted_for_a_feature_has_a_sentence(prepared: duckdb.DuckDBPyConnection, family: Family) -> None:
    assert set(family.counts) == {feature.id for feature in family.columns if feature.counted}
    for feature in family.columns:
        if feature.counted:
            names = [column[0] for column in prepared.execute(family.counts[feature.id]).description]
            assert set(names) == {"subject_id", "part", "whole", "usual", "name"}
            for part in (0, 1, 12_345):
                sentence = feature.recount(part, 99_999, 0.01, "{pots}")
                assert re.fullmatch(r"\S.*\S", sentence)
                assert f"{part:,}" in sentence


@settings(max_examples=3, phases=[Phase.generate])
@given(history=histories())
def test_a_subject_has_at_most_one_row(store: duckdb.DuckDBPyConnection, history: History) -> None:
    clear(store)
    fill(store, history)
    subjects.prepare(store, "change")
    history_subjects.add_history(store)
    for family in families_of("change"):
        ids = [row[0] for row in store.execute(f"SELECT subject_id FROM ({family.sql})").fetchall()]
        assert len(ids) == len(set(ids)), family.id


def test_an_archive_has_one_row_whatever_else_is_kept(measure_packages: MeasureArchives, package_store) -> None:
    calls = {"setup.py": "import os\nos.system('id')\n", "pots/a.py": "eval('1')\n", "pots/b.js": "eval('1')\n"}
    measure_packages(sdist(calls), sdist(calls), sdist({}))
    for family in families_of("package"):
        rows = package_store.execute(f"SELECT subject_id FROM ({family.sql}) ORDER BY ALL").fetchall()
        assert rows == [(0,), (1,), (2,)], family.id


def test_of_a_package_without_an_archive_only_its_name_is_known(
    measure_packages: MeasureArchives, package_store
) -> None:
    measure_packages(sdist({"setup.py": "import os\nos.system('id')\n"}))
    subjects.prepare(package_store, "package")
    subjects.add(package_store, [{}, {"ecosystem": "pypi", "name": "pots2", "artifact": "never read"}])
    nameless, named = measure_subjects(package_store)
    by_name = {feature.id for family in families_of("package") if family.view == "name" for feature in family.columns}
    assert set(nameless.values()) == {None}
    assert {name for name, value in named.items() if value is not None} <= by_name
    assert named["name_digits"] == 1


@FAMILIES
def test_a_family_reads_only_the_tables_it_names(prepared: duckdb.DuckDBPyConnection, family: Family) -> None:
    for table in {name for (name,) in prepared.execute(RAW).fetchall()} - set(family.reads):
        prepared.execute(f"DROP TABLE {table}")
    for sql in (family.sql, *family.evidence.values(), *family.counts.values()):
        assert prepared.execute(sql).fetchall() == []


@FAMILIES
def test_a_family_says_which_part_of_the_evidence_it_looks_at(family: Family) -> None:
    assert family.view in (
        {"contents", "metadata", "name"} if family.subject == "package" else {"", "project", "attack"}
    )


@FAMILIES
def test_a_sentence_can_be_said_of_every_value(family: Family) -> None:
    for feature in family.columns:
        for value in (feature.low, min(feature.high, 1.0), min(feature.high, 1234567.891), None):
            for typical in (feature.low, 0.5, None):
                sentence = feature.explain(value, typical)
                assert re.fullmatch(r"\S.*\S", sentence)
                assert not re.search(r"[{}]|\bnan\b|\binf\b|\bNone\b", sentence), sentence


@FAMILIES
def test_yes_and_no_have_two_sentences_and_a_number_is_shown(family: Family) -> None:
    for feature in family.columns:
        if feature.unit == "yes or no":
            assert (feature.low, feature.high) == (0, 1)
            assert feature.explain(0, None) != feature.explain(1, None)
        else:
            assert feature.low == 0 < feature.high <= inf
            assert "{value" in feature.sentence
