"""Which release is meant, and which came before it."""

import pytest

from knownhands.documents.registry import Body, Package, Release, Tag
from knownhands.harvest.registry.downloads import ReleaseName
from knownhands.harvest.registry.purls import PackageName
from knownhands.harvest.registry.releases import asked_at, find_release, find_releases, is_dated, release_before
from knownhands.harvest.registry.rows import Shelf

from .conftest import NOW


def tell(store, *rows, ecosystem: str = "pypi") -> None:
    body = Body(ecosystem, "pots", "json", "https://index.example/pots", 200, b"{}")
    shelf = Shelf(store, ecosystem, 1, NOW)
    shelf.store(body)
    shelf.replace("pots", rows, [body])


def releases(*versions: str, ecosystem: str = "pypi", **fields) -> list[Release]:
    return [Release(ecosystem, "pots", version, published_at=day, **fields) for day, version in enumerate(versions)]


@pytest.mark.parametrize(
    ("spelling", "version"),
    [("1.0", "1.0"), ("1", "1.0"), ("1.0.0", "1.0"), ("v2.0RC1", "2.0rc1"), ("3", None), ("x", None)],
)
def test_a_version_of_pythons_may_be_spelled_otherwise(spelling, version, store) -> None:
    tell(store, *releases("1.0", "2.0rc1", "x1"))
    expected = ReleaseName("pypi", "pots", version) if version else None
    assert find_release(store, PackageName("pypi", "pots", spelling)) == expected


def test_the_latest_is_what_the_registry_calls_so(store) -> None:
    tell(store, Package("pypi", "pots", latest_version="1.0"), *releases("1.0", "2.0"))
    assert find_release(store, PackageName("pypi", "pots")) == ReleaseName("pypi", "pots", "1.0")


def test_where_an_index_calls_none_the_latest_it_is_what_pip_would_take(store) -> None:
    yanked = Release("pypi", "pots", "4.0", is_yanked=True)
    removed = Release("pypi", "pots", "5.0", is_removed=True)
    tell(store, *releases("9.0rc1", "10.0", "2.0", "odd"), yanked, removed)
    assert find_release(store, PackageName("pypi", "pots")) == ReleaseName("pypi", "pots", "10.0")


def test_a_tag_of_npms_is_a_version_and_a_version_is_itself(store) -> None:
    tags = [Tag("npm", "pots", "next", "2.0.0-rc.1"), Tag("npm", "pots", "1.0.0", "2.0.0-rc.1")]
    tell(store, *releases("1.0.0", "2.0.0-rc.1", ecosystem="npm"), *tags, ecosystem="npm")
    for tag, version in (("next", "2.0.0-rc.1"), ("1.0.0", "1.0.0")):
        assert find_release(store, PackageName("npm", "pots", tag)) == ReleaseName("npm", "pots", version)
    assert find_release(store, PackageName("npm", "pots", "v1.0.0")) == ReleaseName("npm", "pots", "1.0.0")
    for version in ("1.0", None):
        assert find_release(store, PackageName("npm", "pots", version)) is None


def test_the_release_before_is_the_highest_below_it_that_was_out_and_is_still_there(store) -> None:
    gone = Release("pypi", "pots", "1.5", published_at=5, is_removed=True)
    tell(store, *releases("1.0", "2.0", "1.1", "3.0"), gone)
    before = {v: release_before(store, ReleaseName("pypi", "pots", v)) for v in ("1.0", "1.1", "3.0", "9.0")}
    assert before == {"1.0": None, "1.1": ReleaseName("pypi", "pots", "1.0"), "9.0": None} | {
        "3.0": ReleaseName("pypi", "pots", "2.0")
    }


def test_a_pre_release_is_what_another_pre_release_continues_and_nothing_else(store) -> None:
    tell(store, *releases("1.0", "2.0rc1", "2.0rc2", "2.0"))
    before = {version: release_before(store, ReleaseName("pypi", "pots", version)) for version in ("2.0rc2", "2.0")}
    assert before == {"2.0rc2": ReleaseName("pypi", "pots", "2.0rc1"), "2.0": ReleaseName("pypi", "pots", "1.0")}


def test_where_none_is_below_it_the_release_before_is_the_one_published_last(store) -> None:
    tell(store, *releases("2.0", "3.0", "1.0", "odd"))
    for version in ("1.0", "odd"):
        before = release_before(store, ReleaseName("pypi", "pots", version))
        assert before == ReleaseName("pypi", "pots", {"1.0": "3.0", "odd": "1.0"}[version])


def test_nobody_knows_what_came_before_a_release_without_a_date(store) -> None:
    tell(store, Release("pypi", "pots", "2.0"), *releases("1.0"))
    assert release_before(store, ReleaseName("pypi", "pots", "2.0")) is None
    assert not is_dated(store, ReleaseName("pypi", "pots", "2.0"))
    assert is_dated(store, ReleaseName("pypi", "pots", "1.0"))


def test_it_is_known_when_a_registry_was_asked(store) -> None:
    assert asked_at(store, [PackageName("pypi", "pots")]) == {}
    tell(store)
    assert asked_at(store, [PackageName("pypi", "pots")]) == {PackageName("pypi", "pots"): NOW}


def test_many_are_found_at_once_and_those_that_are_not_there_are_left_out(store) -> None:
    tell(store, *releases("1.0", "2.0"))
    exact, other, missing, unknown = (
        PackageName("pypi", "pots", "1.0"),
        PackageName("pypi", "pots", "2"),
        PackageName("pypi", "pots", "3"),
        PackageName("pypi", "kettle"),
    )
    releases_by_package = find_releases(store, [exact, other, missing, unknown])
    assert releases_by_package == {exact: ReleaseName("pypi", "pots", "1.0"), other: ReleaseName("pypi", "pots", "2.0")}
