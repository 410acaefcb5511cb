"""Nobody is sent into a private network by what an author wrote."""

import socket

import pytest

from knownhands.harvest.registry.address import may_follow

HOSTS = {
    "files.example": ["93.184.215.14", "2606:2800:21f::1"],
    "inside.example": ["10.0.0.7"],
    "both.example": ["93.184.215.14", "127.0.0.1"],
    "six.example": ["fe80::1%eth0"],
}


def resolve(host: str) -> list[str]:
    if host not in HOSTS:
        raise socket.gaierror
    return HOSTS[host]


PRIVATE = {
    "loopback": "http://127.0.0.1/",
    "short": "http://127.1/",
    "decimal": "http://2130706433/",
    "hexadecimal": "http://0x7f.0.0.1/",
    "one hexadecimal": "http://0x7f000001/",
    "octal": "http://0177.0.0.1/",
    "full-width": "http://127。0。0。1/",
    "final dot": "http://127.0.0.1./",
    "zero": "http://0/",
    "private": "https://192.168.1.1/",
    "carrier": "https://100.64.0.1/",
    "link-local": "http://169.254.169.254/latest/meta-data",
    "multicast": "http://224.0.0.1/",
    "IPv6 loopback": "http://[::1]/",
    "IPv6 local": "http://[fd00::1]/",
    "IPv6 zone": "http://[fe80::1%25eth0]/",
    "IPv6-mapped": "http://[::ffff:127.0.0.1]/",
    "IPv6-mapped, hexadecimal": "http://[::ffff:7f00:1]/",
    "6to4": "http://[2002:7f00:1::]/",
    "NAT64": "http://[64:ff9b::7f00:1]/",
    "name": "https://inside.example/x",
    "name with two addresses": "https://both.example/x",
    "name with a zone": "https://six.example/x",
    "no such name": "https://nowhere.example/x",
    "user that looks like a host": "http://files.example@127.0.0.1/",
    "backslash": "http://files.example\\@127.0.0.1/",
    "line break": "http://files.example/\nx",
    "file": "file:///etc/passwd",
    "no scheme": "//files.example/x",
    "port that is none": "https://files.example:x/",
    "nothing": "",
}


@pytest.mark.parametrize("url", PRIVATE.values(), ids=PRIVATE)
def test_an_address_that_leads_inside_is_not_followed(url) -> None:
    assert not may_follow(url, resolve)


PUBLIC = ["https://files.example/x", "http://files.example:8080/", "https://8.8.8.8/", "https://[2606:2800:21f::1]/"]


@pytest.mark.parametrize("url", [*PUBLIC, "https://[::ffff:8.8.8.8]/"])
def test_an_address_that_leads_to_the_internet_is_followed(url) -> None:
    assert may_follow(url, resolve)
