"""Build data/package/examples.parquet: numbers and hashes only, no names, addresses or paths of files.

    python scripts/build_package_corpus.py malware CLONE METADATA.parquet --hosts CLONES… --out malware.parquet
    python scripts/build_package_corpus.py trees CLONES… --out trees.parquet
    python scripts/build_package_corpus.py archives FILES_OR_FOLDERS… --source wheel --out wheels.parquet
    python scripts/build_package_corpus.py npm CLONES… CLONE@COMMIT=CAMPAIGN… --out npm_malware.parquet
    python scripts/build_package_corpus.py join PARTS… --guarddog SCORES… --out data/package/examples.parquet

`malware` reads archives from the object store of a git clone, in memory; METADATA has the columns path (inside it),
campaign_key and release_date_est. Of archives whose files do the very same things it keeps the oldest. Of campaigns that
are tested with it also adds what an attacker would do to each archive; --hosts lends the honest files for that. `trees`
reads clones as the archives that they would build, as they are, and of owners who are learned from also as of the end of
2023. `archives` reads sdists, wheels and folders of installed npm packages. `npm` reads the .tgz files of a clone of
malicious npm archives in memory, or the package of one commit of an incident; they are neither learned from nor tested with,
but tell how far what was learned carries over. SCORES are files of scripts/score_guarddog.py;
they become the column `guarddog`, NULL where it was not asked.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

import _attacks
from _projects import built, projects
from knownhands.errors import KnownHandsError
from knownhands.features.assemble import features_of, measure_all
from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.reader import read_archive, read_bytes
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.names.rows import store_matches
from knownhands.learn.tasks._package_rows import TRANSFER
from knownhands.learn.tasks.package_malware import TEST_MONTH, is_for_training
from knownhands.store import subjects
from knownhands.store.connection import memory_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knownhands.harvest.archive.contents import Contents
    from knownhands.harvest.git.process import Repository

_BATCH = 200
_IDLE = "text:"
"""How the signature of an archive begins that does nothing, and is known by its text."""
_OF_CAMPAIGN = 8
"""Archives read of one campaign; most are copies of each other."""
_OF_PROJECT = 6
_TELLING_BYTES = 80  # of a program that two archives do not share by chance; chosen by eye
_MOST_FILES = 8000
_LARGEST = 60_000_000
_END_OF_TRAINING = "2024-01-01"
_SIGNATURE = """
    SELECT artifact, md5(string_agg(DISTINCT shown, ';' ORDER BY shown))
    FROM (
        SELECT artifact, concat_ws(':', capability, trigger, source, sink, target) AS shown
        FROM artifact_observations JOIN capabilities USING (capability) WHERE behaviour <> 'host'
    )
    SEMI JOIN subjects USING (artifact)
    GROUP BY artifact
"""
_PAYLOAD = """
    SELECT path FROM subject_capabilities JOIN subjects USING (subject_id) WHERE artifact = $artifact AND regexp_matches(path, '[.]pyw?$')
    GROUP BY path ORDER BY count(DISTINCT capability) DESC, path LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One archive to read; the fields are columns of the examples."""

    id: str
    contents: Contents
    is_malicious: bool
    group: str
    source: str
    month: int | None
    variant: str = ""


def main() -> None:
    """Read the command line and build one part, or join the parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("malware", "trees", "archives", "npm", "join"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--hosts", nargs="*", type=Path, default=[])
    parser.add_argument("--guarddog", nargs="*", type=Path, default=[])
    parser.add_argument("--source", default="wheel", choices=("wheel", "sdist", "npm"))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    match options.what:
        case "malware":
            table = malware(options.paths[0], options.paths[1], list(hosts(options.hosts)))
        case "trees":
            table = measured(trees(options.paths))
        case "archives":
            table = measured(archives(options.paths, options.source))
        case "npm":
            table = measured(npm_malware(options.paths))
        case _:
            table = join([pq.read_table(path) for path in options.paths])
            if options.guarddog:
                table = with_guarddog(table, [pq.read_table(path) for path in options.guarddog])
    options.out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, options.out, compression="zstd")
    note(f"{options.out}: {table.num_rows} rows")


