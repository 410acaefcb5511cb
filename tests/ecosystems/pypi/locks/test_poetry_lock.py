PACKAGES = (
    '[[package]]\nname = "Clay.Pot"\nversion = "1"\nfiles = []\n[package.dependencies]\nwater = ">=0"\n'
    '[[package]]\nname = "water"\nversion = "2"\nfiles = [{ file = "w.whl", hash = "sha256:aa" }]\n'
)
END = '[metadata]\nlock-version = "2.1"\ncontent-hash = "00"\n'


def test_pyproject_beside_it_says_what_is_direct(read_lock) -> None:
    project = '[project]\nname = "app"\ndependencies = ["clay_pot>=1"]\n'
    dependencies = read_lock(**{"poetry.lock": PACKAGES + END, "pyproject.toml": project})
    assert dependencies["clay-pot"].is_direct is True
    assert dependencies["water"].brought_in_by == ("pkg:pypi/clay-pot@1",)


def test_without_or_with_a_broken_pyproject_nothing_is_claimed(read_lock) -> None:
    for more in ({}, {"pyproject.toml": "[project"}):
        dependencies = read_lock(**{"poetry.lock": PACKAGES + END, **more})
        assert [(item.is_direct, item.brought_in_by) for item in dependencies.values()] == [(None, ()), (None, ())]


def test_hashes_of_older_poetry_and_sources_are_read(read_lock) -> None:
    source = '[package.source]\ntype = "git"\nurl = "https://forge.example/kiln.git"\n'
    other = '[package.source]\ntype = "legacy"\nurl = "https://index.example/simple"\n'
    text = f'[[package]]\nname = "kiln"\nversion = "1"\n{source}[[package]]\nname = "clay"\nversion = "1"\n{other}'
    text += f'{END}[metadata.files]\nclay = [{{ file = "c.whl", hash = "sha256:cc" }}]\n'
    dependencies = read_lock(**{"poetry.lock": text})
    assert dependencies["kiln"].gap == "vcs: https://forge.example/kiln.git"
    assert dependencies["clay"].gap == "index: https://index.example/simple"
    assert dependencies["clay"].hashes == ("sha256:cc",)
