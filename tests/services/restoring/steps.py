"""Making a backup and putting it back, as an operator does it."""

from pathlib import Path

from django.core.management import call_command


def backup(place: Path, name: str = "one") -> tuple[Path, Path]:
    """Write a backup into the folder; return its archive of data and its archive of keys."""
    data, kept = place / f"{name}.data", place / f"{name}.keys"
    call_command("backup", str(data), "--keys", str(kept))
    return data, kept


def put_back(data: Path, kept: Path) -> None:
    """Put both archives back."""
    call_command("restore", str(data), "--keys", str(kept), "--yes")