def malware(clone: Path, metadata: Path, honest: list[Contents]) -> pa.Table:
    """Read malicious archives, keep one for each behaviour, and add the attacked ones of campaigns that are tested with."""
    repository = open_repository(clone, str(clone))
    rows = chosen(metadata)
    table = measured(read_malware(repository, rows))
    first: dict[str, int] = {}
    for row in rows:
        first[row["group"]] = min(row["month"], first.get(row["group"], row["month"]))
    kept = whole_campaigns(first_of_each_signature(table), first)
    tested = {
        name
        for name, group in zip(kept["id"].to_pylist(), kept["group"].to_pylist(), strict=True)
        if first[group] >= TEST_MONTH
    }
    attacked = measured(attack(repository, [row for row in rows if row["id"] in tested], honest))
    return pa.concat_tables([kept, attacked])


def chosen(metadata: Path) -> list[dict[str, Any]]:
    """Choose archives: of each campaign the first few by a hash of their path."""
    candidates: list[dict[str, Any]] = []
    columns = ["path", "campaign_key", "release_date_est"]
    for row in pq.read_table(metadata, columns=columns).to_pylist():
        if row["campaign_key"] and row["release_date_est"]:
            month = int(str(row["release_date_est"])[:7].replace("-", ""))
            candidates.append(
                {"path": row["path"], "group": hashed(row["campaign_key"]), "month": month, "id": hashed(row["path"])}
            )
    seen: Counter[str] = Counter()
    kept = []
    for candidate in sorted(candidates, key=lambda row: (row["group"], row["id"])):
        seen[candidate["group"]] += 1
        if seen[candidate["group"]] <= _OF_CAMPAIGN:
            kept.append(candidate)
    return kept


def read_malware(repository: Repository, rows: Iterable[dict[str, Any]]) -> Iterator[Item]:
    """Read archives from git's object store into memory."""
    for row in rows:
        contents = from_clone(repository, row["path"])
        if contents is not None:
            yield Item(row["id"], contents, is_malicious=True, group=row["group"], source="malware", month=row["month"])


def from_clone(repository: Repository, path: str) -> Contents | None:
    """Read one archive; None where the clone does not have it."""
    done = repository.try_run("cat-file", "blob", f"{repository.head}:{path}")
    return None if done.returncode else read_bytes(Path(path).name, done.stdout)


def first_of_each_signature(table: pa.Table) -> pa.Table:
    """Keep the oldest of the archives that do the very same things; of those that do nothing the oldest of a campaign, too."""
    keys = zip(*(table[name].to_pylist() for name in ("month", "id", "signature", "group")), strict=True)
    seen: set[tuple[str, str]] = set()
    kept = []
    for place, (_, _, signature, group) in sorted(enumerate(keys), key=lambda pair: pair[1][:2]):
        own = {("signature", signature)}
        if signature.startswith(_IDLE):
            own.add(("idle campaign", group))
        if seen.isdisjoint(own):
            seen |= own
            kept.append(place)
    return table.take(sorted(kept))


def whole_campaigns(table: pa.Table, first: Mapping[str, int]) -> pa.Table:
    """Leave out what is new of a campaign whose older archives were all copies: it would be taken for a new campaign.

    Args:
        table: what is kept of the malicious archives.
        first: campaign → its first month, of all archives.
    """
    months: dict[str, int] = {}
    groups = table["group"].to_pylist()
    for group, month in zip(groups, table["month"].to_pylist(), strict=True):
        months[group] = min(month, months.get(group, month))
    return table.filter(pa.array([not first[group] < TEST_MONTH <= months[group] for group in groups]))


def text_signature(contents: Contents, name: str | None) -> str:
    """Return what stands for the programs of an archive that does nothing, whatever the package calls itself."""
    digest = hashlib.sha256()
    own = re.compile("[-_.]+".join(map(re.escape, re.split(r"[-_.]+", name or "")))) if name else None
    for body in sorted(m.body or b"" for m in contents.members if m.path.endswith((".py", ".js"))):
        text = body.decode("utf-8", "replace").lower()
        digest.update(re.sub(r"[\W\d]+", " ", own.sub(" ", text) if own else text).encode())
    return f"{_IDLE}{digest.hexdigest()}"


