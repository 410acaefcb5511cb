"""Ask registries: patient with those that are busy, careful with those that are not what they seem."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx
import stamina

from knownhands.documents.address import origin, split, without_credentials
from knownhands.documents.objects import moment_of_header
from knownhands.documents.registry import JSON, Registry, Validators
from knownhands.errors import NotFound, RateLimited, SourceError, Unparsable, Unreachable
from knownhands.harvest.registry.address import may_follow, resolve_host

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Collection, Iterable

LIMIT_BYTES = 64 * 2**20
"""Larger bodies are refused; the largest packument that we met has 30 MB (chosen by eye)."""

FILE_LIMIT_BYTES = 200 * 2**20
"""Larger files of packages are refused (chosen by eye: nearly all that are larger hold compiled code)."""

# All chosen by eye.
_ATTEMPTS = 5
_AT_A_TIME = 8
_REDIRECTS = 5
_TIMEOUT = httpx.Timeout(30, connect=10)
_BODY_TIMEOUT_S = 300.0
_PATIENCE_S = 60.0
_NOTHING_NEW, _NOT_ALLOWED, _BUSY = 304, (401, 403), 429
_NOT_THERE, _NOT_ACCEPTABLE = (404, 410), 406
_DIGITS = 18  # of a number of bytes; nobody sends more
_AGAIN_LATER = "Try again later."


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered.

    Attributes:
        status: 200, 304, 404 or 406.
        content: decompressed; empty unless the status is 200.
        content_type: without parameters, in lower case.
        validators: to be sent with the next question.
    """

    status: int
    content: bytes
    content_type: str
    validators: Validators


_Content = Callable[[httpx.Response], Awaitable[bytes]]
"""Takes the body out of an answer."""


class _Busy(Exception):  # noqa: N818 - it is no error until patience runs out
    """The server asks to be asked again.

    Args:
        error: what to raise when patience runs out.
        wait_s: how long the server asks us to wait, in seconds; None where it does not say.
    """

    def __init__(self, error: SourceError, wait_s: float | None) -> None:
        super().__init__(error.message)
        self.error = error
        self.wait_s = wait_s


class Http:
    """Asks for bodies, a few at a time.

    Args:
        client: sends the requests; must not follow redirects by itself.
        resolve: host name → its IP addresses; decides which redirects are followed.
        trusted_hosts: hosts, or hosts with a port, that may be followed wherever they are.
        now: seconds since 1970-01-01 UTC, to understand a Retry-After that is a date.
        limit_bytes: larger bodies are refused.
        file_limit_bytes: larger files of packages are.
    """

    def __init__(  # noqa: PLR0913 - each can be left out
        self,
        client: httpx.AsyncClient,
        *,
        now: int,
        resolve: Callable[[str], Iterable[str]] = resolve_host,
        trusted_hosts: Collection[str] = (),
        limit_bytes: int = LIMIT_BYTES,
        file_limit_bytes: int = FILE_LIMIT_BYTES,
    ) -> None:
        self._client = client
        self._resolve = resolve
        self._now = now
        self._trusted_hosts = trusted_hosts
        self._limit_bytes = limit_bytes
        self._file_limit_bytes = file_limit_bytes
        self._turns = asyncio.Semaphore(_AT_A_TIME)

    async def get(self, registry: Registry, url: str, known: Validators, accept: str = JSON) -> Reply:
        """Ask once, or as often as it takes.

        Args:
            registry: whose address it is; gets its credentials, nobody else does.
            url: the address, without credentials.
            known: what came with the last answer.
            accept: the media types that are understood.

        Raises:
            Unreachable: no answer, an answer that is an error, or a way that may not be followed.
            RateLimited: the registry asks for more patience than we have.
            Unparsable: the answer is too large.
        """
        headers = {"Accept": accept}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        return await self._ask(registry, url, headers, partial(_document, self._limit_bytes, registry))

    async def download(self, registry: Registry, url: str) -> bytes:
        """Fetch a file of a package, byte for byte, from an address that stands in metadata.

        Args:
            registry: who named the address; gets its credentials, nobody else does.
            url: at the registry itself, or anywhere in the public internet.

        Raises:
            NotFound: there is no such file.
            Unreachable: no answer, an answer that is an error, or an address or way that may not be followed.
            RateLimited: the registry asks for more patience than we have.
            Unparsable: the file is too large.
        """
        if not await self._may_go(registry.address, url):
            shown = without_credentials(url)
            raise Unreachable(
                f"{shown} is no address in the public internet.",
                "If it is your own, name it among the installer's trusted hosts.",
            )
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        reply = await self._ask(registry, url, headers, partial(_file, self._file_limit_bytes))
        if reply.status != httpx.codes.OK:
            raise NotFound(f"There is no file at {url}.", _AGAIN_LATER)
        return reply.content

    async def _ask(self, registry: Registry, url: str, headers: dict[str, str], content: _Content) -> Reply:
        async with self._turns:
            try:
                async for attempt in stamina.retry_context(
                    on=_wait, attempts=_ATTEMPTS, timeout=None, wait_initial=0.5, wait_max=20.0
                ):
                    with attempt:
                        return await self._follow(registry, url, headers, content)
            except _Busy as busy:
                raise busy.error from busy
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as cause:
                what = _scrub(str(cause) or type(cause).__name__, registry)
                raise Unreachable(f"{url} could not be read: {what}", "Check the address and the network.") from None
        raise AssertionError(url)  # the loop above returns or raises

    async def _follow(self, registry: Registry, url: str, headers: dict[str, str], content: _Content) -> Reply:
        address = url
        for _ in range(_REDIRECTS):
            is_home = origin(address) == origin(registry.address)
            secret = {"Authorization": registry.authorization} if is_home and registry.authorization else {}
            async with (
                asyncio.timeout(_BODY_TIMEOUT_S),
                self._client.stream("GET", address, headers=headers | secret) as response,
            ):
                if not response.has_redirect_location:
                    return await self._read(response, content)
                target = _join(address, response.headers["location"])
            if not await self._may_go(address, target):
                shown = without_credentials(target)
                raise Unreachable(f"{url} leads to {shown}, where nobody should be sent.", "Ask who runs the registry.")
            address = target
        raise Unreachable(f"{url} leads from one address to the next.", "Ask who runs the registry.")

    async def _may_go(self, address: str, target: str) -> bool:
        """Within one origin a registry may send us anywhere, elsewhere only to the public internet, never off TLS.

        Whoever runs a mirror on a private host may trust it in the installer's settings.
        """
        parts = split(target)
        if parts is None or "@" in target.partition("//")[2].partition("/")[0]:
            return False
        if origin(target) == origin(address):
            return True
        if origin(address)[0] == "https" != origin(target)[0]:
            return False
        if self._trusted_hosts and {parts.hostname, f"{parts.hostname}:{origin(target)[2]}"} & set(self._trusted_hosts):
            return True
        return await asyncio.to_thread(may_follow, target, self._resolve)

    async def _read(self, response: httpx.Response, content: _Content) -> Reply:
        status, url = response.status_code, without_credentials(str(response.request.url))
        if status == _BUSY or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise self._busy(response, url)
        if status in _NOT_ALLOWED:
            raise Unreachable(f"{url} is not for us (HTTP {status}).", "Check the credentials that the installer has.")
        if status not in (httpx.codes.OK, _NOTHING_NEW, *_NOT_THERE, _NOT_ACCEPTABLE):
            raise Unreachable(f"{url} answers HTTP {status}.", _AGAIN_LATER)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        etag, last_modified = response.headers.get("etag"), response.headers.get("last-modified")
        plain = _NOT_THERE[0] if status in _NOT_THERE else status
        body = await content(response) if status == httpx.codes.OK else b""
        return Reply(plain, body, kind, Validators(etag, last_modified))

    def _busy(self, response: httpx.Response, url: str) -> Exception:
        wait_s = retry_after_s(response.headers.get("retry-after"), self._now)
        error: SourceError
        if response.status_code == _BUSY:
            error = RateLimited(f"{url} asks to be left alone for a while (HTTP 429).", _AGAIN_LATER)
        else:
            error = Unreachable(f"{url} answers HTTP {response.status_code}.", _AGAIN_LATER)
        return error if wait_s is not None and wait_s > _PATIENCE_S else _Busy(error, wait_s)


