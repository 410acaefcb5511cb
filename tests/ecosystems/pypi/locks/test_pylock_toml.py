LOCK = (
    'lock-version = "1.0"\n'
    '[[packages]]\nname = "clay"\nversion = "1"\nmarker = "os_name == \'nt\'"\ndependencies = [{ name = "Water" }]\n'
    'wheels = [{ name = "c.whl", hashes = { sha256 = "aa", sha512 = "bb" } }]\n'
    '[[packages]]\nname = "water"\nversion = "2"\nindex = "https://index.example/simple"\n'
    '[[packages]]\nname = "kiln"\nvcs = { type = "git", url = "https://forge.example/kiln.git", commit-id = "00" }\n'
    '[[packages]]\nname = "rack"\ndirectory = { path = "rack", editable = true }\n'
    '[[packages]]\nname = "wax"\narchive = { url = "https://host.example/wax.zip", hashes = { sha256 = "cc" } }\n'
)


def test_markers_hashes_and_sources_are_read(read_lock) -> None:
    dependencies = read_lock(**{"pylock.dev.toml": LOCK})
    assert dependencies["clay"].hashes == ("sha256:aa", "sha512:bb")
    assert dependencies["clay"].marker == "os_name == 'nt'"
    assert {name: item.gap for name, item in dependencies.items() if item.gap} == {
        "kiln": "vcs: https://forge.example/kiln.git",
        "rack": "editable: rack",
        "water": "index: https://index.example/simple",
        "wax": "url: https://host.example/wax.zip",
    }


def test_pyproject_beside_it_says_what_is_direct(read_lock) -> None:
    dependencies = read_lock(
        **{"pylock.toml": LOCK, "pyproject.toml": '[project]\nname = "app"\ndependencies = ["clay"]\n'}
    )
    assert dependencies["water"].brought_in_by == ("pkg:pypi/clay@1",)
    assert dependencies["kiln"].is_direct is False
