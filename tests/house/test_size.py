"""A file fits a head, a function fits a screen; what does not says why, in a comment that begins "long:"."""

import ast
from pathlib import Path

from tests.house.files import name, written

LINES_OF_FILE, LINES_OF_FUNCTION = 300, 50
REASON = "# long: "


def functions(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method of a source text."""
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def too_long(path: Path) -> list[str]:
    """Return what of a file is too long and gives no reason for it."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    found = []
    if len(lines) > LINES_OF_FILE and not any(line.startswith(REASON) for line in lines):
        found.append(f"{name(path)}: {len(lines)} lines")
    for function in functions(source):
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > LINES_OF_FUNCTION and REASON not in "\n".join(
            lines[function.lineno - 2 : function.lineno + 1]
        ):
            found.append(f"{name(path)}: {function.name} has {length} lines")
    return found


def test_no_file_and_no_function_outgrows_its_reader():
    assert [line for path in written(".py") for line in too_long(path)] == []


def test_a_long_function_is_found_and_its_written_reason_is_heard(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.house.test_size.name", lambda path: path.name)
    body = "def walk():\n" + "    pass\n" * 50
    (tmp_path / "bare.py").write_text(body)
    (tmp_path / "reasoned.py").write_text("# long: one table, read from top to bottom\n" + body)

    assert too_long(tmp_path / "bare.py") == ["bare.py: walk has 51 lines"]
    assert too_long(tmp_path / "reasoned.py") == []
