from knownhands.ecosystems._rules import Run
from knownhands.ecosystems.pypi.runs import runs


def test_python_runs_the_lines_of_a_pth_file_that_import() -> None:
    body = b"../pots\nimport os; os.system('id')\n"
    assert list(runs("Kiln.pth", body)) == [Run("python", "start", "kiln.pth", "import os; os.system('id')", 2)]


def test_a_pickle_of_that_name_runs_nothing_at_start() -> None:
    assert list(runs("weights.pth", b"\x80import os\nimport os\n")) == []


def test_entry_points_become_programs() -> None:
    body = b"[console_scripts]\nkiln = pots:main\n[kiln.plugins]\nglaze = pots:glaze\n"
    assert list(runs("pots.dist-info/entry_points.txt", body)) == [Run("program", "install", "scripts", "kiln")]
