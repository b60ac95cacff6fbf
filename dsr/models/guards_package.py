"""What stands between a package and the person: nothing is given out that is not theirs, whole, and seen by two."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dsr.models.blocker import Blocker
from dsr.models.guards_measures import measures_of
from dsr.models.identity import Level
from dsr.models.package import CONTACT_REST, Package, current_package

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User

GIVES = frozenset({"granted", "partly_granted"})
# The step of the desk that puts a package together, by right.
BUILT_BY = {"access": "disclosure_compile", "portability": "transfer_package"}
# In these states of its measure a package still lies with us, or goes another way.
TO_COME = frozenset({"compiled", "approved", "built"})


def is_owed(dsr: "SubjectRequest") -> bool:
    """Return whether the answer brings a package to be fetched: on paper, or straight elsewhere, it brings none."""
    if dsr.right not in BUILT_BY or dsr.outcome not in GIVES or dsr.submission.medium == "post":
        return False
    return any(row.state in TO_COME for row in measures_of(dsr))


def package_there(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block until the package that the answer brings is put together."""
    if not is_owed(dsr) or current_package(dsr) is not None:
        return None
    text = _("The package for the person is not put together yet.")
    return Blocker("package", text, "GDPR Art. 12(3)", BUILT_BY[dsr.right])


def package_approvable(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block whoever put a package together from approving it, where the controller asks for four eyes."""
    package = current_package(dsr) if is_owed(dsr) else None
    if by is None or package is None or by.pk == dsr.author_id or not dsr.controller.four_eyes:
        return None
    if package.built_by_id != by.pk or any(row.kind == "disclosure" for row in measures_of(dsr)):
        # Of a disclosure its own guard says it already.
        return None
    return Blocker(
        "four_eyes", _("You put this package together: a second person must approve it."), "GDPR Art. 32"
    )


def package_releasable(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name what keeps a package from going out: unseen by a second person, somebody else's, too early."""
    package = current_package(dsr) if is_owed(dsr) else None
    if package is None:
        return []
    checks = (_seen_by_two(dsr, package), _all_its_own(dsr, package), contact_settled(dsr))
    return [blocker for blocker in checks if blocker]


def contact_settled(dsr: "SubjectRequest") -> Blocker | None:
    """Block for three days after the address was changed: the person who reads the old one may object."""
    if not _rests(dsr, dsr.submission.contact_changed_at):
        return None
    text = _("The address was changed less than 72 hours ago; until then nothing is released.")
    return Blocker("contact_changed", text, "GDPR Art. 32")


def secret_settled(dsr: "SubjectRequest") -> Blocker | None:
    """Block for three days after the secret was renewed: a mailbox was enough for that, and it may be read by another.

    Identity that was settled since, by more than that mailbox, ends the wait.
    """
    renewed_at = dsr.submission.secret_renewed_at
    needed = max(Level.MATCHED, dsr.controller.level_needed(dsr.right))
    if not _rests(dsr, renewed_at):
        return None
    if any(proof.at >= renewed_at and proof.level >= needed for proof in dsr.submission.proofs.all()):
        return None
    text = _("The secret was renewed less than 72 hours ago; until then nothing is handed out, unless identity is "
             "settled anew.")  # fmt: skip
    return Blocker("secret_renewed", text, "GDPR Art. 32", "prove_identity")


def _rests(dsr: "SubjectRequest", since: datetime | None) -> bool:
    """Tell whether the three days after a change still run; where no moment is known, by the day."""
    if since is None:
        return False
    if dsr.moment is not None:
        return dsr.moment < since + CONTACT_REST
    return dsr.today is None or dsr.today <= (since + CONTACT_REST).date()


def _seen_by_two(dsr: "SubjectRequest", package: Package) -> Blocker | None:
    if not dsr.controller.four_eyes or dsr.state != "ready":
        return None
    if package.approved_by_id is not None and package.approved_by_id != package.built_by_id:
        return None
    return Blocker("package_unseen", _("No second person has approved the package."), "GDPR Art. 32")


def _all_its_own(dsr: "SubjectRequest", package: Package) -> Blocker | None:
    """Block a package that is another request's, or that holds a file which does not belong to this one."""
    files = [file for file in package.files.all() if file.attachment_id]
    whole = package.is_kept and package.dsr_id == dsr.pk
    if whole and all(file.attachment.belongs_to(dsr) and _same(file) for file in files):
        return None
    text = _("The package holds a file that does not belong to this request, or was changed. Build it anew.")
    return Blocker("foreign_file", text, "GDPR Art. 5(1)(f)", BUILT_BY[dsr.right])


def _same(file: "object") -> bool:
    return file.attachment.sha256 == file.sha256  # type: ignore[attr-defined]
