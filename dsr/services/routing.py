"""One letter, several controllers: what somebody wrote is passed on to another controller of this installation."""

import uuid
from datetime import datetime

from dsr.models import Controller, EventName, SubjectRequest, User
from dsr.services import intake
from dsr.services.step import decided_by, step

# The same request passed on to the same controller twice is one request there.
NAMESPACE = uuid.UUID("5b0c5f0e-6d5c-4a1e-9a54-0f2c8f6f7f11")


class SameController(ValueError):
    """A request is passed on to the controller that has it already."""


def pass_on(
    dsr_id: int, *, to: Controller, by: User, now: datetime, seen: int | None = None
) -> SubjectRequest:
    """Open the same request at another controller; the one at hand goes on, for the part that concerns us.

    The day of receipt is that of the letter, the earliest that could be meant (EDPB Guidelines 01/2022, para 160). No
    proof of identity goes along: every controller settles for itself who is asking. Raises SameController.
    """
    with step(dsr_id, EventName.PASSED_ON, by=by, now=now, seen=seen, to=to.pk) as dsr:
        decided_by(dsr, by)
        if to.pk == dsr.controller_id:
            raise SameController
        receipt = intake.submit(
            to, _asked(dsr), now=now, received_at=dsr.submission.received_at, channel=dsr.submission.channel,
            by=by, client_key=uuid.uuid5(NAMESPACE, f"{dsr.pk} {to.pk}"),
        )  # fmt: skip
    return receipt.requests[0]


def _asked(dsr: SubjectRequest) -> intake.Asked:
    submission, person = dsr.submission, dsr.submission.subject
    about = {code: submission.details[code] for code in (dsr.right, "about") if code in submission.details}
    return intake.Asked(
        rights=[dsr.right], language=submission.language, name=person.name, email=person.email, phone=person.phone,
        postal_address=person.postal_address, identifiers=person.identifiers, agent_name=person.agent_name,
        agent_email=person.agent_email, relation=submission.relation, medium=submission.medium,
        letter=submission.letter, details=about,
    )  # fmt: skip
