"""Measures scoring a file of many packages that were all scored before.

    python scripts/bench/bench_deps.py [--packages 300] [--model FOLDER]

The packages are invented: a registry on this machine serves metadata and small archives, with validators, and a first run
fetches them all. Then the same file is scored without the registry, and with one that says that nothing is new. Peer: the
first run, which has everything to fetch and read.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import _timing as timing

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFLINE_S, ONLINE_S = 5.0, 8.0
RELEASES = 40


def main() -> None:
    """Measure and print."""
    parser = timing.options(__doc__)
    parser.add_argument("--packages", type=int, default=300, help="how many packages")
    parser.add_argument("--model", default="", help="a folder; the newest that is installed if left out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, registry(options.packages) as address:
        folder = Path(name)
        os.environ.update(settings(folder, address))
        file = folder / "requirements.txt"
        file.write_text("".join(f"part-{number}=={RELEASES - 1}.0\n" for number in range(options.packages)))
        model = ("--model", options.model) if options.model else ()
        command = timing.knownhands("score", "deps", file, "--quiet", "--store", folder / "packages.duckdb", *model)
        first = timing.run(command)
        best = timing.in_turns(
            options.repeats,
            offline=lambda: timing.run([*command, "--offline"]),
            online=lambda: timing.run(command),
        )
    timing.head()
    for what, target in (("offline", OFFLINE_S), ("online", ONLINE_S)):
        seconds = best[what].seconds
        timing.Promise(
            f"`score deps`, {what}",
            f"{options.packages} packages",
            f"{seconds:.2f} s",
            f"≤ {target} s",
            seconds <= target,
            f"first run {first.seconds:.2f} s",
            seconds / first.seconds,
        ).show()


def settings(folder: Path, address: str) -> dict[str, str]:
    """Return the environment in which pip's index is the one on this machine."""
    (folder / "empty.conf").touch()
    return {
        "PIP_CONFIG_FILE": str(folder / "empty.conf"),
        "PIP_INDEX_URL": f"{address}/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "NO_PROXY": "127.0.0.1",
    }


@contextmanager
def registry(packages: int) -> Iterator[str]:
    """Serve invented packages, and yield the address."""
    bodies = {path: body for number in range(packages) for path, body in package(f"part-{number}").items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = bodies.get(self.path)
            etag = f'"{hashlib.sha256(body or b"").hexdigest()[:12]}"'
            status = 404 if body is None else 304 if self.headers.get("If-None-Match") == etag else 200
            sent = body if body is not None and status == 200 else b""  # noqa: PLR2004 - fine
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_arguments: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def package(name: str) -> dict[str, bytes]:
    """Invent one package: the metadata of many releases, and the wheel and sdist of the newest."""
    releases = {f"{number}.0": [listed(name, f"{number}.0", number)] for number in range(RELEASES - 1)}
    newest = f"{RELEASES - 1}.0"
    code = "\n".join(f"def f{line}(x):\n    return os.path.join(x, '{name}', str({line}))\n" for line in range(200))
    files = {
        f"{name}/{part}.py": f"import os\nimport subprocess\n\n{code}".encode() for part in ("__init__", "a", "b", "c")
    }
    bodies = {
        f"/f/{name}-{newest}-py3-none-any.whl": wheel({**files, f"{name}-{newest}.dist-info/WHEEL": b"Generator: x\n"}),
        f"/f/{name}-{newest}.tar.gz": sdist(f"{name}-{newest}", {**files, "PKG-INFO": f"Name: {name}\n".encode()}),
    }
    releases[newest] = [listed(path.rpartition("/")[2], newest, RELEASES, body) for path, body in bodies.items()]
    project = {"info": {"name": name, "version": newest}, "releases": releases}
    bodies[f"/pypi/{name}/json"] = json.dumps(project).encode()
    bodies[f"/simple/{name}/"] = json.dumps({"meta": {"api-version": "1.1"}, "files": []}).encode()
    return bodies


def listed(filename: str, version: str, day: int, body: bytes = b"") -> dict[str, object]:
    """Describe a file as a registry does."""
    filename = filename if body else f"{filename}-{version}.tar.gz"
    return {
        "filename": filename,
        "packagetype": "bdist_wheel" if filename.endswith("whl") else "sdist",
        "url": f"../../f/{filename}",
        "size": len(body),
        "digests": {"sha256": hashlib.sha256(body or filename.encode()).hexdigest()},
        "upload_time_iso_8601": f"2020-{1 + day // 28:02}-{1 + day % 28:02}T00:00:00Z",
        "yanked": False,
    }


def wheel(files: dict[str, bytes]) -> bytes:
    """Pack a wheel."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return target.getvalue()


def sdist(top: str, files: dict[str, bytes]) -> bytes:
    """Pack an sdist."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, body in files.items():
            entry = tarfile.TarInfo(f"{top}/{name}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return target.getvalue()


if __name__ == "__main__":
    main()
