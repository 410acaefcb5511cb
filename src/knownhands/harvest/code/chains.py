"""Where collecting meets sending, in one file or across the files of a package."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities
from knownhands.records import Observation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SECRETS = "credential-access"
_SENDS = frozenset({"sends_data", "file_upload"})
_COLLECTS = (_SECRETS, "discovery")


@dataclass(frozen=True, slots=True)
class Chain:
    """Something private is collected and something is sent, in one file or across the files of a package.

    Attributes:
        collects: an observation of a capability that reads secrets, or else tells machines apart.
        sends: an observation of a capability that uses the network.
        is_secret: whether what is collected is a secret.
        flows: whether what is sent was seen to be what was collected.
        one_file: whether both ends are in the same file.
    """

    collects: Observation
    sends: Observation
    is_secret: bool
    flows: bool
    one_file: bool


def with_chains(observations: Sequence[Observation], *, prefers_sending: bool = False) -> list[Observation]:
    """Return observations, and with them the chains that are worth reporting: many honest programs read some setting and talk to a server when asked to.

    Args:
        observations: those of a file or of a whole package.
        prefers_sending: end a chain in a call that sends data rather than in the first that uses the network.
    """
    found = chains(observations, prefers_sending=prefers_sending)
    return [*observations, *(_as_observation(chain) for chain in found if _is_reported(chain))]


def _is_reported(chain: Chain) -> bool:
    return (chain.flows and chain.sends.trigger != "call") or (chain.one_file and chain.is_secret)


def _as_observation(chain: Chain) -> Observation:
    sends, collects = chain.sends, chain.collects
    return Observation(
        sends.path, sends.line, "exfiltration_chain", sends.trigger, collects.source, sends.sink, collects.target
    )


def chains(observations: Iterable[Observation], *, prefers_sending: bool = False) -> tuple[Chain, ...]:
    """Find collecting and sending: one chain for each file that does both, else one across files.

    Args:
        observations: those of a file or of a whole package.
        prefers_sending: end a chain in a call that sends data rather than in the first that uses the network.
    """
    ordered = sorted(observations)
    files = [list(group) for _, group in groupby(ordered, key=attrgetter("path"))]
    within = tuple(
        chain for chain in (_chain(file, one_file=True, prefers_sending=prefers_sending) for file in files) if chain
    )
    across = None if within else _chain(ordered, one_file=False, prefers_sending=prefers_sending)
    return (across,) if across else within


def _chain(observations: list[Observation], *, one_file: bool, prefers_sending: bool) -> Chain | None:
    """Prefer a secret to what tells machines apart, and a call that was seen to send what was collected."""
    known = capabilities()
    collects = [
        observation
        for observation in observations
        if observation.source and known[observation.capability].behaviour in _COLLECTS
    ]
    sends = [observation for observation in observations if known[observation.capability].behaviour == "network"]
    if not collects or not sends:
        return None
    collected = min(
        collects, key=lambda observation: (known[observation.capability].behaviour != _SECRETS, observation.line)
    )
    sent = next((observation for observation in sends if observation.capability == "exfiltration_flow"), None)
    if sent is None and prefers_sending:
        sends.sort(key=lambda observation: observation.capability not in _SENDS)
    is_secret = known[collected.capability].behaviour == _SECRETS
    return Chain(collected, sent or sends[0], is_secret, sent is not None, one_file)
