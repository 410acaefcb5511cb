"""What an installer runs acts at install, in every archive that may be of its ecosystem."""

import pytest

from knownhands.harvest.code.installed import at_install, installed_files
from knownhands.records import Observation

FILES = [("package.json", b'{"scripts": {"install": "node fire"}}'), ("fire.js", b"")]


@pytest.mark.parametrize(
    ("form", "files"),
    [("npm", {"fire.js"}), ("folder", {"fire.js"}), ("zip", {"fire.js"}), ("sdist", set()), ("wheel", set())],
)
def test_an_archive_of_another_ecosystem_runs_no_script_of_npm(form: str, files: set[str]) -> None:
    assert installed_files(form, FILES) == files


def test_what_happens_in_functions_stays_there():
    observations = [
        Observation(path, 1, "network", trigger) for path in ("a.js", "b.js") for trigger in ("import", "call")
    ]
    assert [(observation.path, observation.trigger) for observation in at_install(observations, {"a.js"})] == [
        ("a.js", "install"), ("a.js", "call"), ("b.js", "import"), ("b.js", "call"),
    ]  # fmt: skip