@asynccontextmanager
async def connect(
    certificates: ssl.SSLContext, now: int, trusted_hosts: Collection[str] = (), limit_bytes: int = LIMIT_BYTES
) -> AsyncIterator[Http]:
    """Open a client for the time of one harvest; proxies are those that the environment names."""
    stamina.instrumentation.set_on_retry_hooks([])  # they would print
    async with httpx.AsyncClient(verify=certificates, timeout=_TIMEOUT, follow_redirects=False) as client:
        yield Http(client, now=now, limit_bytes=limit_bytes, trusted_hosts=trusted_hosts)


async def _document(limit_bytes: int, registry: Registry, response: httpx.Response) -> bytes:
    return _scrub_bytes(await _content(response.aiter_bytes(), response, limit_bytes), registry)


async def _file(limit_bytes: int, response: httpx.Response) -> bytes:
    return await _content(response.aiter_raw(), response, limit_bytes)


async def _content(chunks: AsyncIterator[bytes], response: httpx.Response, limit_bytes: int) -> bytes:
    """Read a body, counting what arrives: a Content-Length is only a claim, but one that is too large is believed."""
    url = without_credentials(str(response.request.url))
    too_large = Unparsable(f"{url} sends more than {limit_bytes >> 20} MB.", "Ask who runs the registry.")
    claim = response.headers.get("content-length", "")
    if claim.isdecimal() and int(claim[:_DIGITS]) > limit_bytes:
        raise too_large
    content = bytearray()
    async for chunk in chunks:
        content += chunk
        if len(content) > limit_bytes:
            raise too_large
    return bytes(content)


def retry_after_s(value: str | None, now: int) -> float | None:
    """Return how many seconds a server asks us to wait, in either form of RFC 9110, section 10.2.3: seconds or a date.

    >>> retry_after_s("7", 0), retry_after_s("Thu, 01 Jan 1970 00:00:30 GMT", 10), retry_after_s("soon", 0)
    (7.0, 20.0, None)
    """
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    moment = moment_of_header(value)
    return None if moment is None else max(0.0, float(moment - now))


def _wait(error: Exception) -> bool | float:
    """Tell stamina whether to try again, and when, if the server said so."""
    if isinstance(error, _Busy):
        return True if error.wait_s is None else error.wait_s
    return isinstance(error, (httpx.TransportError, TimeoutError))


def _join(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # half an IPv6 address, for one
        return ""


def _scrub(message: str, registry: Registry) -> str:
    for secret in registry.secrets():
        message = message.replace(secret, "***")
    return message


def _scrub_bytes(content: bytes, registry: Registry) -> bytes:
    """Take out credentials that a registry repeats, as some do in the addresses of files."""
    for secret in registry.secrets():
        content = content.replace(secret.encode(), b"***")
    return content
