"""A model with states: which steps fit now, and what is missing for them."""

from typing import Any

from django.db import models

from dsr.models.blocker import Blocker
from dsr.models.guards import gather


class Machine(models.Model):
    """This will say of every step of django-fsm's machine whether it fits the state, and what it lacks."""

    class Meta:
        abstract = True

    def fits(self, name: str) -> bool:
        """Return whether the state allows this step, whatever may be missing for it."""
        known = self.get_all_state_transitions()  # type: ignore[attr-defined]
        return any(t.name == name and t.source in {"*", self.state} for t in known)  # type: ignore[attr-defined]

    def blockers(self, name: str, by: Any = None) -> list[Blocker]:
        """Return what is missing before a step that fits the state may be done by this user."""
        return gather(getattr(type(self), name).guards, self, by)
