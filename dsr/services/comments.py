"""Comments of the desk on a request, mentions, and watching: nobody outside ever reads them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from dsr.models import Actor, Comment, EventName, Role, SubjectRequest, User, Watch
from dsr.notices import outbox
from dsr.services.step import lock, record, refuse_purged

# The same words of the same person again within this time are the second half of a double click.
AGAIN = timedelta(minutes=2)


class NotOnCase(Exception):
    """Somebody was mentioned who may not read the request."""


def readers(dsr: SubjectRequest) -> QuerySet[User]:
    """Return whoever may read a request: the officers of its controller, and who handles it."""
    officer = Q(memberships__controller=dsr.controller_id, memberships__role=Role.DPO)
    found = User.objects.filter(officer | Q(pk=dsr.handler_id or 0), is_active=True)
    return found.distinct().order_by("first_name", "email")


def comment(
    dsr_id: int, *, body: str, mention: Sequence[User] = (), by: User, now: datetime, seen: int | None = None
) -> None:
    """Write a comment; whoever is mentioned or watches is told that there is one, without its words.

    A comment changes nothing of the request, so a page that somebody else has open stays as it is. Raises NotOnCase.
    """
    with transaction.atomic():
        dsr = lock(dsr_id, now=now)
        refuse_purged(dsr)
        if any(body == one.body for one in dsr.comments.filter(author=by, at__gt=now - AGAIN)):
            return
        allowed = set(readers(dsr).values_list("pk", flat=True))
        if not {user.pk for user in mention} <= allowed:
            raise NotOnCase
        made = Comment.objects.create(dsr=dsr, author=by, at=now, body=body)
        made.mentioned.set(mention)
        record(dsr, EventName.COMMENTED, now=now, by=by, actor=Actor.STAFF, data={"comment": made.pk})
        watching = set(dsr.watches.values_list("user", flat=True)) & allowed
        for user in sorted(({user.pk for user in mention} | watching) - {by.pk}):
            outbox.queue("mentioned", dsr=dsr, recipient=f"user:{user}", occasion=f"c{made.pk}", now=now)


def watch(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Be told of each comment from now on."""
    Watch.objects.get_or_create(dsr_id=dsr_id, user=by)


def unwatch(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Be told no more."""
    Watch.objects.filter(dsr=dsr_id, user=by).delete()
