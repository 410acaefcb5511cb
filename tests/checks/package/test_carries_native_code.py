from knownhands.records import Answer


def test_an_elf_file_is_told_by_its_first_bytes_whatever_it_is_called(ask):
    assert ask("carries_native_code", {"pots/data.bin": b"\x7fELF\2\1\1" + bytes(60)}).answer is Answer.YES


def test_other_binary_data_are_not(ask):
    assert ask("carries_native_code", {"pots/data.bin": b"\x89PNG\r\n" + bytes(60)}).answer is Answer.NO
