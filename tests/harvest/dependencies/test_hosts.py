"""Whose an address in a dependency file is."""

import pytest
from packageurl.contrib.purl2url import get_repo_url

from knownhands.harvest.dependencies.hosts import host_of, is_archive, is_home, owner_of

OWNERS = {
    "https://Kiln.Example:8443/a": "kiln.example",
    "git@github.com:Kiln/pot.git": "github.com/kiln",
    "git+ssh://git@gitlab.com/kiln/pot": "gitlab.com/kiln",
    "registry+https://github.com/kiln/index": "github.com/kiln",
    "https://codeload.github.com/kiln/pot/tar.gz/ab": "codeload.github.com/kiln",
    "https://[broken": "",
    "file:///etc/pot": "",
    "./pot": "",
}


@pytest.mark.parametrize(("address", "owner"), OWNERS.items(), ids=OWNERS)
def test_an_address_has_an_owner(address, owner):
    assert owner_of(address) == owner


def test_a_home_is_one_by_its_host_alone():
    home = host_of(get_repo_url("pkg:npm/pot@1"))
    assert is_home("npm", f"https://{home}/pot")
    assert not is_home("npm", f"https://{home}.kiln.example/pot")
    assert not is_home("npm", f"https://kiln.example/{home}/")
    assert not is_home("npm", f"http://{home}/pot")


def test_hosts_and_archives():
    assert (host_of("https://ada:pot@kiln.example/"), is_archive("./pot.tar.gz#ab"), is_archive("./pot")) == (
        "kiln.example",
        True,
        False,
    )
