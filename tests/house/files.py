"""The files of this repository that people write and read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("bench", "bin", "config", "docs", "dsr", "templates", "tests")
LEFT_OUT = {".git", "__pycache__", "migrations", "vendor"}
WRITTEN = {".py", ".md", ".html", ".txt", ".css", ".js", ".toml", ".yaml", ".json", ".typ", ""}


def written(*suffixes: str) -> list[Path]:
    """Return every file with one of the suffixes, all texts where none is named; generated files are left out."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    texts = [
        path
        for path in [*ROOT.iterdir(), *inside]
        if path.is_file() and path.name != ".git" and path.suffix in (suffixes or WRITTEN)
    ]
    return sorted(path for path in texts if not LEFT_OUT & set(path.parts))


def name(path: Path) -> str:
    """Return how a failure names a file."""
    return str(path.relative_to(ROOT))
