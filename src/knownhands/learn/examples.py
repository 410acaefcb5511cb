"""Subjects with their features and what is known of them: what every task learns from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Examples:
    """One row per subject.

    Attributes:
        names: feature ids; the columns of `features`.
        features: (n, len(names)), NaN where unknown.
        keys: what else is known of each subject: (n,) by name.
        missing: features that the file lacks, which makes them unknown throughout.
        ignored: columns of the file that no family declares any more.
    """

    names: tuple[str, ...]
    features: np.ndarray
    keys: Mapping[str, np.ndarray]
    missing: tuple[str, ...] = field(default=())
    ignored: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.features)

    def take(self, rows: np.ndarray) -> Examples:
        """Return the rows that a mask or an index array selects."""
        keys = {name: values[rows] for name, values in self.keys.items()}
        return replace(self, features=self.features[rows], keys=keys)

    def column(self, name: str) -> np.ndarray:
        """Return one feature, (n,) float64."""
        return self.features[:, self.names.index(name)].astype(np.float64)

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """Return features side by side, (n, len(names)) float64."""
        return self.features[:, [self.names.index(name) for name in names]].astype(np.float64)

    def columns(self, names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return features and keys by their names."""
        return {name: self.keys[name] if name in self.keys else self.column(name) for name in names}

    def with_features(self, columns: Mapping[str, np.ndarray | float]) -> Examples:
        """Return the same subjects with some features set to other values, (n,) or one for all."""
        features = self.features.copy()
        for name, values in columns.items():
            features[:, self.names.index(name)] = values
        return replace(self, features=features)

    def with_key(self, name: str, values: np.ndarray) -> Examples:
        """Return the same subjects with one more key, (n,)."""
        return replace(self, keys={**self.keys, name: values})

    def join(self, other: Examples) -> Examples:
        """Return both, one below the other, with the keys that both have."""
        keys = {
            name: np.concatenate([values, other.keys[name]]) for name, values in self.keys.items() if name in other.keys
        }
        return replace(self, features=np.concatenate([self.features, other.features]), keys=keys)


def read_table(paths: Sequence[Path]) -> pa.Table:
    """Read Parquet files of one kind into one table.

    Raises:
        UsageError: one cannot be read, or they do not fit together.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        tables = [_plain(pq.read_table(path)) for path in paths]
        return pa.concat_tables(tables, promote_options="default")
    except (OSError, ValueError, pa.ArrowException) as cause:
        names = ", ".join(map(str, paths))
        raise UsageError(
            f"{names} cannot be read: {cause}", "Name Parquet files of examples, all of one kind."
        ) from cause


def from_table(
    table: pa.Table, keys: Sequence[str], optional: Sequence[str], names: Sequence[str], texts: Sequence[str] = ()
) -> Examples:
    """Turn a table into examples.

    Args:
        table: one column per key and per feature.
        keys: what has to be there beside the features.
        optional: what may be there beside the features; unknown (NaN) where it is not.
        names: the features of today.
        texts: which of the keys hold text; everything else holds numbers.

    Raises:
        UsageError: a key is missing, or a column holds what it cannot.
    """
    there = set(table.column_names)
    lacking = [name for name in keys if name not in there]
    if lacking:
        raise UsageError(
            f"The examples have no column {lacking[0]}.", "Build them again with the scripts of this version."
        )
    for name in (*keys, *optional, *names):
        if name in there:
            _check(table, name, is_text=name in texts)
    blank = np.full(table.num_rows, np.nan, np.float32)
    columns = [_values(table, name).astype(np.float32) if name in there else blank for name in names]
    own = {name: _values(table, name) for name in keys}
    own |= {name: _values(table, name).astype(float) if name in there else blank.astype(float) for name in optional}
    return Examples(
        names=tuple(names),
        features=np.column_stack(columns),
        keys=own,
        missing=tuple(name for name in names if name not in there),
        ignored=tuple(sorted(there - {*names, *keys, *optional})),
    )


def _check(table: pa.Table, name: str, *, is_text: bool) -> None:
    """Refuse a column of another type, and numbers that no feature has."""
    import pyarrow as pa

    if table.column_names.count(name) > 1:
        raise _odd(name, "is there twice")
    kind = table[name].type
    if is_text != _is_text(kind):
        raise _odd(name, f"holds {kind} and should hold {'text' if is_text else 'numbers'}")
    if is_text:
        return
    if not (
        pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind)
    ):
        raise _odd(name, f"holds {kind} and should hold numbers")
    if (np.abs(_values(table, name).astype(np.float64)) > np.finfo(np.float32).max).any():
        raise _odd(name, "holds a number that is infinite or too large")


def _odd(name: str, what: str) -> UsageError:
    return UsageError(
        f"The column {name} of the examples {what}.", "Build them again with the scripts of this version."
    )


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _values(table: pa.Table, name: str) -> np.ndarray:
    column = table[name]
    if _is_text(column.type):
        return np.asarray(column.to_pylist(), dtype=str)
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _plain(table: pa.Table) -> pa.Table:
    """Return a table without dictionaries, which differ from file to file."""
    import pyarrow as pa

    fields = [
        pa.field(column.name, column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.schema
    ]
    return table.cast(pa.schema(fields))
