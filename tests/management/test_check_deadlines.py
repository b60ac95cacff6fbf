"""The command that runs a table of deadline cases."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

TABLE = Path(__file__).parents[1] / "law" / "cases.json"


def run(path):
    out = StringIO()
    call_command("check_deadlines", str(path), stdout=out)
    return out.getvalue().splitlines()


def test_a_table_that_holds_ends_with_the_count():
    assert run(TABLE)[-1] == f"{len(json.loads(TABLE.read_text()))} passed, 0 failed"


def test_a_difference_is_told_with_its_reasons_and_exit_code_1(tmp_path, capsys):
    rows = json.loads(TABLE.read_text())[:2]
    rows[1]["expected_due"] = "2022-12-08"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(rows))

    with pytest.raises(SystemExit) as end:
        call_command("check_deadlines", str(wrong))

    lines = capsys.readouterr().out.splitlines()
    assert end.value.code == 1
    assert lines[0] == "LAW-002 expected_due: expected 2022-12-08, got 2022-12-09"
    assert "public holiday" in lines[3]
    assert lines[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[{}]", b'[{"id": "X"}]'])
def test_a_malformed_file_is_an_error_with_exit_code_2(content, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)

    with pytest.raises(CommandError) as error:
        run(broken)

    assert error.value.returncode == 2
    assert str(broken) in str(error.value)


def test_a_file_that_is_not_there_is_an_error_with_exit_code_2(tmp_path):
    for path in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(CommandError) as error:
            run(path)
        assert error.value.returncode == 2


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    marked = tmp_path / "marked.json"
    marked.write_bytes(b"\xef\xbb\xbf" + TABLE.read_bytes())

    assert run(marked)[-1].endswith(" 0 failed")
