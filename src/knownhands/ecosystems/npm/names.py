"""How npm's packages are called.

Old names may have capitals and signs that new ones may not, and JSONStream is another package than jsonstream.

Source: validate-npm-package-name, "validForOldPackages"; names that begin with `_` or `-` exist too.
"""

from __future__ import annotations

import re

from knownhands.ecosystems._rules import NameRule

_PATTERN = re.compile(r"(?:@(?!\.)[a-z0-9~_.!'()*-]+/)?(?!\.)[a-z0-9~_.!'()*-]+", re.IGNORECASE | re.ASCII)

# As Node documents them; `test` and `sqlite` are left out because only `node:test` reaches them.
_MODULES = (
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events "
    "fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream "
    "string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib"
)


def normalise(name: str) -> str:
    """Return the name as it is, capitals and all."""
    return name


def standard_library() -> frozenset[str]:
    """Return the modules that come with Node."""
    return frozenset(_MODULES.split())


_AFFIXES = frozenset({"js", "ng", "node", "nodejs", "npm", "ts", "typescript"})
NAMES = NameRule(_PATTERN, normalise, "Write name or @scope/name.", built_in=standard_library, affixes=_AFFIXES)
