import pickle
from pickletools import optimize

from knownhands.records import Answer

CALLS = b"cos\nsystem\n(S'id'\ntR."  # written by hand: what a pickle that runs a command looks like; never loaded


def test_a_pickle_that_calls_a_program_is_told(ask):
    assert ask("runs_code_when_a_model_is_loaded", {"pots/model.pkl": CALLS}).answer is Answer.YES


def test_a_pickle_of_plain_numbers_is_not(ask):
    plain = optimize(pickle.dumps({"weights": [0.1, 0.2]}))
    assert ask("runs_code_when_a_model_is_loaded", {"pots/model.pkl": plain}).answer is Answer.NO


def test_a_keras_layer_that_carries_code_is_told_and_a_model_alone_is_not(ask):
    layer = b'{"class_name": "Lambda", "config": {"function": {"class_name": "__lambda__"}}}'
    assert ask("runs_code_when_a_model_is_loaded", {"pots/config.json": layer}).answer is Answer.YES
    assert ask("runs_code_when_a_model_is_loaded", {"pots/clay.gguf": b"GGUF\x03\0"}).answer is Answer.NO
