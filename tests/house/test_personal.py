"""Every text field of every model is declared: personal, and then kept as such, or free of personal data."""

import pytest
from django.apps import apps
from django.db import models

from dsr.models.base import Declared, SealedRow
from dsr.vault.personal import PersonalText

MODELS = list(apps.get_app_config("dsr").get_models(include_auto_created=True))
OWN = [model for model in MODELS if not model._meta.auto_created]
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def free_text(model: type[models.Model]) -> set[str]:
    """Return the fields of a model into which any words could be put."""
    fields = [field for field in model._meta.get_fields() if isinstance(field, TEXT)]
    return {field.name for field in fields if not field.choices}


def undeclared(model: type[Declared]) -> set[str]:
    """Return the text fields of a model of which nobody said what they hold."""
    return free_text(model) - set(model.personal) - set(model.impersonal)


@pytest.mark.parametrize("model", OWN)
def test_every_model_says_which_of_its_text_is_personal(model):
    assert issubclass(model, Declared)
    assert undeclared(model) == set()
    assert set(model.personal) & set(model.impersonal) == set()


@pytest.mark.parametrize("model", OWN)
def test_what_is_personal_is_kept_in_a_personal_field_and_nothing_else_is(model):
    kept = {field.name for field in model._meta.get_fields() if isinstance(field, PersonalText)}

    assert kept == set(model.personal)
    assert issubclass(model, SealedRow) == bool(kept)


@pytest.mark.parametrize("model", OWN)
def test_only_fields_that_exist_are_declared(model):
    names = {field.name for field in model._meta.get_fields()}

    assert {*model.personal, *model.impersonal} <= names


def test_tables_that_nobody_declared_hold_no_text():
    made = [model for model in MODELS if model._meta.auto_created]

    assert [model for model in made if free_text(model)] == []


def test_a_field_that_nobody_declared_is_found():
    class Stray(Declared):
        impersonal = ("code",)
        code = models.CharField(max_length=3)
        words = models.TextField()
        kind = models.CharField(max_length=3, choices=[("a", "A")])

        class Meta:
            app_label = "stray"

    assert undeclared(Stray) == {"words"}
