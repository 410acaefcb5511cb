"""What a JavaScript file does is seen however it is written, and ordinary code stays ordinary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.archive.code.facts import KINDS, chains
from knownhands.harvest.archive.code.read import read_file

PAIRS = {
    "process": ("const {exec: e} = require('child_process'); e('true')", "const {exec: e} = require('./mine'); e('x')"),
    "process import": ("import * as c from 'node:child_process'; c.spawn('x')", "import c from './c'; c.spawn('x')"),
    "process in pieces": ("require('child_' + 'process')['ex' + 'ec']('x')", "require('child_' + 'care')['exec']('x')"),
    "network": ("const h = require('https'); h.get('u')", "const h = require('http'); h.createServer()"),
    "network variable": (
        "const request = require('request'); request('u')",
        "function f(request) { request.once('x') }",
    ),
    "network fetch": ("globalThis.fetch('u')", "this.prefetch('u')"),
    "environment": ("send(JSON.stringify(process.env))", "send(process.argv)"),
    "environment os": ("require('os').hostname()", "const os = require('os'); x = os.tmpdir()"),
    "credential": ("x = process.env.CI_TOKEN", "x = process.env.NODE_ENV"),
    "credential path": ("x = home + '/.npmrc'", "// npm reads .npmrc"),
    "decode": ("Buffer.from(x, 'base64')", "Buffer.from(x, 'utf8')"),
    "dynamic-code": ("new Function(x)()", "new Functions(x)"),
    "dynamic-code eval": ("window['ev' + 'al'](x)", "parser.eval(x)"),
    "dynamic-code require": ("require(decode(x))('y')", "require(path.join(__dirname, x))"),
    "file-write": ("import fs from 'fs'; fs.writeFileSync('x', y)", "import fs from 'fs'; fs.readFileSync('x')"),
    "file-write promises": ("import {writeFile} from 'fs/promises'; writeFile('x', y)", "writeFile('x', y)"),
    "persistence": ("require('fs').appendFileSync(h + '/.bashrc', y)", "require('fs').appendFileSync('log', y)"),
}


def read(source):
    return read_file("package/index.js", source.encode())


@pytest.mark.parametrize("name", PAIRS)
def test_every_kind_is_seen_and_its_innocent_twin_is_not(name):
    bad, innocent = PAIRS[name]
    kind = name.split()[0]
    assert kind in {fact.kind for fact in read(bad)}
    assert kind not in {fact.kind for fact in read(innocent)}


@pytest.mark.parametrize(
    ("source", "when"),
    [
        ("eval(x)", "import"),
        ("(function () { eval(x) })()", "import"),
        ("(() => { eval(x) })()", "import"),
        ("function f() { eval(x) }", "call"),
        ("exports.f = () => eval(x)", "call"),
    ],
)
def test_it_is_known_when_code_runs(source, when):
    assert [fact.when for fact in read(source) if fact.what == "eval"] == [when]


def test_collecting_and_sending_make_a_chain():
    (chain,) = chains(read("const d = btoa(JSON.stringify(process.env));\nfetch('u', {body: d})"))
    assert (chain.collects.line, chain.encodes.what, chain.sends.line) == (1, "btoa", 2)
    assert chains(read("fetch('u')")) == ()


@pytest.mark.parametrize(
    "source",
    [
        "(" * 50_000,
        "eval(" * 20_000,
        "a" + ".b" * 50_000 + "; eval(x)",
        "eval(x);" * 50_000,
        "eval(" * 9_000 + ")" * 9_000,
    ],
)
def test_no_source_raises_or_hangs(source):
    assert isinstance(read("eval(x);" + source), tuple)


def test_a_variable_of_the_environment_is_named_once():
    facts = read("x = process.env.LANG.split('.'); y = process.env['CI_' + 'TOKEN']; z = process.env[name]")
    assert [fact.what for fact in facts] == ["process.env[CI_TOKEN]", "process.env[?]", "process.env[LANG]"]


@given(st.binary(max_size=200))
def test_any_bytes_give_facts_of_the_agreed_kinds(body):
    assert {fact.kind for fact in read_file("a.js", b"eval(x);\n" + body)} <= KINDS
