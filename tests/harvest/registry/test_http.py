"""Patient with the busy, careful with the rest."""

import asyncio
import gzip

import httpx
import pytest

from knownhands.documents.configuration import registry
from knownhands.documents.registry import Validators
from knownhands.errors import RateLimited, SourceError, Unparsable, Unreachable
from knownhands.harvest.registry.http import Http, _Busy, _wait, retry_after_s

NOW = 1_800_000_000
URL = "https://index.example/pypi/teapot/json"
OK = {"json": {"info": {}}}


def resolve(host: str) -> list[str]:
    return {"mirror.example": ["93.184.215.14"]}.get(host, ["10.0.0.7"])


def get(registries, known: Validators | None = None, index: str = "https://index.example/simple", limit: int = 1000):
    async def ask():
        transport = httpx.MockTransport(registries)
        async with httpx.AsyncClient(transport=transport, follow_redirects=False) as client:
            http = Http(client, now=NOW, resolve=resolve, limit_bytes=limit)
            return await http.get(registry(index), URL, known or Validators())

    return asyncio.run(ask())


def test_a_busy_registry_is_asked_again(registries) -> None:
    registries.serve(URL, httpx.Response(429), httpx.Response(503), httpx.Response(200, **OK))
    assert get(registries).content == b'{"info":{}}'
    assert len(registries.requests) == 3


def test_a_lost_connection_is_tried_again(registries) -> None:
    registries.serve(URL, httpx.ConnectError("no route"), httpx.Response(200, **OK))
    assert get(registries).status == 200


FAILURES = {
    "busy to the end": (httpx.Response(429), RateLimited),
    "broken to the end": (httpx.Response(502), Unreachable),
    "no route": (httpx.ConnectError("no route"), Unreachable),
    "too slow": (httpx.ReadTimeout("too slow"), Unreachable),
    "not for us": (httpx.Response(401), Unreachable),
    "a teapot": (httpx.Response(418), Unreachable),
    "patience beyond ours": (httpx.Response(429, headers={"Retry-After": "86400"}), RateLimited),
}


@pytest.mark.parametrize(("answer", "error"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_one_clear_error_that_names_the_address(answer, error, registries) -> None:
    registries.serve(URL, answer)
    with pytest.raises(error, match=r"https://index\.example") as caught:
        get(registries)
    assert caught.value.hint


def test_a_day_of_waiting_is_not_waited_for(registries) -> None:
    registries.serve(URL, httpx.Response(429, headers={"Retry-After": "86400"}))
    with pytest.raises(RateLimited):
        get(registries)
    assert len(registries.requests) == 1


@pytest.mark.parametrize(("value", "wait_s"), [("7", 7.0), ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0), ("soon", None)])
def test_the_server_says_how_long_to_wait(value, wait_s) -> None:
    assert retry_after_s(value, NOW) == wait_s
    assert _wait(_Busy(Unreachable(""), wait_s)) == (True if wait_s is None else wait_s)


def test_a_body_over_the_limit_is_refused_whatever_it_claims(registries) -> None:
    async def stream():
        for _ in range(100):
            yield b"x" * 100

    for headers in ({}, {"Content-Length": "5"}):
        registries.serve(URL, httpx.Response(200, content=stream(), headers=headers))
        with pytest.raises(Unparsable, match="more than"):
            get(registries)


def test_a_small_body_that_unpacks_to_a_large_one_is_refused(registries) -> None:
    packed = gzip.compress(b" " * 100_000)
    assert len(packed) < 1000
    registries.serve(URL, httpx.Response(200, content=packed, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(Unparsable, match="more than"):
        get(registries)
    registries.serve(URL, httpx.Response(200, content=gzip.compress(b"{}"), headers={"Content-Encoding": "gzip"}))
    assert get(registries).content == b"{}"


def test_the_last_answer_is_not_sent_again(registries) -> None:
    registries.serve(URL, httpx.Response(304))
    assert get(registries, Validators('"7"', "Fri, 15 Jan 2027 08:00:00 GMT")).status == 304
    headers = registries.requests[0].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"7"', "Fri, 15 Jan 2027 08:00:00 GMT")


def moved(to: str) -> httpx.Response:
    return httpx.Response(301, headers={"Location": to})


@pytest.mark.parametrize("to", ["https://mirror.example/teapot", "/elsewhere", "https://index.example/elsewhere"])
def test_a_redirect_within_the_registry_or_to_the_internet_is_followed(to, registries) -> None:
    registries.serve(URL, moved(to))
    registries.serve("https://index.example/elsewhere", httpx.Response(200, **OK))
    registries.serve("https://mirror.example/teapot", httpx.Response(200, **OK))
    assert get(registries).status == 200


@pytest.mark.parametrize(
    "to",
    ["https://inside.example/", "http://169.254.169.254/", "https://2130706433/", "http://mirror.example/teapot",
     "https://user:word@mirror.example/teapot", "file:///etc/passwd", URL],
)  # fmt: skip
def test_a_redirect_to_anywhere_else_is_not(to, registries) -> None:
    registries.serve(URL, moved(to))
    with pytest.raises(Unreachable, match="leads"):
        get(registries)
    assert {request.url.host for request in registries.requests} == {"index.example"}


@pytest.mark.parametrize(
    "to", ["http://[", "https://[::1", "https://a:b/", "http://\x00", "https://", "\\\\x", "javascript:1"]
)
def test_a_redirect_to_nonsense_is_one_clear_error(to, registries) -> None:
    registries.serve(URL, moved(to))
    with pytest.raises(Unreachable, match=r"https://index\.example"):
        get(registries)


def test_credentials_go_to_the_registry_and_to_nobody_else(registries) -> None:
    registries.serve(URL, moved("https://mirror.example/teapot"))
    registries.serve("https://mirror.example/teapot", httpx.Response(200, **OK))
    get(registries, index="https://ada:s3cret-word@index.example/simple")
    assert registries.requests[0].headers["authorization"].startswith("Basic ")
    assert "authorization" not in registries.requests[1].headers


def test_credentials_that_a_registry_repeats_are_not_kept(registries) -> None:
    registries.serve(URL, httpx.Response(200, text='{"url": "https://ada:s3cret-word@index.example/f"}'))
    reply = get(registries, index="https://ada:s3cret-word@index.example/simple")
    assert b"s3cret" not in reply.content


def test_no_error_shows_credentials(registries) -> None:
    for answer in (
        httpx.Response(401),
        httpx.Response(500),
        httpx.ConnectError("https://ada:s3cret-word@index.example"),
    ):
        registries.serve(URL, answer)
        with pytest.raises(SourceError) as caught:
            get(registries, index="https://ada:s3cret-word@index.example/simple")
        assert "s3cret" not in f"{caught.value.message} {caught.value.hint} {caught.value.__cause__}"
