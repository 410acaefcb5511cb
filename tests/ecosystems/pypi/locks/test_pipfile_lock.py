import json

from lockfiles import HOME


def test_every_category_is_read_and_what_has_no_version_says_why(read_lock) -> None:
    lock = {
        "_meta": {"pipfile-spec": 6},
        "default": {"clay": {"version": "==1.0", "markers": "os_name == 'nt'"}, "app": {"editable": True, "path": "."}},
        "develop": {"kiln": {"git": "https://forge.example/kiln.git", "ref": "00"}, "wax": {"version": "*"}},
        "docs": {"ink": {"version": "==2", "hashes": ["sha256:aa"]}},
    }
    dependencies = read_lock(**{"Pipfile.lock": json.dumps(lock)})
    assert {name: item.gap for name, item in dependencies.items()} == {
        "clay": "",
        "ink": "",
        "app": "editable: .",
        "kiln": "vcs: https://forge.example/kiln.git",
        "wax": "unpinned: *",
    }
    assert dependencies["clay"].marker == "os_name == 'nt'"
    assert dependencies["clay"].is_direct is None
    assert dependencies["ink"].hashes == ("sha256:aa",)


def test_a_pin_is_from_the_index_that_it_names_or_else_from_the_first(read_lock) -> None:
    own, home = {"name": "own", "url": "https://index.example/simple"}, {"name": "home", "url": f"{HOME}/simple"}
    pins = {"clay": {"version": "==1"}, "kiln": {"version": "==1", "index": "home"}}
    dependencies = read_lock(**{"Pipfile.lock": json.dumps({"_meta": {"sources": [own, home]}, "default": pins})})
    assert dependencies["clay"].gap == "index: https://index.example/simple"
    assert dependencies["kiln"].gap == ""
