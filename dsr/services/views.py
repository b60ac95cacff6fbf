"""Saving and dropping a view of the list."""

from dsr.models import Controller, SavedView, User


def save(*, owner: User, name: str, query: str, shared_with: Controller | None = None) -> SavedView:
    """Keep a list under a name; the same name again replaces what it meant."""
    view, _new = SavedView.objects.update_or_create(
        owner=owner, name=name, defaults={"query": query, "controller": shared_with}
    )
    return view


def drop(view_id: int, *, owner: User) -> None:
    """Drop one's own view; somebody else's is left alone."""
    SavedView.objects.filter(pk=view_id, owner=owner).delete()
