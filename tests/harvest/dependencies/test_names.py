import pytest

from knownhands.harvest.dependencies.names import gap, origin, package, tarball_origin


@pytest.mark.parametrize(
    ("ecosystem", "name", "purl"),
    [
        ("pypi", "Clay_Pot.oak", "pkg:pypi/clay-pot-oak@1.0"),
        ("npm", "@potters/jar", "pkg:npm/%40potters/jar@1.0"),
        ("npm", "clay.js", "pkg:npm/clay.js@1.0"),
        ("npm", "JSONStream", None),
    ],
)
def test_possible_names_can_be_looked_up(ecosystem: str, name: str, purl: str | None) -> None:
    found = package(ecosystem, name, "1.0")
    assert found.gap == ""
    assert purl is None or found.purl == purl


@pytest.mark.parametrize("name", ["../../etc", "a b", "", "@x", "a/b/c", "x" * 300, "clay\n", "cl\u0430y", ".hidden"])
@pytest.mark.parametrize("ecosystem", ["pypi", "npm"])
def test_impossible_names_have_no_purl_and_say_so(ecosystem: str, name: str) -> None:
    found = package(ecosystem, name, "1.0")
    assert found.purl == ""
    assert found.gap.startswith("not a possible name")


def test_an_impossible_version_is_a_gap_and_does_not_enter_the_purl() -> None:
    found = package("npm", "clay", "1.0/../2?x=#y")
    assert found.purl == "pkg:npm/clay"
    assert found.gap == "not a possible version: 1.0/../2?x=#y"
    assert package("pypi", "clay", "1!2.0.post1+local.3").gap == ""


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("git+https://forge.example/x", "vcs"),
        ("git@forge.example:x/y.git", "vcs"),
        ("https://forge.example/x.git#main", "vcs"),
        ("https://host.example/x.tgz", "url"),
        ("file:../x", "local path"),
        ("1.0.0", ""),
        ("^2 || 3", ""),
    ],
)
def test_addresses_are_told_apart(address: str, kind: str) -> None:
    assert origin(address).partition(":")[0] == kind


def test_an_archive_where_a_registry_serves_it_is_no_gap() -> None:
    assert tarball_origin("https://index.example/@potters/jar/-/jar-1.0.0.tgz", "@potters/jar") == ""
    assert tarball_origin("https://index.example/other/-/jar-1.0.0.tgz", "@potters/jar").startswith("url: ")


def test_a_password_is_never_repeated_and_a_long_address_is_cut() -> None:
    assert gap("url", "https://me:secret@host.example/x") == "url: https://host.example/x"
    assert "secret" not in gap("url", "https://[me:secret@host.example/x")
    assert len(gap("url", "https://host.example/" + "x" * 5_000)) < 300
