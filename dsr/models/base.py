"""What every model declares: which of its fields hold personal data, and which text cannot."""

from typing import Any, ClassVar

from django.db import models


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
