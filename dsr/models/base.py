"""What every model declares: which of its fields hold personal data, and which text cannot."""

import uuid
from typing import Any, ClassVar

from django.db import models

from dsr.vault.errors import KeyGone


class Declared(models.Model):
    """This will make a model say which text fields are personal; a test walks every model.

    `personal` fields are sealed and emptied by the purge. `impersonal` text is code, setting, reference or
    digest: it never holds a data subject's words, name or address.
    """

    personal: ClassVar[tuple[str, ...]] = ()
    impersonal: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def emptiness(cls) -> dict[str, Any]:
        """Return every personal field with its empty value, for an update."""
        return {name: cls._meta.get_field(name).get_default() for name in cls.personal}

    def empty_personal(self) -> list[str]:
        """Set every personal field to its empty value; return their names, for `update_fields`."""
        for name, empty in self.emptiness().items():
            setattr(self, name, empty)
        return list(self.personal)


class SealedRow(Declared):
    """This will be a row with personal fields. What is sealed in it opens nowhere else.

    `seal` is drawn before the row is stored, and bound into all that is sealed in it. The key is that of the
    submission to which the row belongs.
    """

    seal = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def vault_key(self) -> uuid.UUID:
        """Return the id of the key that seals this row. Raises KeyGone when it is destroyed."""
        row: Any = self
        submission = row.submission if hasattr(row, "submission_id") else row.dsr.submission
        return living(submission.key)


def living(key: uuid.UUID | None) -> uuid.UUID:
    """Return the id of a key. Raises KeyGone where a row has none any more."""
    if key is None:
        raise KeyGone("the personal data of this request are destroyed: nothing can be written to it")
    return key
