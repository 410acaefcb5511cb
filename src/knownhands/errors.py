"""Every exception that knownhands raises on purpose.

KnownHandsError
├── UsageError      the question was not one we can answer          exit 2
├── SourceError     the evidence could not be had                   exit 3
│   ├── NotFound    it is not there
│   ├── Unreachable it could not be reached
│   │   └── RateLimited it asks to be left alone for a while
│   └── Unparsable  it is there and makes no sense
├── StoreError      the local store could not be used               exit 3
└── ModelError      a model is missing, damaged or does not fit     exit 3
"""


class KnownHandsError(Exception):
    """Something went wrong that a person can act on.

    Args:
        message: one sentence that says what happened.
        hint: what the person can do next.
    """

    exit_code = 4

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(KnownHandsError):
    """The question was not one we can answer."""

    exit_code = 2


class SourceError(KnownHandsError):
    """The evidence could not be had."""

    exit_code = 3


class NotFound(SourceError):
    """The source is not there."""


class Unreachable(SourceError):
    """The source could not be reached."""


class RateLimited(Unreachable):
    """The source asks to be left alone for a while."""


class Unparsable(SourceError):
    """The source is there and makes no sense."""


class StoreError(KnownHandsError):
    """The local store could not be used."""

    exit_code = 3


class ModelError(KnownHandsError):
    """A model is missing, damaged or does not fit the features."""

    exit_code = 3
