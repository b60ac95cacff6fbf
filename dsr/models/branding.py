"""A controller's mark on its public pages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class Logo(Declared):
    """The logo of a controller, a PNG that was made here; apart from the controller, which is read far more often."""

    impersonal: ClassVar = ("png", "digest")

    controller = models.OneToOneField("dsr.Controller", models.CASCADE, related_name="logo")
    png = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return f"logo of controller {self.controller_id}"
