"""The calendar feed of one member of staff: a secret address, drawn anew or taken back at any time."""

from datetime import datetime

from dsr.models import CalendarFeed, User
from dsr.vault import secrets


def draw(user: User, *, now: datetime) -> str:
    """Draw a new address; an earlier one ends. Return its secret part, which is stored nowhere."""
    token = secrets.new_token()
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"digest": secrets.digest(token, "calendar"), "drawn_at": now}
    )
    return token


def revoke(user: User) -> None:
    """End the address of a member of staff."""
    CalendarFeed.objects.filter(user=user).delete()


def reader(token: str) -> User | None:
    """Return whose feed an address is; None for one that was never drawn, or ended."""
    feed = CalendarFeed.objects.filter(digest=secrets.digest(token, "calendar"), user__is_active=True)
    found = feed.select_related("user").first()
    return found.user if found else None
