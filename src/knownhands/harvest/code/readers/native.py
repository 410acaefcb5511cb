"""What a file is: native code, a model or pickle, a program that an installer runs, instructions for coding agents."""

import re

from knownhands.harvest.code.models import read_model
from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.start import read_start


def _read(notes: Notes, body: bytes) -> None:
    read_start(notes.path, body, notes)
    read_model(notes.path, body, notes)


READER = Reader(id="native", paths=re.compile(""), read=_read, binary=True)
