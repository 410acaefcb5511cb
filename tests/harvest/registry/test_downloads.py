"""Archives are fetched once, verified, read in memory, and kept nowhere."""

import base64
import hashlib
import sys
from contextlib import asynccontextmanager

import duckdb
import httpx
import pytest

from knownhands.documents.configuration import Configuration, registry
from knownhands.documents.registry import Body, ReleaseFile, Validators
from knownhands.errors import SourceError
from knownhands.harvest.registry.downloads import ReleaseName, fetch_releases, stored_releases
from knownhands.harvest.registry.http import Http
from knownhands.harvest.registry.rows import Shelf
from packing import tgz, zipped

from .conftest import NOW

INDEX = Configuration((registry("https://ada:s3cret-word@index.example/simple"),), {})
SDIST = tgz(("pots-1.0/PKG-INFO", b"Name: pots\n"), ("pots-1.0/setup.py", b"import os\nos.system('id')\n"))
WHEEL = zipped(("pots/__init__.py", b""), ("pots-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\n"))
SDIST_URL, WHEEL_URL = "https://index.example/f/pots-1.0.tar.gz", "https://files.example/pots-1.0-py3-none-any.whl"
POTS = ReleaseName("pypi", "pots", "1.0")


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def answer(body: bytes, **headers: str):
    """Answer with bytes as a network would, chunk by chunk and every time anew."""
    return lambda _request: httpx.Response(200, stream=httpx.ByteStream(body), headers=headers)


def tell(store, *files: ReleaseFile, ecosystem: str = "pypi", name: str = "pots") -> None:
    """Store what an index says of a package's files."""
    body = Body(ecosystem, name, "json", f"https://index.example/pypi/{name}/json", 200, b"{}", Validators())
    shelf = Shelf(store, ecosystem, 1, NOW)
    shelf.store(body)
    shelf.replace(name, files, [body])


def pots(sdist: bytes = SDIST, wheel: bytes = WHEEL, wheel_url: str = WHEEL_URL) -> list[ReleaseFile]:
    return [
        ReleaseFile("pypi", "pots", "pots-1.0.tar.gz", "1.0", "sdist", SDIST_URL, sha256=sha256(sdist)),
        ReleaseFile("pypi", "pots", "pots-1.0-py3-none-any.whl", "1.0", "bdist_wheel", wheel_url, sha256=sha256(wheel)),
    ]


def fetch(
    store, registries, *releases: ReleaseName, configuration: Configuration = INDEX, limit: int = 10_000, trusted=()
):
    @asynccontextmanager
    async def connect():
        async with httpx.AsyncClient(transport=httpx.MockTransport(registries)) as client:
            yield Http(client, now=NOW, resolve=resolve, trusted_hosts=trusted, file_limit_bytes=limit)

    seen = []
    fetched = fetch_releases(
        store,
        releases or [POTS],
        configuration,
        connect,
        now=NOW,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(number, len(seen)) for number in range(1, len(seen) + 1)]
    return fetched


def resolve(host: str) -> list[str]:
    return ["93.184.215.14" if host == "files.example" else "10.0.0.7"]


@pytest.fixture
def served(registries):
    registries.serve(SDIST_URL, answer(SDIST))
    registries.serve(WHEEL_URL, answer(WHEEL))
    return registries


def test_wheel_and_sdist_are_read_into_rows(store, served) -> None:
    tell(store, *pots())
    (fetched,) = fetch(store, served)
    assert (fetched.release, fetched.fetched, fetched.gaps) == (POTS, 2, ())
    assert [(download.kind, download.artifact) for download in fetched.downloads] == [
        ("bdist_wheel", sha256(WHEEL)),
        ("sdist", sha256(SDIST)),
    ]
    forms = store.execute("SELECT artifact, form, is_complete FROM artifacts ORDER BY form").fetchall()
    assert forms == [(sha256(SDIST), "sdist", True), (sha256(WHEEL), "wheel", True)]
    assert store.execute("SELECT DISTINCT path, line FROM artifact_observations").fetchall() == [("setup.py", 2)]


