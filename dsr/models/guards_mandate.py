"""What is asked of somebody who acts for another, before anything is released or cannot be undone."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dsr.models.blocker import Blocker

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User


def mandate_settled(dsr: "SubjectRequest", by: "User | None") -> Blocker | None:
    """Block where the person said that nobody acts for them, or where their word is needed and did not come.

    A mandate that the desk saw and recorded settles the second, never the first.
    """
    mandate = (
        getattr(dsr.submission, "mandate", None) if dsr.submission_id and dsr.outcome != "refused" else None
    )
    if mandate is None or mandate.confirmed_at:
        return None
    if mandate.denied_at:
        return Blocker("mandate_denied", _("The person says that nobody acts for them."), "GDPR Art. 12(6)")
    if not mandate.required or any(proof.method == "mandate" for proof in dsr.submission.proofs.all()):
        return None
    return Blocker(
        "mandate", _("The person has not confirmed who acts for them."), "GDPR Art. 12(6)", "prove_identity"
    )
