"""A time or a revision names a commit, and what could be either is asked about."""

import pytest

from gitstory import Story
from knownhands.assess.moment import resolve_as_of, resolve_since
from knownhands.errors import UsageError
from measured import harvested


@pytest.mark.parametrize("resolve", [resolve_as_of, resolve_since])
def test_a_tag_that_reads_like_a_date_has_to_be_named_in_full(resolve, story: Story, tmp_path) -> None:
    tagged = story.commit({"bowl": "1\n"})
    story.point("refs/tags/2024-01-03", tagged)
    story.commit({"bowl": "2\n"})
    with harvested(story.path, tmp_path / "store") as (store, repository):
        with pytest.raises(UsageError, match="2024-01-03 is a time, and names a revision here") as refused:
            resolve(store, repository, "2024-01-03")
        assert refused.value.hint == "Write refs/tags/2024-01-03 or the like, or 2024-01-03T00:00."
        assert resolve(store, repository, "refs/tags/2024-01-03") == tagged
        assert resolve(store, repository, "2024-01-03T00:00") == story.head