def attack(repository: Repository, rows: Iterable[dict[str, Any]], honest: list[Contents]) -> Iterator[Item]:
    """Yield each archive padded, with its payload in a data file, and with it split over files."""
    draw = random.Random(1)  # noqa: S311 - who gets whose files
    for row in rows:
        contents = from_clone(repository, row["path"])
        if contents is None:
            continue
        payload = most_capable(contents)
        variants = {
            "padded": _attacks.padded(contents, draw.choice(honest)) if honest else None,
            "data-file": _attacks.moved_to_data(contents, payload) if payload else None,
            "split": _attacks.split(contents, payload) if payload else None,
        }
        for name, made in variants.items():
            if made is not None:
                yield Item(f"{row['id']}-{name}", made, is_malicious=True, group=row["group"], source="malware", month=row["month"], variant=name)  # fmt: skip


def most_capable(contents: Contents) -> str | None:
    """Return the Python program in which most capabilities meet."""
    with memory_store("package_schema") as connection:
        subjects.prepare(connection, "package")
        keep(connection, "a", contents)
        subjects.add(connection, [{"artifact": "a"}])
        row = connection.execute(_PAYLOAD, {"artifact": "a"}).fetchone()
    return row[0] if row else None


def trees(clones: Iterable[Path]) -> Iterator[Item]:
    """Yield the archives that clones would build."""
    for clone in sorted(clones):
        try:
            repository = open_repository(clone, str(clone))
        except KnownHandsError as error:
            note(error.message)
            continue
        owner = hashed(next((part for part in clone.parts if "+" in part), clone.name).partition("+")[0].lower())
        for commit in as_of(repository, owner):
            day = repository.run("log", "-1", "--format=%cs", commit).decode().strip()
            for number, contents in enumerate(projects(repository, commit)):
                if number < _OF_PROJECT and len(contents.members) <= _MOST_FILES:
                    name, month = hashed(f"{clone.parent.name}{commit}{number}"), int(day[:7].replace("-", ""))
                    yield Item(name, contents, is_malicious=False, group=owner, source="tree", month=month)


def as_of(repository: Repository, owner: str) -> list[str]:
    """Return the commits to read: the newest, and for owners who are learned from also the last before the test begins."""
    if repository.head is None:
        return []
    if not is_for_training(owner):
        return [repository.head]
    before = f"--before={_END_OF_TRAINING}"
    commit = repository.run("rev-list", "-1", "--first-parent", before, repository.head).decode().strip()
    return list(dict.fromkeys([commit or repository.head, repository.head]))


def archives(paths: Iterable[Path], source: str) -> Iterator[Item]:
    """Yield sdists, wheels and installed npm packages; the owner is whoever the metadata names."""
    for path in sorted(paths):
        contents = installed(path) if path.is_dir() else of_file(path)
        if contents is None or len(contents.members) > _MOST_FILES:
            continue
        if source == "sdist" and not any(contents.inner_path(m.path) == "PKG-INFO" for m in contents.members):
            packages = list(built({contents.inner_path(m.path): m for m in contents.members if m.kind == "file"}))
            for number, package in enumerate(packages[:_OF_PROJECT]):
                yield Item(hashed(f"{path}{number}"), package, is_malicious=False, group="", source="tree", month=None)
        else:
            yield Item(hashed(str(path)), contents, is_malicious=False, group="", source=source, month=None)


def npm_malware(paths: Iterable[Path]) -> Iterator[Item]:
    """Yield malicious npm packages; those that share a program are of one campaign.

    A registry's harmless placeholders for what it took down have no program, and are left out.
    """
    campaigns: dict[str, str] = {}
    for path in paths:
        clone, _, named = str(path).partition("@")
        commit, _, campaign = named.partition("=")
        repository = open_repository(Path(clone), clone)
        if commit:
            for contents in list(projects(repository, commit))[:1]:
                yield transferred(hashed(named), contents, campaign)
            continue
        for name in repository.run("ls-tree", "-r", "--name-only", repository.head or "").decode().splitlines():
            archive = from_clone(repository, name) if name.endswith(".tgz") else None
            bodies = (
                [m.body or b"" for m in archive.members if m.path.endswith((".js", ".exe", ".bat"))] if archive else []
            )
            programs = [hashlib.sha256(body).hexdigest() for body in bodies if len(body) >= _TELLING_BYTES]
            if archive is not None and bodies:
                campaign = next(
                    (campaigns[program] for program in programs if program in campaigns), name.partition("/")[0]
                )
                campaigns.update(dict.fromkeys(programs, campaign))
                yield transferred(hashed(name), archive, campaign)


def transferred(name: str, contents: Contents, campaign: str) -> Item:
    """Make the row of a malicious npm package."""
    return Item(
        name, contents, is_malicious=True, group=hashed(campaign), source="malware", month=None, variant=TRANSFER
    )


