from lockfiles import HOME

HEAD = 'version = 1\nrequires-python = ">=3.11"\n'
APP = '[[package]]\nname = "app"\nversion = "1"\nsource = { editable = "." }\n'


def package(name: str, version: str = "1", source: str = f'{{ registry = "{HOME}/simple" }}') -> str:
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {source}\n'


def test_groups_and_extras_are_ways_in_and_the_shortest_is_told(read_lock) -> None:
    text = HEAD + APP + 'dependencies = [{ name = "long" }]\n[package.dev-dependencies]\ndev = [{ name = "short" }]\n'
    text += package("long") + 'dependencies = [{ name = "longer" }]\n'
    text += package("longer") + 'dependencies = [{ name = "clay" }]\n'
    text += package("short") + '[package.optional-dependencies]\nx = [{ name = "clay" }]\n' + package("clay")
    dependencies = read_lock(**{"uv.lock": text})
    assert dependencies["short"].is_direct is True
    assert dependencies["clay"].is_direct is False
    assert dependencies["clay"].brought_in_by == ("pkg:pypi/short@1",)
    assert "app" not in dependencies


def test_of_two_versions_the_one_named_is_the_one_brought_in(read_lock) -> None:
    text = HEAD + APP + 'dependencies = [{ name = "a" }]\n'
    text += package("a") + 'dependencies = [{ name = "clay", version = "2" }]\n'
    text += package("clay", "2")
    dependencies = read_lock(**{"uv.lock": text})
    assert dependencies["clay"].version == "2"
    assert dependencies["clay"].brought_in_by == ("pkg:pypi/a@1",)


def test_sources_other_than_an_index_are_gaps_and_workspace_members_are_the_project(read_lock) -> None:
    text = HEAD + APP + package("member", source='{ editable = "parts/member" }')
    text += package("kiln", source='{ git = "https://forge.example/kiln?rev=v1#00" }')
    text += package("rack", source='{ directory = "vendor/rack" }') + package("far", source='{ editable = "../far" }')
    text += package("wax", source='{ url = "https://host.example/wax.whl" }') + package("clay")
    assert {name: item.gap for name, item in read_lock(**{"uv.lock": text}).items()} == {
        "kiln": "vcs: https://forge.example/kiln?rev=v1#00",
        "rack": "local path: vendor/rack",
        "far": "editable: ../far",
        "wax": "url: https://host.example/wax.whl",
        "clay": "",
    }


def test_the_lock_of_a_script_says_what_the_script_asks_for(read_lock) -> None:
    text = (
        HEAD + '[manifest]\nrequirements = [{ name = "clay", specifier = ">=1" }]\n' + package("clay") + package("dust")
    )
    dependencies = read_lock(**{"job.py.lock": text})
    assert (dependencies["clay"].is_direct, dependencies["dust"].is_direct) == (True, False)


def test_what_another_index_serves_is_not_its_namesake(read_lock) -> None:
    text = HEAD + package("clay", source='{ registry = "https://me:secret@index.example/simple" }') + package("kiln")
    dependencies = read_lock(**{"uv.lock": text})
    assert dependencies["clay"].gap == "index: https://index.example/simple"
    assert dependencies["kiln"].gap == ""


def test_an_archive_from_elsewhere_counts_as_the_indexs_only_by_its_hash(read_lock) -> None:
    wheel = 'wheels = [{ url = "https://files.example/a.whl"%s }]\n'
    text = HEAD + package("clay") + wheel % "" + package("kiln") + wheel % ', hash = "sha256:aa"'
    dependencies = read_lock(**{"uv.lock": text})
    assert dependencies["clay"].gap == "url: https://files.example/a.whl"
    assert dependencies["kiln"].gap == ""
