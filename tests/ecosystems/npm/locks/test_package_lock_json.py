import json

from knownhands.documents.document import Document
from knownhands.ecosystems.npm.locks.package_lock_json import READER


def entry(name: str, version: str = "1.0.0", **asks: str) -> dict[str, object]:
    return {"version": version, "resolved": f"https://index.example/{name}/-/x-{version}.tgz", "dependencies": asks}


def test_each_package_gets_the_copy_that_node_would_find(read_lock) -> None:
    folders = {
        "": {"dependencies": {"bowl": "*", "@potters/jar": "*"}},
        "node_modules/bowl": entry("bowl", clay="^2"),
        "node_modules/bowl/node_modules/clay": entry("clay", "2.0.0", water="*"),
        "node_modules/@potters/jar": entry("@potters/jar"),
        "node_modules/water": entry("water"),
    }
    dependencies = read_lock(**{"package-lock.json": json.dumps({"lockfileVersion": 3, "packages": folders})})
    assert dependencies["water"].brought_in_by == ("pkg:npm/bowl@1.0.0", "pkg:npm/clay@2.0.0")
    assert dependencies["@potters/jar"].purl == "pkg:npm/%40potters/jar@1.0.0"
    assert dependencies["@potters/jar"].is_direct is True


def test_a_copy_nearer_to_the_project_does_not_stand_in_for_the_nested_one() -> None:
    folders = {
        "": {"dependencies": {"bowl": "*", "clay": "*"}},
        "node_modules/clay": entry("clay", "1.0.0"),
        "node_modules/bowl": entry("bowl", clay="^2"),
        "node_modules/bowl/node_modules/clay": entry("clay", "2.0.0"),
    }
    dependencies = READER.read(Document("package-lock.json", json.dumps({"packages": folders}))).dependencies
    clays = {item.version: item for item in dependencies if item.name == "clay"}
    assert clays["1.0.0"].is_direct is True
    assert clays["2.0.0"].brought_in_by == ("pkg:npm/bowl@1.0.0",)


def test_workspaces_are_the_project_and_what_comes_from_elsewhere_is_a_gap(read_lock) -> None:
    folders = {
        "": {"workspaces": ["parts/*"], "dependencies": {"far": "file:../far", "kiln": "x", "wax": "x", "alias": "x"}},
        "parts/lid": {"name": "lid", "devDependencies": {"clay": "*"}},
        "node_modules/lid": {"resolved": "parts/lid", "link": True},
        "node_modules/clay": entry("clay"),
        "../far": {"name": "far", "dependencies": {"deep": "*"}},
        "node_modules/far": {"resolved": "../far", "link": True},
        "../far/node_modules/deep": entry("deep"),
        "node_modules/kiln": {"version": "1.0.0", "resolved": "git+ssh://git@forge.example/kiln.git#00"},
        "node_modules/wax": {"version": "1.0.0", "resolved": "https://host.example/wax.tgz"},
        "node_modules/alias": {**entry("glaze"), "name": "glaze"},
    }
    dependencies = read_lock(**{"package-lock.json": json.dumps({"lockfileVersion": 3, "packages": folders})})
    assert {name: item.gap for name, item in dependencies.items()} == {
        "clay": "",
        "deep": "",
        "glaze": "",
        "far": "local path: ../far",
        "kiln": "vcs: git+ssh://forge.example/kiln.git#00",
        "wax": "url: https://host.example/wax.tgz",
    }
    assert dependencies["clay"].is_direct is True
    assert dependencies["deep"].is_direct is False


def test_a_folder_that_is_no_workspace_is_a_gap() -> None:
    folders = {
        "": {"workspaces": ["parts/*"]},
        "parts/lid": {"name": "lid"},
        "node_modules/lid": {"resolved": "parts/lid", "link": True},
        "parts/pan": {"name": "pan", "resolved": "https://me:secret@host.example/pan.tgz"},
        "node_modules/pan": {"resolved": "parts/pan", "link": True},
        "vendor/clay": {"name": "clay", "version": "1.0.0"},
    }
    file = READER.read(Document("package-lock.json", json.dumps({"packages": folders})))
    assert file.dependencies == ()
    assert [why for _, why in file.gaps] == [
        "the folder 'parts/pan' is no workspace and comes from https://host.example/pan.tgz, so what it holds is unknown",
        "the folder 'vendor/clay' is no workspace, so what it holds is unknown",
    ]


def test_version_1_is_read_and_package_json_beside_it_says_what_is_direct(read_lock) -> None:
    inner = {"clay": {"version": "2.0.0", "integrity": "sha512-aa=="}}
    tree = {
        "bowl": {"version": "1.0.0", "requires": {"clay": "^2", "water": "*"}, "dependencies": inner},
        "water": {"version": "0.3.0", "requires": True},
        "kiln": {"version": "github:forge/kiln#00"},
        "alias": {"version": "npm:@potters/glaze@4.0.0"},
    }
    lock = json.dumps({"lockfileVersion": 1, "dependencies": tree})
    dependencies = read_lock(**{"package-lock.json": lock, "package.json": '{"dependencies": {"bowl": "^1"}}'})
    assert dependencies["bowl"].is_direct is True
    assert dependencies["clay"].brought_in_by == ("pkg:npm/bowl@1.0.0",)
    assert dependencies["clay"].hashes == ("sha512-aa==",)
    assert dependencies["kiln"].gap == "vcs: github:forge/kiln#00"
    assert dependencies["@potters/glaze"].version == "4.0.0"
