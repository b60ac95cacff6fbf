"""The people of the desk."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.models.base import Declared


class UserManager(BaseUserManager["User"]):
    """This will create accounts that sign in with their mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an account; without a password it cannot sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an administrator: users, health and settings, no case content."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account of an address, whatever its capitals."""
        return self.get(email=(username or "").lower())


class Digest(models.TextChoices):
    """How often a member of staff gets the overview of their requests by mail."""

    DAILY = "daily", _("every working day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("never")


class User(Declared, AbstractUser):
    """One member of staff. Staff names and addresses are no data subject's data and are not purged."""

    impersonal: ClassVar = ("email", "password", "first_name", "last_name", "language", "zone")
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("mail address"), unique=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    zone = models.CharField(
        _("time zone"), max_length=64, blank=True, help_text=_("Empty: that of the controller.")
    )
    digest = models.CharField(
        _("overview by mail"),
        max_length=8,
        choices=Digest.choices,
        default=Digest.DAILY,
        help_text=_("What is due that day still reaches one person at least."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Role(models.TextChoices):
    """What a member of staff is for one controller."""

    HANDLER = "handler", _("Case handler")
    DPO = "dpo", _("Data protection officer")
    AUDITOR = "auditor", _("Auditor")


class Membership(Declared):
    """One role of one member of staff at one controller."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    controller = models.ForeignKey("dsr.Controller", models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)

    class Meta:
        verbose_name = _("role at a controller")
        verbose_name_plural = _("roles at controllers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "controller"], name="one_role_per_controller")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
