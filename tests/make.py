"""Invented controllers, staff and requests for tests, made through the real services."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dsr.demo import serve
from dsr.models import Controller, Membership, Role, SubjectRequest, System, User
from dsr.services import answering, handling, identity, intake

BERLIN = ZoneInfo("Europe/Berlin")


def at(words: str, zone: ZoneInfo = BERLIN) -> datetime:
    """Return an aware time from "2026-03-10 09:00", on a clock in Berlin unless another zone is given."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def controller(slug: str = "muster", **fields: Any) -> Controller:
    """Return a stored controller in Berlin."""
    standard = {
        "name": "Muster Versand GmbH", "country": "DE", "subdivision": "DE-BE", "zone": "Europe/Berlin",
        "language": "de", "dpo_name": "D. Beispiel", "dpo_email": "dpo@controller.example.org",
        "deputy_email": "deputy@controller.example.org", "management_email": "head@controller.example.org",
        "postal_address": "Musterweg 1\n10999 Berlin", "phone": "+49 30 0000 000",
        "disposal_list": False,
    }  # fmt: skip
    return Controller.objects.create(slug=slug, **{**standard, **fields})


def staff(at_controller: Controller, role: str = Role.DPO, email: str = "dpo@controller.example.org") -> User:
    """Return a member of staff with one role at a controller."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, first_name=email.split("@", maxsplit=1)[0]
    )
    Membership.objects.get_or_create(user=user, controller=at_controller, defaults={"role": role})
    return user


def requests(
    at_controller: Controller, *rights: str, now: datetime, received_at: datetime | None = None, **asked: Any
) -> list[SubjectRequest]:
    """Return the stored requests of one letter, typed in at the desk, so that they await triage."""
    words = {"language": "de", "name": "Mira Erfunden", "email": "mira@person.example.net", **asked}
    by = staff(at_controller)
    receipt = intake.submit(
        at_controller, intake.Asked(rights=rights or ("access",), **words),
        now=now, received_at=received_at, channel="post", by=by,
    )  # fmt: skip
    return [stored(dsr.pk) for dsr in receipt.requests]


def asked(*rights: str, **words: Any) -> intake.Asked:
    """Return what a letter asks for that is not stored yet."""
    return intake.Asked(rights=rights or ("access",), **{"language": "de", "name": "Mira Erfunden", **words})


def stored(dsr_id: int) -> SubjectRequest:
    """Return a request as the database has it now."""
    return SubjectRequest.objects.select_related("controller", "submission").get(pk=dsr_id)


def answered(
    dsr: SubjectRequest,
    *,
    outcome: str = "granted",
    author: User,
    approver: User,
    now: datetime,
    **words: Any,
) -> SubjectRequest:
    """Lead a request from triage to its closing letter."""
    handling.start(dsr.pk, by=author, now=now)
    identity.prove_identity(dsr.pk, level=2, method="details", by=author, now=now)
    answering.draft(dsr.pk, outcome=outcome, answer="Wir haben alles getan.", by=author, now=now, **words)
    return finished(dsr, author=author, approver=approver, now=now)


def finished(dsr: SubjectRequest, *, author: User, approver: User, now: datetime) -> SubjectRequest:
    """Record what a drafted answer lacks, have it approved and let it go out."""
    serve.serve(dsr.pk, by=author, now=now)
    answering.submit_for_review(dsr.pk, by=author, now=now)
    answering.approve(dsr.pk, by=approver, now=now)
    answering.send(dsr.pk, by=approver, now=now)
    return stored(dsr.pk)


def system(at_controller: Controller, name: str = "CRM", **fields: Any) -> System:
    """Return a stored system of a controller, which matters for every right unless `rights` says otherwise."""
    standard = {"owner_name": "Owner of it", "owner_email": "owner@systems.example.org", "language": "en"}
    return System.objects.create(controller=at_controller, name=name, **{**standard, **fields})
