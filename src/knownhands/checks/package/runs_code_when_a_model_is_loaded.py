"""Whether a serialised model in it runs code when somebody loads it.

Why: pickles are programs: loading one can run any command, which is why models that are stored so have been used for attacks.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: Python's documentation of pickle; scikit-learn on model persistence.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="runs_code_when_a_model_is_loaded",
    subject="artifact",
    severity=Severity.HIGH,
    question="Does it carry a serialised object that runs code when it is loaded?",
    remedy="Do not load it; ask for safetensors or another format that is data only.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_observations(['serialised-code'], ['install', 'start', 'import', 'call'])
    """,
)
