import pickle
from pickletools import optimize

from knownhands.records import Answer

CALLS = b"cos\nsystem\n(S'id'\ntR."  # written by hand: what a pickle that runs a command looks like; never loaded


def test_a_pickle_that_calls_a_program_is_told(ask):
    assert ask("runs_when_a_model_is_loaded", {"pots/model.pkl": CALLS}).answer is Answer.YES


def test_a_pickle_of_plain_numbers_is_not(ask):
    plain = optimize(pickle.dumps({"weights": [0.1, 0.2]}))
    assert ask("runs_when_a_model_is_loaded", {"pots/model.pkl": plain}).answer is Answer.NO
