import pytest

from gitstory import Story
from knownhands.errors import NotFound, Unparsable
from knownhands.harvest.archive.artifact import harvest_artifact
from knownhands.harvest.registry.downloads import ReleaseName
from knownhands.harvest.tree import find_tags, harvest_tree, release_of
from knownhands.store.connection import memory_store


@pytest.fixture
def packages():
    with memory_store("package_schema") as connection:
        yield connection


def files(connection, artifact: str | None) -> list[str]:
    sql = "SELECT path FROM artifact_files WHERE artifact = $artifact AND kind = 'file' ORDER BY path"
    return [path for (path,) in connection.execute(sql, {"artifact": artifact}).fetchall()]


def tagged(story: Story, tag: str, contents) -> None:
    story.point(f"refs/tags/{tag}", story.commit(contents))


@pytest.mark.parametrize(
    "tag",
    ["v1.2", "1.2", "pots-1.2", "pots@1.2", "pots/v1.2", "release-1.2", "pots-v1.2.0", "V1.2", "rel_1_2", "Pots_1.2"],
)
def test_a_release_is_found_however_its_tag_is_spelt(tag):
    assert find_tags([tag], ReleaseName("pypi", "pots", "1.2")) == [tag]


@pytest.mark.parametrize(
    "tag", ["v1.2.1", "loom-1.2", "v11.2", "1.2rc1", "v1.2-old", "main", "1.2/evil", "", "9" * 5000]
)
def test_other_releases_and_other_packages_are_not(tag):
    assert find_tags([tag], ReleaseName("pypi", "pots", "1.2")) == []


def test_a_version_is_compared_by_the_rule_of_its_ecosystem():
    assert find_tags(["v1.2.0-rc.1", "v1.2.0-rc1"], ReleaseName("npm", "pots", "1.2.0-rc.1")) == ["v1.2.0-rc.1"]
    assert find_tags(["v1.2.0-rc.1"], ReleaseName("pypi", "pots", "1.2.0rc1")) == ["v1.2.0-rc.1"]


def test_a_name_with_separators_is_found_in_any_spelling_and_before_a_tag_without_one():
    assert find_tags(["v1.2", "big_pots-1.2"], ReleaseName("pypi", "big-pots", "1.2")) == ["big_pots-1.2", "v1.2"]


def test_the_tree_of_the_tag_is_kept_and_not_that_of_the_branch(packages, story):
    tagged(story, "v1.0", {"src/pots.py": "1\n", "tests/test_pots.py": "1\n"})
    story.commit({"src/later.py": "1\n"})
    artifact = harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0"))
    assert files(packages, artifact) == ["src/pots.py", "tests/test_pots.py"]
    assert packages.execute("SELECT is_complete FROM artifacts").fetchall() == [(True,)]


def test_an_annotated_tag_is_found_and_reading_twice_keeps_one(packages, story):
    story.commit({"pots.py": "1\n"})
    story.git("tag", "-a", "-m", "Pots 1.0", "pots-1.0")
    first = harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0"))
    assert first is not None
    assert harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0")) == first
    assert packages.execute("SELECT count(*) FROM artifact_files WHERE kind = 'file'").fetchone() == (1,)


def test_attributes_leave_nothing_out_and_change_nothing(packages, story, monkeypatch):
    rules = "* export-ignore\n*.py ident text eol=crlf\n"
    tagged(story, "v1.0", {".gitattributes": rules, "a/.gitattributes": rules, "a/pots.py": "# $Id$\n"})
    (story.path / ".gitattributes").write_text(rules)
    monkeypatch.chdir(story.path)
    artifact = harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0"))
    assert files(packages, artifact) == [".gitattributes", "a/.gitattributes", "a/pots.py"]
    folder = story.path.parent / "plain"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "pots.py").write_text("# $Id$\n")
    harvest_artifact(packages, folder)
    sums = packages.execute("SELECT DISTINCT sha256 FROM artifact_files WHERE path = 'a/pots.py'").fetchall()
    assert len(sums) == 1


def test_no_tag_is_none_and_a_tag_that_somebody_named_must_be_there(packages, story):
    tagged(story, "v2.0", {"pots.py": "1\n"})
    assert harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0")) is None
    assert harvest_tree(packages, story.path, None) is None
    assert harvest_tree(packages, story.path, None, "v2.0") is not None
    with pytest.raises(NotFound, match="no tag"):
        harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0"), "v1.0")


def test_a_tag_that_is_an_option_or_a_revision_is_only_a_name(packages, story):
    tagged(story, "v1.0", {"pots.py": "1\n"})
    for tag in ("--output=here", "v1.0~0:pots.py", "../heads/main"):
        with pytest.raises(NotFound):
            harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0"), tag)


def test_a_clone_without_the_contents_is_an_error_and_not_an_empty_tree(packages, story):
    tagged(story, "v1.0", {"pots.py": "1\n"})
    story.lose("HEAD:pots.py")
    with pytest.raises(Unparsable):
        harvest_tree(packages, story.path, ReleaseName("pypi", "pots", "1.0"))


@pytest.mark.parametrize(
    ("filename", "release"),
    [
        ("big-pots-1.2.tar.gz", ReleaseName("pypi", "big-pots", "1.2")),
        ("pots-1.2-1-py3-none-any.whl", ReleaseName("pypi", "pots", "1.2")),
        ("kiln-pots-1.2.0-beta.1.tgz", ReleaseName("npm", "kiln-pots", "1.2.0-beta.1")),
        ("pots-1.2.post1.dev3+local.1.zip", ReleaseName("pypi", "pots", "1.2.post1.dev3+local.1")),
        ("py-3-pots-1.2.tar.bz2", ReleaseName("pypi", "py-3-pots", "1.2")),
        ("pots.tgz", None),
        ("pots", None),
    ],
)
def test_a_file_name_says_which_release_it_is_or_nothing(filename, release):
    assert release_of(filename) == release
