import pytest

from knownhands.documents.registry import ReleaseFile
from knownhands.ecosystems.npm.files import choose, release_of


def test_a_release_has_one_archive() -> None:
    files = [ReleaseFile("npm", "pots", "pots-1.0.0.tgz", kind=kind) for kind in (None, "tgz")]
    assert choose(files) == files[1:]


@pytest.mark.parametrize("filename", ["pots-1.2.0-py3-none-any.whl", "pots-1.2.0.tar.gz", "pots-1.2.0-rc1.zip"])
def test_what_another_ecosystem_packs_is_no_release_of_npm(filename: str) -> None:
    assert release_of(filename) is None


def test_a_hyphen_in_a_version_is_told_from_those_in_the_name() -> None:
    assert release_of("kiln-2-pots-1.2.0-beta-1.tgz") == ("kiln-2-pots", "1.2.0-beta-1")
