import json


def component(name: str, purl: str = "", **more: object) -> dict[str, object]:
    return {"type": "library", "bom-ref": name, "name": name, "purl": purl, **more}


def test_nested_components_other_ecosystems_and_missing_purls(read_lock) -> None:
    bill = {
        "bomFormat": "CycloneDX",
        "components": [
            component("bowl", "pkg:npm/%40potters/bowl@1.0.0", components=[component("clay", "pkg:pypi/Clay_Pot@2")]),
            component("crate", "pkg:pottery/crate@3.0.0"),
            component("mystery", version="1"),
            component("odd", "no purl at all"),
            component("kiln", "pkg:pypi/kiln@1?vcs_url=git%2Bhttps://forge.example/kiln"),
            {"type": "file", "name": "notes.txt"},
        ],
    }
    dependencies = read_lock(**{"sbom.json": json.dumps(bill)})
    assert dependencies["@potters/bowl"].ecosystem == "npm"
    assert dependencies["clay-pot"].purl == "pkg:pypi/clay-pot@2"
    assert (dependencies["crate"].ecosystem, dependencies["crate"].gap) == ("pottery", "")
    assert dependencies["mystery"].gap == "no purl"
    assert dependencies["odd"].gap == "no purl: no purl at all"
    assert dependencies["kiln"].gap == "vcs: git+https://forge.example/kiln"
    assert "notes.txt" not in dependencies
    assert {item.is_direct for item in dependencies.values()} == {None}


def test_what_the_project_itself_holds_and_what_shares_a_reference_is_read_too(read_lock) -> None:
    bill = {
        "bomFormat": "CycloneDX",
        "metadata": {"component": {"name": "app", "components": [component("clay", "pkg:pypi/clay@1")]}},
        "components": [component("kiln", "pkg:pypi/kiln@2"), component("kiln", "pkg:pypi/wax@3")],
    }
    dependencies = read_lock(**{"sbom.json": json.dumps(bill)})
    assert {name: item.version for name, item in dependencies.items()} == {"clay": "1", "kiln": "2", "wax": "3"}
