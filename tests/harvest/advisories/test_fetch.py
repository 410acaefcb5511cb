"""An address is asked only if it is public, encrypted and free of passwords."""

from contextlib import asynccontextmanager

import httpx
import pytest

from knownhands.errors import NotFound, Unparsable, Unreachable, UsageError
from knownhands.harvest.advisories.fetch import fetch
from knownhands.harvest.registry.http import Http

URL = "https://shelf.example/pypi/all.zip"
HOSTS = {"shelf.example": ["93.184.215.14"], "mirror.example": ["93.184.215.15"], "home.example": ["10.0.0.7"]}


def resolve(host: str) -> list[str]:
    return HOSTS[host]


@pytest.fixture
def requests() -> list[httpx.Request]:
    return []


@pytest.fixture
def ask(requests):
    """Ask an address when the network answers so."""

    def now(url: str, *answers: httpx.Response) -> bytes:
        left = list(answers)

        def answer(request: httpx.Request) -> httpx.Response:
            requests.append(request)
            return left.pop(0)

        @asynccontextmanager
        async def connect():
            async with httpx.AsyncClient(transport=httpx.MockTransport(answer), follow_redirects=False) as client:
                yield Http(client, now=0, resolve=resolve, limit_bytes=100)

        return fetch(url, connect, resolve)

    return now


def test_a_file_is_fetched_without_credentials(ask, requests) -> None:
    assert ask(URL, httpx.Response(200, content=b"PK")) == b"PK"
    assert "authorization" not in requests[0].headers


@pytest.mark.parametrize(
    "url",
    ["http://shelf.example/a.json", "file:///home/ada/a.json", "https://ada:secret@shelf.example/a.json", "https://"],
)
def test_other_addresses_are_wrong_usage_and_show_no_password(url, ask, requests) -> None:
    with pytest.raises(UsageError) as caught:
        ask(url)
    assert "secret" not in caught.value.message
    assert requests == []


@pytest.mark.parametrize(
    "url", ["https://home.example/a.json", "https://127.0.0.1/a.json", "https://2130706433/a.json"]
)
def test_no_private_host_is_asked(url, ask, requests) -> None:
    with pytest.raises(Unreachable, match="no host on the public internet"):
        ask(url)
    assert requests == []


def test_a_way_to_a_private_host_is_not_followed(ask, requests) -> None:
    moved = httpx.Response(302, headers={"Location": "https://home.example/a.json"})
    with pytest.raises(Unreachable, match="nobody should be sent"):
        ask(URL, moved)
    assert len(requests) == 1


def test_a_way_to_another_public_host_is(ask) -> None:
    moved = httpx.Response(302, headers={"Location": "https://mirror.example/all.zip"})
    assert ask(URL, moved, httpx.Response(200, content=b"PK")) == b"PK"


def test_what_is_not_there_or_too_large_is_a_clear_error(ask) -> None:
    with pytest.raises(NotFound, match=r"nothing at https://shelf\.example"):
        ask(URL, httpx.Response(404))
    with pytest.raises(Unparsable, match="sends more than"):
        ask(URL, httpx.Response(200, content=b"x" * 101))
