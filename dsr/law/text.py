"""Marks text for translation without importing Django."""


def gettext_noop(message: str) -> str:
    """Mark a text as translatable and return it unchanged; it is translated where it is shown."""
    return message
