"""What a JavaScript file does is seen however it is written, and ordinary code stays ordinary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.capabilities.load import capabilities
from knownhands.harvest.code.chains import chains
from knownhands.harvest.code.javascript import read_javascript
from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.read import read_file
from observed import behaviours, ids

PAIRS = {
    "process": ("const {exec: e} = require('child_process'); e('true')", "const {exec: e} = require('./mine'); e('x')"),
    "process import": ("import * as c from 'node:child_process'; c.spawn('x')", "import c from './c'; c.spawn('x')"),
    "process in pieces": ("require('child_' + 'process')['ex' + 'ec']('x')", "require('child_' + 'care')['exec']('x')"),
    "process in a template": ("require(`child_` + `process`).exec('x')", "require(`child_` + `care`).exec('x')"),
    "process in a variable": (
        "const p = 'process'; require(`child_${p}`).exec('x')",
        "require(`child_${p}`).exec('x')",
    ),
    "process escaped": (r"require('\x63hild_process').exec('x')", r"require('\x63hild_care').exec('x')"),
    "process in an object": (
        "const o = {a: {b: require('child_process').exec}}; o.a.b('x')",
        "const o = {a: {b: require('./mine').exec}}; o.a.b('x')",
    ),
    "process in a member": (
        "const o = {}; o['a'] = require('child_process'); o.a.exec('x')",
        "const o = {}; o['a'] = require('./mine'); o.a.exec('x')",
    ),
    "process of what is built in": (
        "process.getBuiltinModule('child_process').exec('x')",
        "kiln.getBuiltinModule('child_process').exec('x')",
    ),
    "dynamic-code of what is built in": (
        "const b = process.getBuiltinModule; b('vm').runInThisContext(x)",
        "const b = kiln.getBuiltinModule; b('vm').runInThisContext(x)",
    ),
    "process by another require": (
        "const r = require('module').createRequire(__filename); r('child_process').exec('x')",
        "const r = require('module').createRequire(__filename); r('./mine').exec('x')",
    ),
    "process reflected": (
        "globalThis['re' + 'quire']('child_process').exec('x')",
        "globalThis['re' + 'peat']('child_process').exec('x')",
    ),
    "dynamic-code in an array": ("const o = [1, eval]; o[1](x)", "const o = [eval, 1]; o[1](x)"),
    "dynamic-code in an object": ("const o = {['a']: eval}; o.a(x)", "const o = {a: eval}; o.b(x)"),
    "dynamic-code indirectly": ("(0, eval)(x)", "(0, evaluate)(x)"),
    "dynamic-code passed on": ("eval.call(null, x)", "evaluate.call(null, x)"),
    "dynamic-code applied": ("Reflect.apply(eval, null, [x])", "Reflect.apply(evaluate, null, [x])"),
    "dynamic-code of a constructor": ("[].constructor.constructor(x)()", "this.constructor(x)"),
    "network": ("const h = require('https'); h.get('u')", "const h = require('http'); h.createServer()"),
    "network variable": (
        "const request = require('request'); request('u')",
        "function f(request) { request.once('x') }",
    ),
    "network fetch": ("globalThis.fetch('u')", "this.prefetch('u')"),
    "discovery": ("send(JSON.stringify(process.env))", "send(process.argv)"),
    "discovery os": ("require('os').hostname()", "const os = require('os'); x = os.tmpdir()"),
    "credential-access": ("x = process.env.CI_TOKEN", "x = process.env.NODE_ENV"),
    "credential-access path": ("x = home + '/.npmrc'", "// npm reads .npmrc"),
    "decoding": ("Buffer.from(x, 'base64')", "Buffer.from(x, 'utf8')"),
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
def test_every_behaviour_is_seen_and_its_innocent_twin_is_not(name):
    bad, innocent = PAIRS[name]
    behaviour = name.split()[0]
    assert behaviour in behaviours(read(bad))
    assert behaviour not in behaviours(read(innocent))


@pytest.mark.parametrize(
    ("source", "trigger"),
    [
        ("eval(x)", "import"),
        ("(function () { eval(x) })()", "import"),
        ("(() => { eval(x) })()", "import"),
        ("function f() { eval(x) }", "call"),
        ("exports.f = () => eval(x)", "call"),
    ],
)
def test_it_is_known_when_code_runs(source, trigger):
    assert [observation.trigger for observation in read(source) if observation.sink == "eval"] == [trigger]


def of_change(source):
    notes = Notes("lib/kiln.js", every_line=True, is_program=True)
    return {observation.capability for observation in read_javascript(notes.path, source.encode(), notes)}


@pytest.mark.parametrize("address", ["'/pots'", '"/pots?a=" + b', "`/pots?a=${b}`"][::2])
def test_a_page_of_a_change_may_ask_its_own_host(address):
    assert not of_change(f"fetch({address})")
    assert ids(read(f"fetch({address})")) == {"network"}


@pytest.mark.parametrize(
    "address", ["'//kiln.example'", "a", "'/' + a", "`/${a}`", r"'/\\kiln.example'", "'https://kiln.example'"]
)
def test_a_page_of_a_change_that_may_ask_another_host_is_seen(address):
    assert of_change(f"fetch({address})") == {"network"}


def test_what_a_buffer_is_made_from_is_decoded():
    assert of_change("Buffer.from(x, 'base64').toString()") == {"decoding"}
    assert of_change("Buffer.from(x, 'utf8').toString('base64')") == set()


def test_collecting_and_sending_make_a_chain():
    (chain,) = chains(read("const d = btoa(JSON.stringify(process.env));\nfetch('u', {body: d})"))
    assert (chain.collects.line, chain.sends.line) == (1, 2)
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
    observations = read("x = process.env.LANG.split('.'); y = process.env['CI_' + 'TOKEN']; z = process.env[name]")
    assert {observation.target for observation in observations} == {"CI_TOKEN", "?", "LANG"}
    assert len(observations) == 3


@given(st.binary(max_size=200))
def test_any_bytes_show_known_capabilities(body):
    assert ids(read_file("a.js", b"eval(x);\n" + body)) <= capabilities().keys()


def in_change(body: bytes) -> list[tuple[int, str, str]]:
    notes = Notes("lib/kiln.js", every_line=True, is_program=True)
    read_javascript("lib/kiln.js", body, notes)
    return [(observation.line, observation.capability, observation.target) for observation in notes.observations()]


def test_of_a_change_a_large_bundle_is_read() -> None:
    body = (b"'" + b"k" * 1_000 + b"';\n") * 3_500 + b"require('child_process').exec(pots)"
    assert (3501, "process", "") in in_change(body)
    assert [observation.target for observation in read_javascript("lib/kiln.js", body)] == ["too large"]


def test_of_a_change_what_is_passed_over_is_named() -> None:
    assert (0, "unparsable", "too deeply nested") in in_change(b"eval(a)" + b"+1" * 1_000)
    assert (0, "unparsable", "too many names") in in_change(b"eval(a);" * 70_000)
    assert (0, "unparsable", "too large") in in_change(b"eval(a);" * 1_600_000)