def of_file(path: Path) -> Contents | None:
    """Read an archive that is not too large; Debian's names for sdists are understood."""
    return read_bytes(path.name.replace(".orig.", "."), path.read_bytes()) if path.stat().st_size <= _LARGEST else None


def installed(folder: Path) -> Contents:
    """Read a package in node_modules as the archive that it came from; what it brought along is no part of it."""
    contents = read_archive(folder)
    own = [m for m in contents.members if "/node_modules/" not in f"/{m.path}"]
    members = tuple(replace(member, path=f"package/{member.path}") for member in own)
    return replace(contents, form="npm", top="", members=members)


def hosts(clones: Iterable[Path]) -> Iterator[Contents]:
    """Yield the larger Python projects of owners who are tested with."""
    for item in trees(clones):
        programs = sum(member.path.endswith(".py") for member in item.contents.members)
        if not is_for_training(item.group) and item.contents.form == "sdist" and programs >= 8:  # noqa: PLR2004 - a larger one
            yield item.contents


def measured(items: Iterable[Item]) -> pa.Table:
    """Measure archives, some hundred at a time."""
    batch: list[Item] = []
    tables = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            tables.append(measure(batch))
            batch = []
            note(f"{sum(table.num_rows for table in tables)} measured")
    return pa.concat_tables([*tables, *([measure(batch)] if batch else [])])


def measure(batch: list[Item]) -> pa.Table:
    """Measure one batch."""
    with memory_store("package_schema") as connection:
        subjects.prepare(connection, "package")
        for item in batch:
            keep(connection, item.id, item.contents)
        subjects.add(connection, [{"artifact": item.id} for item in batch])
        store_matches(connection)
        measure_all(connection, "package")
        names = ", ".join(f'round("{feature.id}", 4)::FLOAT AS "{feature.id}"' for feature in features_of("package"))
        features: pa.Table = connection.sql(f"SELECT {names} FROM features ORDER BY subject_id").to_arrow_table()  # noqa: S608 - our own names
        statement = "SELECT m.ecosystem, m.name, author, homepage FROM subjects LEFT JOIN artifact_manifests AS m USING (artifact) ORDER BY subject_id"
        manifests = connection.execute(statement).fetchall()
        signatures = dict(connection.execute(_SIGNATURE).fetchall())
    keys = {
        "id": [item.id for item in batch],
        "is_malicious": [item.is_malicious for item in batch],
        "group": [
            item.group or owner(*manifest[1:]) or item.id for item, manifest in zip(batch, manifests, strict=True)
        ],
        "source": [item.source for item in batch],
        "ecosystem": [manifest[0] or "pypi" for manifest in manifests],
        "form": [item.contents.form for item in batch],
        "month": pa.array([item.month for item in batch], pa.int32()),
        "signature": pa.array(
            [
                (signatures.get(item.id) or text_signature(item.contents, manifest[1]))[:16]
                for item, manifest in zip(batch, manifests, strict=True)
            ],
            pa.string(),
        ),
        "variant": [item.variant for item in batch],
    }
    return pa.table({**keys, **{name: features[name] for name in features.column_names}})


def owner(name: str | None, author: str | None, homepage: str | None) -> str:
    """Return who owns an ordinary package, hashed: the account that its repository is under, else its author, else its name."""
    account = re.search(r"(?:github\.com|gitlab\.com|bitbucket\.org)[/:]([^/]+)", homepage or "")
    known = account[1] if account else author or name
    return hashed(known.lower()) if known else ""


def join(tables: list[pa.Table]) -> pa.Table:
    """Put parts together, in an order that does not depend on theirs."""
    return pa.concat_tables(tables).sort_by([("source", "ascending"), ("id", "ascending"), ("variant", "ascending")])


def with_guarddog(table: pa.Table, scores: list[pa.Table]) -> pa.Table:
    """Put GuardDog's scores beside the examples; NULL where it was not asked, NaN where it failed."""
    known = {(row["id"], row["variant"]): row["guarddog"] for part in scores for row in part.to_pylist()}
    keys = zip(table["id"].to_pylist(), table["variant"].to_pylist(), strict=True)
    return table.append_column("guarddog", pa.array([known.get(key) for key in keys], pa.float64()))


def hashed(text: str) -> str:
    """Return what stands for a name."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def note(text: str) -> None:
    """Print one line to stderr."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
