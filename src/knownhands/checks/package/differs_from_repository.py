"""Whether it holds code that acts and that the repository does not hold at the release's tag.

Why: whoever can publish but not commit, or does not want to be seen, puts the payload into the archive alone. Of 36 archives of
well-known projects one was told, for the .pth file that the build of setuptools writes. Only Python and JavaScript are read:
what else differs (m4, shell, C, machine code) is named beside the answer, which is then never no.
Packages of a built form of which no program is in the repository as it is (dist/ alone) were built, and cannot be compared.
Unknown when: no tag names the release, part of either could not be read, or what differs is built, vendored, a submodule's, machine code or in a language that is not read.
Source: the event-stream incident of 2018 (a minified file in the package alone); the xz incident of 2024 (a build file in the tarball alone); Vu et al. 2021, "LastPyMile".
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="differs_from_repository",
    subject="package",
    severity=Severity.MEDIUM,
    concern="provenance",
    question="Does it hold Python or JavaScript that acts and is not in the repository at the release's tag?",
    remedy="Do not install it before you know where those lines come from.",
    reads=("artifacts", "artifact_files", "artifact_observations"),
    compares="tree",
    sql="SELECT subject_id, answer, refs FROM answer_from_other_code('tree')",
)
