"""Turn what a user names, Parquet files or clones, into the examples of one task."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knownhands.errors import UsageError
from knownhands.learn.examples import Examples, from_table, read_table
from knownhands.learn.task import Task, task_named, task_of, tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    _Extract = Callable[..., pa.Table]
    """How a clone becomes examples, as in `Task.extract`."""

_BEFORE = "before.json"


def gather(names: Sequence[str], cache: Path, say: Callable[[str], None], task_id: str = "") -> tuple[Task, Examples]:
    """Read Parquet files (or folders of them) or clones, but not both at once, and say what they are examples of.

    Args:
        names: of the files or clones.
        cache: where clones and their stores are kept.
        say: called with one line that a person should know.
        task_id: the task's id; "" for the one that the columns, or what can be learned from clones, leave no doubt about.

    Raises:
        UsageError: nothing to read, a mixture, or examples of no task or of another one.
    """
    files = parquet_files(names)
    if files and len(files) < len(names):
        raise UsageError(
            "Clones and Parquet files cannot be mixed.", "Turn the clones into Parquet with scripts/build_corpus.py."
        )
    if files:
        table = read_table(files)
        task = task_named(task_id) if task_id else task_of(table.column_names)
        _insist_on_a_single_task(files, task_id)
    else:
        task, extract = _learned_from_clones(task_id)
        table = _read_clones(extract, names, cache, say)
    return task, examples_of(task, table, say)


def _insist_on_a_single_task(files: Sequence[Path], task_id: str) -> None:
    """Refuse files of several tasks: put together they would pass for examples of one of them.

    Raises:
        UsageError: there are several, and none was named.
    """
    import pyarrow.parquet as pq

    ids = sorted({task_of(pq.read_schema(file).names).id for file in files}) if len(files) > 1 and not task_id else []
    if len(ids) > 1:
        raise UsageError(f"These examples are of several tasks: {', '.join(ids)}.", "Name files that are all of one.")


def examples_of(task: Task, table: pa.Table, say: Callable[[str], None]) -> Examples:
    """Turn a table into the examples of a task, and name the columns that do not fit."""
    features = [feature.id for family in task.families() for feature in family.columns]
    data = from_table(table, task.keys, task.optional, features, task.texts)
    _name(data.missing, "unknown in these examples", say)
    _name(data.ignored, "no feature and ignored", say)
    return data


def _name(columns: Sequence[str], what: str, say: Callable[[str], None]) -> None:
    if columns:
        count = "1 column is" if len(columns) == 1 else f"{len(columns)} columns are"
        say(f"{count} {what}: {', '.join(columns)}.")


def parquet_files(names: Sequence[str]) -> list[Path]:
    """Return the Parquet files among what is named, those in folders too."""
    paths = [Path(name) for name in names]
    every = [file for path in paths for file in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])]
    return [file for file in every if file.suffix == ".parquet"]


def read_before(names: Sequence[str]) -> dict[str, Any]:
    """Return what an earlier model measured on the same test, where that lies beside the examples; else nothing.

    Raises:
        UsageError: it is there and damaged.
    """
    for file in parquet_files(names):
        path = file.with_name(_BEFORE)
        if path.is_file():
            return _measured(path)
    return {}


def _measured(path: Path) -> dict[str, Any]:
    """Read a model's id and its numbers, which stand two tables deep."""
    try:
        before = json.loads(path.read_text("utf-8"))
        is_whole = isinstance(before["model"], str) and all(
            isinstance(number, list if name.endswith("_interval") else float | int)
            for section in before.values()
            if section is not before["model"]
            for row in section.values()
            for name, number in row.items()
        )
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise UsageError(
            f"{path} is not what an earlier model measured.",
            "Mend it, or move it away: the card then compares with none.",
        )
    return dict(before)


def _learned_from_clones(task_id: str) -> tuple[Task, _Extract]:
    every = [task_named(task_id)] if task_id else list(tasks().values())
    able = [(task, task.extract) for task in every if task.extract is not None]
    if not able:
        raise UsageError(f"{task_id} cannot be learned from clones.", "Name Parquet files of its examples.")
    if len(able) > 1:
        ids = " or ".join(task.id for task, _ in able)
        raise UsageError(f"From clones, {ids} can be learned.", "Say which one with --task.")
    return able[0]


def _read_clones(extract: _Extract, names: Sequence[str], cache: Path, say: Callable[[str], None]) -> pa.Table:
    from knownhands.learn.extract import join

    tables = {}
    for name in names:
        say(f"Reading {name} …")
        tables[name] = extract(name, None, cache, say)
    return join(tables)
