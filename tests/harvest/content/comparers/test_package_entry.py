"""What people load or type that now leads to a file which the same change adds."""

import pytest

from changing import changed, seen, shown

MOVES = {
    "main": ("package.json", '{"main": "pot.js"}', '{"main": "./lib/setup"}', "lib/setup.js"),
    "a program": ("package.json", '{"name": "a", "bin": "pot.js"}', '{"name": "a", "bin": "setup.js"}', "setup.js"),
    "a condition": ("package.json", '{"exports": {".": {"import": "./pot.js"}}}', '{"exports": {".": {"import": "./a.mjs"}}}', "a.mjs"),
    "a script": ("pyproject.toml", "[project.scripts]\npot = 'pot:main'\n", "[project.scripts]\npot = 'pot.first:main'\n", "src/pot/first.py"),
    "an action": ("action.yml", "runs:\n  using: node24\n  main: dist/a.js\n", "runs:\n  using: node24\n  main: dist/b.js\n", "dist/b.js"),
    "before an action": ("pot/action.yml", "runs:\n  main: a.js\n", "runs:\n  main: a.js\n  pre: b.js\n", "pot/b.js"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "added"), MOVES.values(), ids=MOVES)
def test_an_entry_that_leads_to_an_added_file_is_seen(path, old, new, added):
    (observation,) = [o for o in seen(changed(path, old, new), changed(added, None, "1\n")) if o.path == path]
    assert (observation.capability, observation.target, observation.line > 0) == ("entry_point_moved", added, True)
    assert "entry_point_moved" not in shown(changed(path, old, new))
    assert "entry_point_moved" not in shown(changed(path, new, new + "\n"), changed(added, None, "1\n"))


def test_a_program_that_takes_a_known_name_is_seen():
    old, new = '{"name": "a", "bin": {"a": "a.js"}}', '{"name": "a", "bin": {"a": "a.js", "git": "a.js"}}'
    assert ("entry_point_moved", "git") in {(o.capability, o.sink) for o in seen(changed("package.json", old, new))}
