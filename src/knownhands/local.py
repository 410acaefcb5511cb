"""Score subjects from Python, on this machine: the same use cases as the command line, without printing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knownhands import arguments
from knownhands.errors import UsageError
from knownhands.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from knownhands.inventory import Inventory
    from knownhands.score import Score

_REVISION = "Write REV, A..B or A...B."
_FOR_NEXT_TIME = "Reading what earlier changes do, for next time; Ctrl-C to stop"
_TIME = "Give a revision or an ISO time, as a text."


@dataclass(frozen=True, slots=True, kw_only=True)
class Knownhands(Workplace):
    """Scores of changes, packages, archives and dependency files.

    Attributes:
        cache: the folder of stores and clones; None for the one that the environment names.
        offline: contact nobody; use what was fetched before.
        now: the moment to score as of, in seconds since 1970-01-01 UTC or with a time zone; None for the moment of each call.
        store: keep what is read in this file; None for one in the cache for each repository, and one for all packages.
        model: a model's id or folder; None for the newest of those that come with knownhands.
        bar: what a score has to pass.
        say: called with one line that a person should know.
        progress: title → a context that yields a callback for (done, total).

    Raises:
        UsageError: one of these is nothing of the kind.
    """

    def change(self, revision: str = "HEAD", repo: str | Path = ".", *, as_of: str | None = None) -> Score:
        """Score a commit, a range or a pull request's ref.

        Args:
            revision: `REV`, `A..B` or `A...B`.
            repo: a path or an https address.
            as_of: look only at history up to this revision or ISO time.

        Raises:
            NotFound: the repository or the revision does not exist or cannot be read.
            UsageError: the range is empty, or the policy is wrong.
        """
        from knownhands.assess.change import score_change
        from knownhands.assess.moment import resolve_as_of
        from knownhands.kinds.change import KIND

        revision = arguments.text("revision", revision, _REVISION)
        as_of = None if as_of is None else arguments.text("as_of", as_of, _TIME)
        with self._history(repo) as history:
            policy = self._policy(KIND, history)
            moment = resolve_as_of(history.connection, history.repository, as_of)
            score = score_change(
                replace(history, budget=policy.budget), revision, moment, packages=self._known_packages
            )
        return policy.apply(score)

    def read_earlier(self, repo: str | Path = ".", *, as_of: str = "") -> int:
        """Read what the changes do that a change is compared with, so that its next score compares it with its own project.

        Args:
            repo: a path or an https address.
            as_of: the commit that the change builds on; "" for the newest of the default branch.

        Returns:
            How many those are.

        Raises:
            NotFound: the repository does not exist or cannot be read.
        """
        from knownhands.assess.reference import read_earlier

        as_of = arguments.text("as_of", as_of, _TIME) if as_of else ""
        with self._history(repo) as history, self.progress(_FOR_NEXT_TIME) as progress:
            return read_earlier(history.connection, history.repository, progress, as_of)

    def rank(  # noqa: PLR0913 - each is named where it is called
        self,
        repo: str | Path = ".",
        *,
        limit: int = 20,
        since: str | None = None,
        as_of: str | None = None,
        by: str | None = None,
        all_refs: bool = False,
    ) -> list[Score]:
        """Score a history's commits, each as of what was before it, and return the riskiest, riskiest first.

        Args:
            repo: a path or an https address.
            limit: how many to return.
            since: only commits that this revision, or the default branch at this ISO time, did not contain.
            as_of: only history up to this revision or ISO time.
            by: the concern to rank by, `attack` or `defect`; None for the worst of both. What changes do is read first, but for `defect`.
            all_refs: instead of the default branch look through what all other branches, tags and pull requests hold beyond it, by
                `attack`, and put look-alikes together.

        Raises:
            UsageError: a revision, number or concern is none.
            NotFound: there is no commit to rank.
        """
        from knownhands.assess.moment import resolve_as_of, resolve_since
        from knownhands.assess.rank import rank_history
        from knownhands.kinds.change import KIND

        limit = arguments.whole("limit", limit, 1)
        since = None if since is None else arguments.text("since", since, _TIME)
        as_of = None if as_of is None else arguments.text("as_of", as_of, _TIME)
        if arguments.flag("all_refs", all_refs):
            return self._sweep(repo, limit, since, as_of, by)
        concerns = [question.id for question in KIND.questions]
        if by is not None and by not in concerns:
            raise UsageError(f"{by!r} is no concern of a change.", f"Rank by {' or '.join(concerns)}.")
        with self._history(repo, concern=by, is_patient=True) as history:
            policy = self._policy(KIND, history)
            moment = resolve_as_of(history.connection, history.repository, as_of)
            start = resolve_since(history.connection, history.repository, since)
            if history.repository.target_of("HEAD") != history.repository.branch.ref:
                self.say(f"What is ranked is the history of {history.repository.default_branch()}.")
            scores = rank_history(
                replace(history, budget=policy.budget), since=start, as_of=moment, limit=limit, say=self.say
            )
        return [policy.apply(score) for score in scores]

    def _sweep(self, repo: str | Path, limit: int, since: str | None, as_of: str | None, by: str | None) -> list[Score]:
        from knownhands.assess.sweep import sweep_refs
        from knownhands.kinds.change import KIND

        if since or as_of or by not in {None, "attack"}:
            raise UsageError(
                "All refs are looked through as they are, by attack.",
                "Leave out --since, --as-of and --by, or --all-refs.",
            )
        with self._history(repo, concern="attack", is_patient=True) as history:
            policy = self._policy(KIND, history)
            scores = sweep_refs(replace(history, budget=policy.budget), limit=limit)
        return [policy.apply(score) for score in scores]

    def package(self, name: str) -> Score:
        """Score one package of a registry: `pkg:ECOSYSTEM/NAME@VERSION`, `ECOSYSTEM:NAME` or `NAME==VERSION`.

        Raises:
            UsageError: it is no name of a package, or the policy or the installer's configuration is wrong.
        """
        return self.packages([name])[0]

    def packages(self, names: Sequence[str]) -> list[Score]:
        """Score packages of registries, in the order asked; what one lacks does not stop the others.

        Raises:
            UsageError: as of one.
        """
        from knownhands.assess.package import score_packages
        from knownhands.harvest.registry.purls import read_purl
        from knownhands.kinds.package import KIND

        if isinstance(names, str | bytes) or not isinstance(names, Iterable):
            raise UsageError(f"names is {names!r}, which is no list of names.", "Ask for one with package().")
        packages, policy = [read_purl(arguments.text("name", name)) for name in names], self._policy(KIND)
        with self._packages() as connection:
            inquiry = self._inquiry({package.ecosystem for package in packages}, policy)
            scores = score_packages(connection, packages, inquiry)
        return [policy.apply(score) for score in scores]

    def artifact(
        self,
        path: str | Path,
        *,
        previous: str | Path | None = None,
        sdist: str | Path | None = None,
        repo: str | Path | None = None,
        tag: str = "",
    ) -> Score:
        """Score a local sdist, wheel, tgz or folder; nothing in it is run.

        Args:
            path: of the archive or folder.
            previous: the release before, to compare with.
            sdist: the release's sdist, to compare a wheel with.
            repo: a clone or address of its repository, to compare with the release's tag there.
            tag: that tag, if it is not found.

        Raises:
            NotFound: there is nothing at a path, no repository, or no such tag.
        """
        from knownhands.assess.artifact import Beside, score_artifact
        from knownhands.kinds.artifact import KIND
        from knownhands.store.connection import memory_store, open_store

        archive = arguments.path("path", path)
        others = {"previous": previous, "sdist": sdist}
        paths = {name: None if value is None else arguments.path(name, value) for name, value in others.items()}
        tag = arguments.text("tag", tag) if tag else ""
        policy, model = self._policy(KIND), self._model(KIND)
        clone = self._locate(repo).git_dir if repo is not None else None
        kept = open_store(self._store, self.say, KIND.schema) if self._store else memory_store(KIND.schema)
        with kept as connection:
            beside = Beside(paths["previous"], paths["sdist"], clone, tag)
            return policy.apply(score_artifact(connection, archive, model, beside, policy.budget))

    def dependencies(self, path: str | Path, *, compare: bool = False) -> Inventory:
        """Score every package of a lock file, requirements file or bill of materials.

        Args:
            path: of the file.
            compare: fetch the release before each package's too, and ask what is new.

        Raises:
            UsageError: no reader knows the format.
            NotFound: there is no such file.
            Unparsable: it is malformed.
        """
        from knownhands.assess.dependencies import read_inventory, score_dependencies
        from knownhands.kinds.package import KIND

        compare = arguments.flag("compare", compare)
        policy = self._policy(KIND)
        file, packages = read_inventory(arguments.path("path", path), self._place)
        with self._packages() as connection:
            inquiry = self._inquiry({package.ecosystem for package in packages.values()}, policy, compare=compare)
            inventory = score_dependencies(connection, file, packages, inquiry)
        return inventory.with_scores([policy.apply(score) for score in inventory.scores])
