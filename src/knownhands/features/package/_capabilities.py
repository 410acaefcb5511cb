"""The abilities that several families count, and how the columns about them are made."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from knownhands.records import Cost, Direction, Feature

if TYPE_CHECKING:
    from collections.abc import Iterable

ABILITIES = {
    "bare_address": ("names a server by its bare address", Cost.CHEAP),
    "drop_host": ("names a host that is made for dropping data at", Cost.CHEAP),
    "own_address": ("asks a service for its own public address", Cost.CHEAP),
    "handed_out": ("names a file that anybody can hand out there", Cost.CHEAP),
    "names_program": ("names the address of a program", Cost.CHEAP),
    "sends_file": ("sends a file", Cost.CHEAP),
    "sends_collected": ("sends what it collected", Cost.COSTLY),
    "posts": ("sends data to a server", Cost.CHEAP),
    "fetches_file": ("downloads a file", Cost.CHEAP),
    "network": ("uses the network", Cost.CHEAP),
    "hidden_process": ("starts a program without a window, or detached", Cost.CHEAP),
    "shell_fetch": ("has a shell fetch or run something", Cost.CHEAP),
    "installs_more": ("installs other packages", Cost.CHEAP),
    "disarms": ("stops other programs or hides files", Cost.CHEAP),
    "builds": ("runs a known build tool", Cost.CHEAP),
    "process": ("starts other programs", Cost.CHEAP),
    "setup_hook": ("replaces a step of its own installation", Cost.CHEAP),
    "windows_calls": ("calls Windows itself", Cost.CHEAP),
    "runs_text": ("runs text as code", Cost.CHEAP),
    "encodes": ("encodes data", Cost.FREE),
    "decrypts": ("decrypts data", Cost.CHEAP),
    "decodes": ("decodes data", Cost.CHEAP),
    "credential": ("asks for a password or token", Cost.CHEAP),
    "loot": ("reads browsers', wallets' or keys' files, the screen or the keyboard", Cost.COSTLY),
    "identity": ("asks for the user's or the machine's name", Cost.CHEAP),
    "user_folders": ("asks where the user's private folders are", Cost.CHEAP),
    "machine": ("asks what machine it is", Cost.FREE),
    "environment": ("reads environment variables", Cost.FREE),
    "makes_executable": ("makes files executable", Cost.CHEAP),
    "writes": ("writes files", Cost.FREE),
    "runs_decoded": ("runs what it decoded", Cost.COSTLY),
    "runs_download": ("runs what it downloaded", Cost.COSTLY),
    "runs_data": ("runs what stands in a file that is called no program", Cost.COSTLY),
    "runs_file": ("runs what it read from a file", Cost.COSTLY),
    "persistence": ("installs itself to be started again, or as a well-known command", Cost.COSTLY),
    "chain": ("collects secrets and sends something from the same place", Cost.COSTLY),
    "native": ("carries native code", Cost.CHEAP),
    "unpickles": ("carries serialised code that runs when it is loaded", Cost.CHEAP),
}
"""Ability → what the package does, and what it costs to do without it, which is the good-looking value.

`costly` are those without which the attack itself is another one: then the attacker gives something up. The names of
calls can be hidden in an afternoon.
"""

ORDINARY = "('builds', 'setup_hook', 'environment', 'unparsable', 'long_line', 'very_long_line', 'native', 'unpickles')"
"""Abilities that say nothing when they meet another; all others are telling."""
SUBJECTS = """(
    SELECT subject_id, artifacts.artifact, artifacts.artifact IS NOT NULL AS is_read FROM subjects LEFT JOIN artifacts USING (artifact)
)"""
"""Every subject, and whether its archive was read: where it was not, nothing that a family counts is known."""


def columns(prefix: str, when: str, names: Iterable[str]) -> tuple[Feature, ...]:
    """Declare one column for each ability: in how many places of one file, at most."""
    return tuple(
        Feature(
            f"{prefix}_{name}",
            "places in one file",
            0,
            inf,
            Direction.RISES,
            ABILITIES[name][1],
            f"{when}, it {ABILITIES[name][0]} (ways in one file: {{value:.0f}}) | nothing was found that {ABILITIES[name][0]} {when}",
        )
        for name in names
    )


def counts(prefix: str, places: tuple[str, ...], names: Iterable[str]) -> str:
    """Write the SQL that counts each ability in the file that has most of it; unknown where no archive was read."""
    listed = ", ".join(f"'{place}'" for place in places)
    return f"""
        SELECT
            subject_id,
            {", ".join(f"CASE WHEN is_read THEN coalesce(max(n) FILTER (WHERE ability = '{name}'), 0) END AS {prefix}_{name}" for name in names)}
        FROM {SUBJECTS}
        LEFT JOIN (
            SELECT subject_id, path, ability, count(*) AS n FROM abilities WHERE place IN ({listed}) GROUP BY subject_id, path, ability
        ) USING (subject_id)
        GROUP BY subject_id, is_read
    """


def places(prefix: str, where: tuple[str, ...], names: Iterable[str]) -> dict[str, str]:
    """Write the SQL that finds the lines which show each ability."""
    listed = ", ".join(f"'{place}'" for place in where)
    return {
        f"{prefix}_{name}": f"""
            SELECT subject_id, 'file' AS kind, path || ':' || min(line) AS ref, count(*) AS weight
            FROM abilities WHERE ability = '{name}' AND place IN ({listed}) GROUP BY subject_id, path
        """
        for name in names
    }
