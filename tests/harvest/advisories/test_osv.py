"""One record."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories import about, osv
from knownhands.errors import Unparsable
from knownhands.harvest.advisories.osv import parse_advisory
from knownhands.harvest.advisories.records import Advisory, Affected


def test_a_record_is_read_with_names_as_the_registry_looks_them_up() -> None:
    record = osv(
        "PYSEC-2026-1",
        about("Clay.Pots", "introduced 0", "fixed 2.0", versions=["1.0", "1.1"]),
        about("Kettle", "introduced 1.0.0", ecosystem="npm"),
        about("teacup", "introduced 0", ecosystem="Pottery"),
        aliases=["GHSA-pots"],
        details="A crack.\nMore of it.",
        severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
    )
    assert parse_advisory(record, "1.json") == Advisory(
        "PYSEC-2026-1",
        aliases=("GHSA-pots",),
        modified_at=1772409600,
        published_at=1772323200,
        withdrawn_at=None,
        is_malicious=False,
        severity="CVSS:3.1/AV:N",
        summary="A crack.",
        affected=(
            Affected("pypi", "clay-pots", "versions", versions=("1.0", "1.1")),
            Affected("pypi", "clay-pots", "ECOSYSTEM", introduced="0", fixed="2.0"),
            Affected("npm", "Kettle", "SEMVER", introduced="1.0.0"),
        ),
        elsewhere=("Pottery",),
    )


MALICIOUS = {
    "its id": osv("MAL-2026-1"),
    "an alias": osv("GHSA-pots", aliases=["MAL-2026-1"]),
    "its origins": osv("X-1", database_specific={"malicious-packages-origins": [{"source": "kiln"}]}),
    "its weakness": osv("GHSA-pots", database_specific={"cwe_ids": ["CWE-79", "CWE-506"]}),
    "a package's weakness": osv("X-1", about("pots", database_specific={"cwes": [{"cweId": "CWE-506"}]})),
}


@pytest.mark.parametrize("record", MALICIOUS.values(), ids=MALICIOUS)
def test_malice_is_marked_in_several_ways(record) -> None:
    assert parse_advisory(record, "1.json").is_malicious


def test_a_weakness_is_no_malice() -> None:
    record = osv("GHSA-MAL-1", about("pots"), database_specific={"cwe_ids": ["CWE-79"], "severity": "MODERATE"})
    assert not parse_advisory(record, "1.json").is_malicious
    assert parse_advisory(record, "1.json").severity == "MODERATE"


UNSAID = {
    "nothing": about("pots"),
    "only git": about("pots", ranges=[{"type": "GIT", "events": [{"introduced": "0"}]}]),
    "ranges of no kind": about("pots", ranges=[{"events": [{"introduced": "0"}]}]),
    "ranges that are text": about("pots", ranges="all"),
    "versions that are a table": about("pots", versions={"1.0": True}),
    "a version that is a number": about("pots", versions=["1.0", 2]),
    "an event that is a number": about("pots", ranges=[{"type": "ECOSYSTEM", "events": [{"introduced": 0}]}]),
    "no beginning": about("pots", "fixed 1.0"),
}


@pytest.mark.parametrize("entry", UNSAID.values(), ids=UNSAID)
def test_versions_that_make_no_sense_are_unknown_and_keep_the_advisory(entry) -> None:
    assert parse_advisory(osv("PYSEC-2026-1", entry), "1.json").affected == (Affected("pypi", "pots", "versions"),)


def test_versions_beside_git_are_enough() -> None:
    entry = about("pots", versions=["1.0"], ranges=[{"type": "GIT", "events": [{"introduced": "0"}]}])
    (row,) = parse_advisory(osv("PYSEC-2026-1", entry), "1.json").affected
    assert row.versions == ("1.0",)


NONSENSE = {
    "a list": [],
    "text": "pots",
    "no id": {"affected": []},
    "an empty id": osv(""),
    "an id that is a number": osv(7),
    "affected is a table": osv("X-1") | {"affected": {}},
    "affected holds text": osv("X-1") | {"affected": ["pots"]},
    "a package without a name": osv("X-1", {"package": {"ecosystem": "npm"}}),
    "a package that is text": osv("X-1", {"package": "pots"}),
    "a name that cannot be": osv("X-1", about("../pots")),
}


@pytest.mark.parametrize("record", NONSENSE.values(), ids=NONSENSE)
def test_a_record_that_makes_no_sense_is_refused_by_name(record) -> None:
    with pytest.raises(Unparsable, match=r"^shelf/1\.json"):
        parse_advisory(record, "shelf/1.json")


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["npm", "PyPI", "0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "affected", "package", "ecosystem", "name", "ranges", "type", "events", "introduced"]
            )
            | st.sampled_from(["versions", "database_specific", "cwes", "severity", "aliases", "withdrawn", "summary"]),
            inner,
        )
    ),
    max_leaves=20,
)


@given(record=ANY, entries=ANY, ranges=ANY)
def test_whatever_it_is_it_is_read_or_refused(record, entries, ranges) -> None:
    whole = osv("X-1", about("pots", ranges=ranges, versions=entries), database_specific=record, aliases=entries)
    for document in (record, whole, whole | {"affected": entries}):
        with suppress(Unparsable):
            parse_advisory(document, "1.json")
