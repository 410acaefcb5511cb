"""What a Python file does is seen however it is written, and ordinary code stays ordinary."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.capabilities.capability import TRIGGERS
from knownhands.capabilities.load import capabilities
from knownhands.harvest.code import names
from knownhands.harvest.code.chains import chains
from knownhands.harvest.code.read import read_file
from observed import behaviours

HIDDEN = base64.b64encode(b"import os\nos.system('true')").decode()

PAIRS = {
    "process": ("import subprocess as s\ns.run(['true'])", "run(['true'])"),
    "process from": ("from subprocess import Popen as P\nP(['true'])", "from mine import Popen as P\nP(['true'])"),
    "process by __import__": ("__import__('o' + 's').system('true')", "__import__('o' + 's').getcwd()"),
    "process by importlib": ("import importlib as i\ni.import_module('subprocess').call('x')", "import importlib"),
    "process by getattr": ("import os\ngetattr(os, 'metsys'[::-1])('true')", "import os\ngetattr(os, 'getcwd')()"),
    "process by star": ("from os import *\nsystem('true')", "from mine import *\nsystem('true')"),
    "process by reference": ("import os\nThread(target=os.system)", "import os\nThread(target=os.getcwd)"),
    "process by assignment": ("import os\nf = os.popen\nf('x')", "import os\nf = os.path.join\nf('popen')"),
    "process in a dictionary": (
        "import os\nd = {'a': os.system}\nd['a']('true')",
        "import os\nd = {'a': os.system, 'b': os.getcwd}\nd['b']()",
    ),
    "process in an element": ("import os\nd = {}\nd['a'] = os.system\nd.get('a')('x')", "d = {}\nd['a'] = system\nd['a']()"),
    "process in a list": ("import os\nd = [len, os.system]\nd[1]('true')", "import os\nd = [len, os.system]\nd[0]('a')"),
    "process in a pair": ("import os\na, b = len, os.system\nb('true')", "import os\na, b = len, os.system\na('b')"),
    "process of a module": ("import sys\nsys.modules['os'].system('x')", "import sys\nsys.modules['kiln'].system('x')"),
    "process by format": (
        "import os\ngetattr(os, '%s%s' % ('sys', 'tem'))('x')",
        "import os\ngetattr(os, '%s%s' % ('get', 'cwd'))()",
    ),
    "process by braces": (
        "import os\ngetattr(os, '{}{}'.format('sys', 'tem'))('x')",
        "import os\ngetattr(os, '{}{}'.format('get', 'cwd'))()",
    ),
    "network": ("import requests\nrequests.Session().post('u')", "import requests\nraise requests.exceptions.Timeout()"),
    "network socket": ("import socket\ns = socket.socket()\ns.connect(1)", "import socket\nx = socket.AF_INET"),
    "discovery": ("from os import environ\nd = dict(environ)", "environ = {}\nd = dict(environ)"),
    "discovery host": ("import platform\nplatform.node()", "platform = 'linux'\nplatform.upper()"),
    "credential-access path": ("p = home / '.ssh' / 'id_rsa'", "p = home / 'ssh.txt'"),
    "credential-access path in pieces": ("import os\np = os.path.join('~', '.s' + 'sh')", "p = open('.s' + 'o')"),
    "credential-access name": ("import os\nos.getenv('CI_TOKEN')", "import os\nos.getenv('LANG')"),
    "decoding": ("import base64\nbase64.b64decode(x)", "import binascii\nbinascii.crc32(x)"),
    "dynamic-code": ("exec(x)", "import re\nre.compile(x)\nself.eval(x)"),
    "dynamic-code by builtins": ("getattr(__builtins__, chr(101) + 'val')(x)", "getattr(__builtins__, 'len')(x)"),
    "dynamic-code by globals": ("globals()['ex' + 'ec'](x)", "globals()['my' + 'exec'](x)"),
    "dynamic-code despite a decoy": ("exec(x)\ndef exec(): pass", "def execute(): pass\nexecute()"),
    "dynamic-code pickle": ("import pickle\npickle.loads(x)", "import pickle\npickle.dumps(x)"),
    "data-execution file": ("exec(open('notes.txt').read())", "x = open('notes.txt').read()"),
    "data-execution later": ("def f():\n  return open('n').read()\nx = f()\nexec(x)", "x = open('n').read()\nexec(y)"),
    "data-execution download": ("import urllib.request as u\nexec(u.urlopen(a).read())", "exec(a)"),
    "data-execution by a file between": (
        "import os, requests\nwith open('/tmp/x', 'wb') as f:\n  f.write(requests.get(u).content)\nos.system('/tmp/x')",
        "import os, requests\nwith open('/tmp/x', 'wb') as f:\n  f.write(requests.get(u).content)\nos.system('/tmp/y')",
    ),
    "persistence": ("with open(home + '/.bashrc', 'a') as f:\n  f.write(x)", "print('add this to ~/.bashrc')\nopen('x', 'a')"),
    "file-write": ("open('x', 'w')", "open('x')"),
    "obfuscation": ("exec(x)\ndef f(:", "exec(x)\ndef f(): pass"),
    "obfuscation null byte": ("x = 1\0exec(y)", "x = 1"),
    "obfuscation encoding": ("# coding: rot13\ncevag()", "# coding: latin-1\nprint()"),
}  # fmt: skip


def read(source, path="package/module.py"):
    return read_file(path, source.encode() if isinstance(source, str) else source)


def seen(source):
    return behaviours(read(source))


@pytest.mark.parametrize("name", PAIRS)
def test_every_behaviour_is_seen_and_its_innocent_twin_is_not(name):
    bad, innocent = PAIRS[name]
    behaviour = name.split()[0]
    assert behaviour in seen(bad)
    assert behaviour not in seen(innocent)


@pytest.mark.parametrize(
    ("path", "source", "trigger"),
    [
        ("p/m.py", "exec(x)", "import"),
        ("p/m.py", "def f(): exec(x)", "call"),
        ("p/m.py", "def g(): exec(x)\ndef f(): g()\nf()", "import"),
        ("p/m.py", "class A:\n  def __init__(self): self.go()\n  def go(self): exec(x)\nA()", "import"),
        ("p/m.py", "class A:\n  def go(self): exec(x)", "call"),
        ("p/m.py", "if __name__ == '__main__': exec(x)", "call"),
        ("p-1.0/setup.py", "exec(x)", "install"),
        ("p-1.0/setup.py", "if __name__ == '__main__': exec(x)", "install"),
        ("p-1.0/setup.py", "def unused(): exec(x)", "call"),
        ("p-1.0/setup.py", "class I(C):\n  def run(self): exec(x)\nsetup(cmdclass={'install': I})", "install"),
        ("p-1.0/setup.py", "class I(C):\n  def run(self): exec(x)\nsetup()", "call"),
        ("p/docs/examples/setup.py", "exec(x)", "import"),
        ("sitecustomize.py", "exec(x)", "start"),
    ],
)
def test_it_is_known_when_code_runs(path, source, trigger):
    assert [observation.trigger for observation in read(source, path) if observation.sink == "exec"] == [trigger]


def test_code_hidden_in_constants_is_read_too():
    assert "process" in seen(f"import base64\nexec(base64.b64decode('{HIDDEN}'))")
    assert "process" not in seen(f"import base64\nprint(base64.b64decode('{HIDDEN}'))")


def test_files_that_python_cannot_parse_are_still_read_word_by_word():
    observations = read("import os\nprint 'old'\nos.system('true')")
    assert [(observation.capability, observation.line) for observation in observations] == [
        ("older_python", 2),
        ("process", 3),
    ]


def test_sending_what_was_collected_is_told_from_doing_both():
    sends = "import os, requests\nd = dict(os.environ)\nrequests.post('u', json=d)"
    both = "import os, requests\nd = dict(os.environ)\nrequests.post('u', json=x)"
    assert [chain.flows for chain in chains(read(sends))] == [True]
    assert [chain.flows for chain in chains(read(both))] == [False]
    assert chains(read("import requests\nrequests.get('u')")) == ()


def test_a_chain_across_files_is_found_with_its_ends():
    collects = read_file("a.py", b"import os\nx = os.environ['A_TOKEN']")
    sends = read_file("b.py", b"import base64, requests\nrequests.post('u', base64.b64encode(x))")
    (chain,) = chains(collects + sends)
    assert (chain.collects.path, chain.sends.path) == ("a.py", "b.py")
    assert not chain.one_file


HOSTILE = {
    "deep brackets": "x = " + "(" * 5000,
    "deep lists": "x = " + "[" * 150 + "]" * 150,
    "deep minus": "exec(" + "-" * 50_000 + "1)",
    "long sum": "exec(" + "+".join(["'a'"] * 20_000) + ")",
    "long sum of names": "exec(" + "+".join(["a"] * 20_000) + ")",
    "deep attributes": "exec(a" + ".b" * 20_000 + ")",
    "deep calls": "exec(a" + "()" * 20_000 + ")",
    "growing constant": "a = 'x' * 9\nexec('')\na = 'xxxx'\n" + "a = a + a\n" * 3000,
    "growing name": "import os\nexec('')\n" + "a = a.b\n" * 10_000,
    "replace bomb": "exec(('x' + 'y').replace('', 'z'))\na = 'x'\n" + "a = a.replace('x', 'xxxx')\n" * 40,
    "nested code": "x = 1\n" + "exec(\"exec('exec(1)')\")\n" * 5000,
    "zlib bomb": "import zlib\nexec(zlib.decompress(b'x'))",
    "huge": "exec(x)\n" + "# padding\n" * 300_000,
    "many elifs": "exec(x)\nif a: pass\n" + "elif a: pass\n" * 3000,
    "surrogate": "exec('\\ud800')",
    "bad escapes": "exec('\\d\\w')\nx = 1 is 1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_source_raises_or_hangs(name):
    assert seen("exec(x)\n" + HOSTILE[name]) & {"dynamic-code", "obfuscation"}


@given(st.binary(max_size=200))
def test_any_bytes_show_known_capabilities_in_short_printable_words(body):
    for observation in read(b"exec(x)\n" + body):
        assert observation.capability in capabilities()
        assert observation.trigger in TRIGGERS
        for text in (observation.source, observation.sink, observation.target):
            assert len(text) <= 80
            assert text.isprintable()


def test_a_file_too_large_to_parse_is_named_and_still_read_word_by_word() -> None:
    body = b"import os\nos.system('id')\n" + b"# inert\n" * 80_000
    observations = read_file("pots/kiln.py", body)
    assert [observation.target for observation in observations if observation.capability == "unparsable"] == [
        "too large"
    ]
    assert "os.system" in {observation.sink for observation in observations if observation.capability == "process"}


@pytest.mark.parametrize(
    ("text", "is_found"),
    {
        b"filesystem": True, b"x.http.client": True, b"xhttp.client": True, b"https": False, b"sh": True, b"ash": False,
        b"fork": True, b"forks": False, b"_fork": False, b"open (": True, b"os.open(": False, b"reopen(": False,
        b"re.compile(": False, b"compile\n(": True, b"import  compileall": True, b"Fernet": True, b"locals ()": True,
    }.items(),
)  # fmt: skip
def test_words_are_found_whole_or_in_part_as_each_needs(text, is_found):
    assert bool(names.interesting().search(text)) is is_found
