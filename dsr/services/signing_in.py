"""Who came in and went out at the desk, and who was not let in, for the log: accounts by number, never addresses."""

from datetime import datetime

from dsr.models import Actor, Event, EventName, Membership, User


def record(user: User | None, *, happened: EventName, now: datetime, how: str = "password") -> None:
    """Log a sign-in, a sign-out or a refusal at each controller of the account, once where it belongs to none.

    `happened` is SIGNED_IN, SIGNED_OUT or SIGN_IN_REFUSED; `how` is a code such as "password" or "passkey". A refusal
    with an address that nobody has is logged without an account.
    """
    own = Membership.objects.filter(user=user).order_by("controller") if user else Membership.objects.none()
    places: list[int | None] = [*own.values_list("controller", flat=True)] or [None]
    refused = happened == EventName.SIGN_IN_REFUSED
    data = {"how": how, **({"account": user.pk} if user and refused else {})}
    Event.objects.bulk_create(
        Event(
            controller_id=controller, name=happened, at=now, data=data,
            actor=Actor.SYSTEM if refused else Actor.STAFF, by=None if refused else user,
        )
        for controller in places
    )  # fmt: skip
