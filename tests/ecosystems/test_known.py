"""Nobody pays for an ecosystem that is not needed."""

import subprocess
import sys

PRINT = "; import sys; print([name for name in sys.modules if name in {'httpx', 'packaging.version', 'packageurl', 'yaml'}])"


def loaded(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code + PRINT], capture_output=True, text=True, check=True).stdout


def test_the_command_line_knows_every_ecosystem_and_loads_none_of_their_parts() -> None:
    assert loaded("from knownhands.cli._main import build_app; build_app()") == "[]\n"


def test_what_is_particular_to_an_ecosystem_is_read_without_the_network() -> None:
    code = "from knownhands.ecosystems._known import known_ecosystems; [one.registry for one in known_ecosystems().values()]"
    assert "httpx" not in loaded(code)
