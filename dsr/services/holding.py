"""Why the personal data of a letter may not be destroyed yet, although its time is over."""

from django.db.models import Q

from dsr.models import Dispute, DisputeState, Erasure, Restriction
from dsr.models.measures import ErasureState, RestrictionState


def held(submission_id: int) -> tuple[str, ...]:
    """Return the codes of what holds a letter back: "dispute", "hold", "restriction"; empty where nothing does.

    Sources: GDPR Art. 17(3)(e) for disputes and holds; 18(2), (3) for restrictions, before whose end the person is
    to be told, for which they have to be known.
    """
    mine = Q(dsr__submission=submission_id)
    over = Q(state__in=[ErasureState.ERASED, ErasureState.RESTRICTED_INSTEAD])
    found = {
        "dispute": Dispute.objects.filter(mine).exclude(state=DisputeState.OVER),
        "hold": Erasure.objects.filter(mine, held_on__isnull=False).exclude(over),
        "restriction": Restriction.objects.filter(mine).exclude(state=RestrictionState.LIFTED),
    }
    return tuple(code for code, rows in found.items() if rows.exists())
