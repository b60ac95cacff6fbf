"""What the tests of the settings start from: the first account, which administers and is data protection officer."""

import pytest
from django.test import Client

from dsr.models import Controller, User
from tests.web.desk.conftest import clock, signed_in

__all__ = ["clock"]


@pytest.fixture
def first(dpo: User) -> User:
    """The account that `manage.py setup` makes."""
    dpo.is_staff = dpo.is_superuser = True
    dpo.save()
    return dpo


@pytest.fixture
def browser(first: User) -> Client:
    """Its browser."""
    return signed_in(first)


def fields_of(page) -> dict[str, object]:
    """Return what the form of a page would send as it stands."""
    form, data = page.context["form"], {}
    for name, field in form.fields.items():
        value = form[name].value()
        if field.__class__.__name__ == "BooleanField":
            if value:
                data[name] = "on"
        elif value is not None:
            data[name] = [str(one) for one in value] if isinstance(value, list) else str(value)
    return data


def kept(controller: Controller) -> Controller:
    """Return a controller as it is stored now."""
    return Controller.objects.get(pk=controller.pk)
