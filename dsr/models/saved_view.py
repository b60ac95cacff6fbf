"""A list as somebody wants to see it again: filters, order and columns under a name, for one person or a team."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class SavedView(Declared):
    """One saved view of the list. Its query names states, rights and people of the desk, never a data subject."""

    impersonal: ClassVar = ("name", "query")

    owner = models.ForeignKey("dsr.User", models.CASCADE, related_name="views")
    # Whose team sees it too; empty for its owner alone.
    controller = models.ForeignKey(
        "dsr.Controller", models.CASCADE, null=True, blank=True, related_name="views"
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name")]

    def __str__(self) -> str:
        return self.name
