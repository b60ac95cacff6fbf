"""The fields that hold a person's data: the one way in which models store and read it.

A model lists them in `personal`. They cannot be searched, sorted or compared in the database, because
a sealed value could not be; so what is stored may be sealed later without touching any caller.
"""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

EMPTINESS = ("isnull",)


class PersonalMixin:
    """This will refuse every database look-up but "is it empty"."""

    def get_lookup(self, name: str) -> Any:
        """Return only the look-ups that a sealed value allows. Raises FieldError for any other."""
        if name not in EMPTINESS:
            raise FieldError(f"{self} holds personal data: it cannot be looked up by {name!r}")
        return super().get_lookup(name)  # type: ignore[misc]

    def get_transform(self, name: str) -> Any:
        """Return no transform: a sealed value has no parts. Raises FieldError."""
        raise FieldError(f"{self} holds personal data: it has no part {name!r} to look up")


class PersonalText(PersonalMixin, models.TextField):  # type: ignore[misc]
    """This will hold a person's words; empty text when there are none or after the purge."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class PersonalJSON(PersonalMixin, models.JSONField):  # type: ignore[misc]
    """This will hold a person's answers as a mapping; an empty one when there are none or after the purge."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)