def test_what_was_read_is_not_fetched_again_until_the_registry_means_another_file(store, served) -> None:
    tell(store, *pots())
    (first,) = fetch(store, served)
    served.requests.clear()
    (again,) = fetch(store, served)
    assert (again.downloads, again.fetched, served.requests) == (first.downloads, 0, [])
    other = tgz(("pots-1.0/setup.py", b""))
    served.serve(SDIST_URL, answer(other))
    tell(store, *pots(sdist=other))
    (changed,) = fetch(store, served)
    assert [request.url for request in served.requests] == [SDIST_URL]
    assert [download.artifact for download in changed.downloads] == [sha256(WHEEL), sha256(other)]
    assert store.execute("SELECT count(*) FROM downloads").fetchone() == (2,)


def test_what_has_another_hash_is_never_read(store, served) -> None:
    served.serve(SDIST_URL, answer(tgz(("pots-1.0/setup.py", b"evil"))))
    tell(store, *pots())
    (fetched,) = fetch(store, served)
    assert [download.kind for download in fetched.downloads] == ["bdist_wheel"]
    assert fetched.gaps == ("pots-1.0.tar.gz could not be read: What came has another sha256 than the registry says.",)
    assert store.execute("SELECT name FROM artifacts").fetchall() == [("pots-1.0-py3-none-any.whl",)]


FAILURES = {
    "not there": (httpx.Response(404), "There is no file"),
    "broken": (httpx.Response(500), "HTTP 500"),
    "too large": (answer(b"x" * 20_000), "sends more than"),
    "cut off": (httpx.ReadError("cut off"), "cut off"),
    "led inside": (httpx.Response(302, headers={"Location": "https://inside.example/"}), "nobody should be sent"),
}


@pytest.mark.parametrize(("answer", "why"), FAILURES.values(), ids=FAILURES)
def test_a_download_that_fails_is_a_gap_of_one_sentence(answer, why, store, served) -> None:
    served.serve(WHEEL_URL, answer)
    tell(store, *pots())
    (fetched,) = fetch(store, served)
    (gap,) = fetched.gaps
    assert gap.startswith("pots-1.0-py3-none-any.whl could not be read: ")
    assert why in gap
    assert [download.kind for download in fetched.downloads] == ["sdist"]


@pytest.mark.parametrize(
    "url",
    ["https://inside.example/pots.whl", "http://169.254.169.254/", "http://index.example/pots.whl", "file:///etc/passwd",
     "https://ada@files.example/pots.whl", "http://[", None],
)  # fmt: skip
def test_an_address_in_metadata_that_leads_anywhere_else_is_not_asked(url, store, served) -> None:
    tell(store, *pots(wheel_url=url))
    (fetched,) = fetch(store, served)
    assert [request.url for request in served.requests] == [SDIST_URL]
    assert len(fetched.gaps) == 1


@pytest.mark.parametrize("host", ["inside.example", "inside.example:443"])
def test_a_private_host_that_pip_trusts_is_asked_but_never_off_tls(host, store, served) -> None:
    served.serve("https://inside.example/pots.whl", answer(WHEEL))
    tell(store, *pots(wheel_url="https://inside.example/pots.whl"))
    assert fetch(store, served, trusted=[host])[0].gaps == ()
    tell(store, *pots(wheel=b"another", wheel_url="http://inside.example/pots.whl"))
    assert "no address in the public internet" in fetch(store, served, trusted=[host])[0].gaps[0]


def test_credentials_go_to_the_registry_alone_and_bytes_come_as_they_are(store, served) -> None:
    tell(store, *pots())
    fetch(store, served)
    headers = {request.url.host: request.headers for request in served.requests}
    assert headers["index.example"]["authorization"].startswith("Basic ")
    assert "authorization" not in headers["files.example"]
    assert {host_headers["accept-encoding"] for host_headers in headers.values()} == {"identity"}


def test_a_claim_to_be_too_large_is_believed(store, served) -> None:
    served.serve(WHEEL_URL, answer(WHEEL, **{"Content-Length": "20000"}))
    tell(store, *pots())
    assert "sends more than" in fetch(store, served)[0].gaps[0]


