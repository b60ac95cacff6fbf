"""What can go wrong with what is sealed; each message says what to do. None of them names a person or a word."""


class VaultError(Exception):
    """Sealed content cannot be written or read; what is not sealed is not touched by it.

    `code` stands in pages and log lines.
    """

    code = "vault"


class KekMissing(VaultError):
    """There is no key-encryption key."""

    code = "kek-missing"


class WrongKek(VaultError):
    """A key was wrapped with another key-encryption key than those that are at hand."""

    code = "kek-wrong"


class KeyGone(VaultError):
    """The key of some content is not in the key store: destroyed, as after a purge, or the store is not whole."""

    code = "key-gone"


class StoreDamaged(VaultError):
    """The key store cannot be read, or a key in it is not what was put there."""

    code = "key-store"


class NotAsSealed(VaultError):
    """What is stored is not what was sealed for this row and field, or for this file."""

    code = "altered"


class FileCut(VaultError):
    """A sealed file is missing, or ends before its end."""

    code = "file-cut"


class StillSealed(TypeError):
    """A sealed value was used as if it were text: read it through its model instead of `values()`."""


class NotSealable(TypeError):
    """Personal words were to be written past the model: by `update()`, `bulk_update()` or a fixture."""
