"""The fields that hold a person's data: sealed when a row is saved, opened when they are read.

A model lists them in `personal`. They cannot be searched, sorted or compared in the database. What is empty is stored
empty, so "is there anything" can be asked. Words are written by `save`, `create` and `bulk_create` alone; `update` and
`bulk_update` may only empty a field, and `values` returns what is sealed as it is.
"""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from dsr.vault import sealing
from dsr.vault.errors import NotSealable
from dsr.vault.sealing import Sealed

EMPTINESS = ("isnull",)
# Stands where words cannot be opened; never stored, as nothing can be sealed then either.
CLOSED = "[…]"


class _Opened(DeferredAttribute):
    """This will open a sealed value when it is first read, and keep what was read in the row."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """Return the words. Raises VaultError."""
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.opened(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Take words, or what the database holds."""
        instance.__dict__[self.field.attname] = value


class PersonalText(models.TextField):
    """This will hold a person's words; empty text when there are none or after the purge."""

    descriptor_class = _Opened

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def written(self, value: Any) -> str:
        """Return a value as the text that is sealed."""
        return str(value)

    def read(self, text: str) -> Any:
        """Return the value of a text that was sealed."""
        return text

    def opened(self, value: Sealed, row: Any) -> Any:
        """Return what was sealed in this field of a row. Raises VaultError."""
        text = sealing.shown(value, place=self._place, row=row.seal)
        return self.read(text) if text is not None else self.closed()

    def closed(self) -> Any:
        """Return what stands in place of words that cannot be opened."""
        return CLOSED

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what is new; what nobody read goes back as it was. Raises VaultError."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed) or not value:
            return value
        row: Any = model_instance
        key_id: UUID = row.vault_key()
        return sealing.seal(self.written(value), key_id=key_id, place=self._place, row=row.seal)

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored. Raises NotSealable for words that no row has sealed."""
        if isinstance(value, Sealed):
            return value.token
        if not value:
            return ""
        raise NotSealable(f"{self} is written by saving a row, and can only be emptied by a query")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return what is stored, in whatever way the value came."""
        return value if prepared else self.get_prep_value(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Return what the database holds: still sealed, or the empty value."""
        return Sealed(value) if value else self.get_default()

    def to_python(self, value: Any) -> Any:
        """Return a value as it is."""
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """Refuse to write personal words into a fixture. Raises NotSealable."""
        raise NotSealable(f"{self} holds personal words, which no fixture may hold: use the backup command")

    def get_lookup(self, name: str) -> Any:
        """Return only the look-ups that a sealed value allows. Raises FieldError for any other."""
        if name not in EMPTINESS:
            raise FieldError(f"{self} holds personal data: it cannot be looked up by {name!r}")
        return super().get_lookup(name)

    def get_transform(self, name: str) -> Any:
        """Return no transform: a sealed value has no parts. Raises FieldError."""
        raise FieldError(f"{self} holds personal data: it has no part {name!r} to look up")

    @property
    def _place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"  # noqa: SLF001  (Django's documented door)


class PersonalJSON(PersonalText):
    """This will hold a person's answers as a mapping; an empty one when there are none or after the purge."""

    # What the checker of types takes it for.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def written(self, value: Any) -> str:
        """Return a mapping as JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str) -> Any:
        """Return the mapping."""
        return json.loads(text)

    def closed(self) -> Any:
        """Return no answers."""
        return {}