def test_a_body_is_taken_as_it_is_even_if_it_claims_to_be_packed(store, served) -> None:
    served.serve(SDIST_URL, answer(SDIST, **{"Content-Encoding": "gzip"}))
    tell(store, *pots())
    (fetched,) = fetch(store, served)
    assert fetched.gaps == ()


def test_a_package_of_a_scope_is_verified_by_its_integrity(store, registries) -> None:
    body = tgz(("package/package.json", b"{}"))
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(body).digest()).decode()
    url = "https://index.example/@kettles/pots/-/pots-1.0.0.tgz"
    file = ReleaseFile(
        "npm", "@kettles/pots", "pots-1.0.0.tgz", "1.0.0", "tgz", url, sha1="0" * 40, integrity=integrity
    )
    registries.serve(url, answer(body))
    tell(store, file, ecosystem="npm", name="@kettles/pots")
    configuration = Configuration((), {"@kettles": registry("https://index.example", "Bearer s3cret-word")})
    (fetched,) = fetch(store, registries, ReleaseName("npm", "@kettles/pots", "1.0.0"), configuration=configuration)
    assert [(download.kind, download.artifact) for download in fetched.downloads] == [("tgz", sha256(body))]
    assert fetched.downloads[0].matched == f"sha512-{hashlib.sha512(body).hexdigest()}"
    assert registries.requests[0].headers["authorization"] == "Bearer s3cret-word"


def test_a_file_without_a_hash_is_read_and_the_gap_is_named(store, served) -> None:
    tell(store, ReleaseFile("pypi", "pots", "pots-1.0.tar.gz", "1.0", "sdist", SDIST_URL))
    (fetched,) = fetch(store, served)
    assert len(fetched.downloads) == 1
    assert "no hash" in fetched.gaps[0]


def test_releases_come_in_order_each_with_its_own_gaps(store, served) -> None:
    tell(store, *pots())
    missing = ReleaseName("pypi", "pots", "9.0")
    first, second, third = fetch(store, served, missing, POTS, missing)
    assert (first.release, first.downloads, third) == (missing, (), first)
    assert first.gaps == ("The registry lists no file of pots 9.0 that could be read here.",)
    assert (second.fetched, len(served.requests)) == (2, 2)


def test_a_broken_archive_is_read_in_part(store, served) -> None:
    tell(store, *pots(sdist=SDIST[:-20]))
    served.serve(SDIST_URL, answer(SDIST[:-20]))
    (fetched,) = fetch(store, served)
    assert len(fetched.downloads) == 2
    assert store.execute("SELECT is_complete FROM artifacts WHERE form = 'sdist'").fetchall() == [(False,)]


def test_what_the_store_has_needs_no_network(store, served, monkeypatch) -> None:
    tell(store, *pots())
    (before,) = stored_releases(store, [POTS])
    assert before.downloads == ()
    assert before.gaps == tuple(
        f"{name} was never fetched, so nothing is known of what it holds."
        for name in ("pots-1.0-py3-none-any.whl", "pots-1.0.tar.gz")
    )
    (fetched,) = fetch(store, served)
    monkeypatch.setattr("socket.socket", lambda *_: pytest.fail("a socket"))
    (after,) = stored_releases(store, [POTS])
    assert (after.downloads, after.fetched, after.gaps) == (fetched.downloads, 0, ())


def test_nothing_is_written_to_disk(store, served) -> None:
    opened = []
    is_over = False

    def listen(event: str, arguments: tuple) -> None:
        if not is_over and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            opened.append(arguments[0])

    tell(store, *pots())
    sys.addaudithook(listen)
    fetch(store, served)
    is_over = True
    assert opened == []


def test_an_error_of_the_store_is_not_swallowed(store, served) -> None:
    tell(store, *pots())
    store.execute("DROP TABLE artifact_observations")
    with pytest.raises(duckdb.Error):
        fetch(store, served)
    assert not issubclass(duckdb.Error, SourceError)
