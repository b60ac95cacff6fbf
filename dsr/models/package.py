"""The package for the person: one sealed archive, whose it is, who stands for it, and how often it was fetched."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from dsr.models.base import Declared

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest

# How often one package may be fetched, how long a ticket is good for, and how often a passphrase may be wrong
# before there is a pause: choices of ours, as the law gives no number.
MOST_DOWNLOADS = 3
TICKET_LIFE = timedelta(minutes=15)
PASSPHRASE_TRIES = 5
PASSPHRASE_REST = timedelta(minutes=15)
# How long an address that was just changed waits before anything is released to whoever reads it.
CONTACT_REST = timedelta(hours=72)


class Package(Declared):
    """One archive for one request. A newer one replaces it; what it holds is listed in its `files`.

    `sha256` is that of the archive before it was put away; `person_digest` binds it to one person.
    """

    impersonal: ClassVar = ("stored_as", "sha256", "person_digest", "passphrase_digest")

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="packages")
    number = models.PositiveSmallIntegerField()
    stored_as = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    person_digest = models.CharField(max_length=64)
    built_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    built_at = models.DateTimeField()
    approved_by = models.ForeignKey("dsr.User", models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    # A newer archive was built, or the package was opened again: this one goes to nobody.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    downloads = models.PositiveSmallIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    passphrase_digest = models.CharField(max_length=64, blank=True)
    wrong_passphrases = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dsr", "number"], name="each_package_number_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"], condition=~models.Q(stored_as=""), name="packages_to_destroy"
            ),
        ]

    def __str__(self) -> str:
        return f"package {self.pk}"

    @property
    def is_kept(self) -> bool:
        """Whether the archive is still there."""
        return bool(self.stored_as) and self.destroyed_at is None

    @property
    def left(self) -> int:
        """How often it may still be fetched."""
        return max(0, MOST_DOWNLOADS - self.downloads)

    def may_be_fetched(self, now: datetime) -> bool:
        """Return whether the person can have it at this moment."""
        in_time = self.released_at is not None and self.expires_at is not None and now < self.expires_at
        return in_time and self.is_kept and self.withdrawn_at is None and self.left > 0


class PackageFile(Declared):
    """One file that was put into a package, as it was then: where it came from and its digest."""

    impersonal: ClassVar = ("path", "sha256")

    package = models.ForeignKey(Package, models.CASCADE, related_name="files")
    attachment = models.ForeignKey(
        "dsr.Attachment", models.SET_NULL, null=True, blank=True, related_name="packed"
    )
    path = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"file {self.pk} of package {self.package_id}"


class Ticket(Declared):
    """Leave to fetch one package once, for a quarter of an hour; only the digest of its token is kept."""

    impersonal: ClassVar = ("digest",)

    package = models.ForeignKey(Package, models.CASCADE, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"ticket {self.pk}"

    def is_good(self, now: datetime) -> bool:
        """Return whether it may still be handed in."""
        return self.used_at is None and now < self.issued_at + TICKET_LIFE


def current_package(dsr: "SubjectRequest") -> Package | None:
    """Return the newest package of a request that nothing replaced; none before one was built."""
    if dsr._state.adding:  # noqa: SLF001  (Django's documented door)
        return None
    # Read whole, as a page has them at hand already: there are rarely more than one or two.
    standing = [package for package in dsr.packages.all() if package.withdrawn_at is None]
    return max(standing, key=lambda package: package.number, default=None)
