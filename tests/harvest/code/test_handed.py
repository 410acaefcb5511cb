"""A payload in a data file is read when a program runs it from there."""

import pytest

from knownhands.harvest.code.handed import read_handed
from knownhands.harvest.code.read import read_file

PAYLOAD = b"import socket\nsocket.socket()\n"


def handed(**files):
    listed = [(name.replace("__", "/").replace("_", "."), body) for name, body in files.items()]
    observations = [observation for path, body in listed for observation in read_file(path, body)]
    return {
        (observation.path, observation.sink, observation.trigger) for observation in read_handed(listed, observations)
    }


@pytest.mark.parametrize(
    ("program", "trigger"),
    [("setup_py", "install"), ("pots__kiln_py", "import")],
)
def test_what_is_run_acts_when_the_program_does(program, trigger):
    observations = handed(**{program: b"exec(open('pots/notes.dat').read())", "pots__notes_dat": PAYLOAD})
    assert ("pots/notes.dat", "socket.socket", trigger) in observations


def test_a_file_that_nobody_runs_is_data():
    assert not handed(setup_py=b"print(open('notes.dat').read())", notes_dat=PAYLOAD)


def test_what_is_no_python_raises_nothing():
    assert handed(setup_py=b"exec(open('notes.dat').read())", notes_dat=b"\xff\0(((") is not None
