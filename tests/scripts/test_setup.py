"""What scripts/setup does for a Linux without OpenMP: LightGBM then runs on the copy inside scikit-learn."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

SETUP = (Path(__file__).parents[2] / "scripts" / "setup").read_text()
LOAD = """
import sys
from knownhands.errors import ModelError
from knownhands.learn.trees import Trees
try:
    Trees("clay", 1)
except ModelError as error:
    assert "refuses" in str(error), error
print({line.split()[-1] for line in open("/proc/self/maps") if "libgomp" in line})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="setup links OpenMP on Linux alone, and /proc is only there")
def test_the_copy_that_setup_links_serves_lightgbm(tmp_path: Path) -> None:
    """The link has to bear the name that LightGBM asks for: loading the copy beforehand is not enough."""
    linked = re.search(r"site-packages/(\S+) \.venv/openmp/(\S+)", SETUP)
    assert linked
    (copy,) = Path(sysconfig.get_path("platlib")).glob(linked[1])
    (tmp_path / linked[2]).symlink_to(copy)
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}{LOAD}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"LD_LIBRARY_PATH": str(tmp_path)})
    assert done.stdout == f"{ {str(copy)} }\n", done.stderr
