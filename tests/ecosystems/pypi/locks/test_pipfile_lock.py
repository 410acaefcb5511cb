import json

from lockfiles import HOME


def test_every_category_is_read_and_what_has_no_version_says_why(read_lock) -> None:
    lock = {
        "_meta": {"pipfile-spec": 6},
        "default": {"clay": {"version": "==1.0", "markers": "os_name == 'nt'"}, "app": {"editable": True, "path": "."}},
        "develop": {"kiln": {"git": "https://forge.example/kiln.git", "ref": "00"}, "wax": {"version": "*"}},
        "docs": {"ink": {"version": "==2", "hashes": ["sha256:aa"]}},
    }
    found = read_lock(**{"Pipfile.lock": json.dumps(lock)})
    assert {name: item.gap for name, item in found.items()} == {
        "clay": "",
        "ink": "",
        "app": "editable: .",
        "kiln": "vcs: https://forge.example/kiln.git",
        "wax": "unpinned: *",
    }
    assert found["clay"].marker == "os_name == 'nt'"
    assert found["clay"].is_direct is None
    assert found["ink"].hashes == ("sha256:aa",)


def test_a_pin_is_from_the_index_that_it_names_or_else_from_the_first(read_lock) -> None:
    own, home = {"name": "own", "url": "https://index.example/simple"}, {"name": "home", "url": f"{HOME}/simple"}
    pins = {"clay": {"version": "==1"}, "kiln": {"version": "==1", "index": "home"}}
    found = read_lock(**{"Pipfile.lock": json.dumps({"_meta": {"sources": [own, home]}, "default": pins})})
    assert found["clay"].gap == "index: https://index.example/simple"
    assert found["kiln"].gap == ""
