import pytest

from measured_packages import packed, sdist

DECODES_AND_RUNS = "import base64\nexec(base64.b64decode('cHJpbnQoJ2luZXJ0Jyk='))\n"  # print('inert')
SETUP = "from setuptools import setup\nsetup(name='pots')\n"


def test_a_setup_that_decodes_and_runs_is_told(measure_packages):
    (values,) = measure_packages(sdist({"setup.py": DECODES_AND_RUNS + SETUP}))
    assert values["install_executes_decoded"] == 1
    assert values["cooccurring_install"] >= 2
    assert values["import_executes_decoded"] == 0


def test_the_same_in_a_data_file_that_is_run_is_still_told(measure_packages):
    setup = "exec(open('notes.dat').read())\n" + SETUP
    (values,) = measure_packages(sdist({"setup.py": setup, "notes.dat": DECODES_AND_RUNS}))
    assert values["install_executes_data_file"] == 1
    assert values["cooccurring_install"] >= 2


def test_an_ordinary_setup_does_nothing_of_the_kind(measure_packages):
    (values,) = measure_packages(sdist({"setup.py": SETUP}))
    assert {value for name, value in values.items() if name.startswith("install_")} == {0}
    assert values["cooccurring_install"] == 0


def test_what_npm_runs_after_installing_counts(measure_packages):
    manifest = '{"name": "pots", "scripts": {"postinstall": "node fire.js"}}'
    quiet = '{"name": "pots", "scripts": {"test": "node fire.js"}}'
    runs, rests = measure_packages(
        packed({"package.json": manifest}, "package"), packed({"package.json": quiet}, "package")
    )
    assert (runs["install_process"], rests["install_process"]) == (1, 0)


def test_a_line_that_every_interpreter_runs_at_its_start_counts(measure_packages):
    (values,) = measure_packages(sdist({"pots.pth": "import os; os.system('id')\n"}))
    assert values["install_process"] == 1


@pytest.mark.parametrize("path", ["tests/setup.py", "docs/conf.py", "pots/tests/fire.py", "test_fire.py", "spec/a.js"])
def test_what_stands_in_tests_or_documentation_does_not_count(measure_packages, path):
    body = DECODES_AND_RUNS if path.endswith(".py") else "require('child_process').exec('id')\n"
    (values,) = measure_packages(sdist({path: body}))
    counts = ("install_", "import_", "any_time_", "cooccurring_", "obfuscation_")
    assert {value for name, value in values.items() if name.startswith(counts)} == {0}
    assert values["programs"] == 0
