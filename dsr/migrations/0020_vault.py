"""Personal fields are sealed from here on: each row gets its mark, each submission and form its key."""

import uuid

from django.db import migrations, models

import dsr.vault.keys
from dsr.vault.personal import PersonalJSON

SEALED = (
    "attachment", "balancing", "clockchange", "correction", "disclosure", "dispute", "draft", "erasure", "extension", "fee", "humanreview",
    "instruction", "keptdata", "message", "outsideletter", "pause", "permitteduse", "processorcase",
    "recipientnotice", "reopening", "restriction", "subject", "subjectrequest", "submission", "task", "transfer", "withdrawal",
)  # fmt: skip
MAPPINGS = {"Submission": "details", "Subject": "identifiers", "Draft": "answers"}


def refuse_what_is_not_sealed(apps, schema_editor):
    """Stop before anything changes where rows exist: they would stay readable in the log and the backups for ever."""
    if apps.get_model("dsr", "Submission").objects.exists() or apps.get_model("dsr", "Draft").objects.exists():
        raise RuntimeError(
            "This database was filled by a version that did not seal personal data, which cannot be sealed "
            "afterwards without leaving copies behind: begin with an empty database."
        )


def make_mappings_text(apps, schema_editor):
    """Turn the columns of JSON into text: what is sealed is text."""
    for name, column in MAPPINGS.items():
        model = apps.get_model("dsr", name)
        old, new = models.JSONField(default=dict), PersonalJSON()
        for field in (old, new):
            field.set_attributes_from_name(column)
            field.model = model
        schema_editor.alter_field(model, old, new)


def key(model, **options):
    """Add the id of a key. New rows draw theirs when they are made: to add the column, none has to be drawn."""
    def add(default):
        field = models.UUIDField(default=default, editable=False, unique=True, **options)
        return [migrations.AddField(model, "key", field)]

    return migrations.SeparateDatabaseAndState(add(uuid.uuid4), add(dsr.vault.keys.draw))


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("dsr", "0010_disputes")]
    operations = [
        migrations.RunPython(refuse_what_is_not_sealed, migrations.RunPython.noop),
        migrations.RunPython(make_mappings_text, migrations.RunPython.noop),
        key("draft"),
        key("submission", null=True),
        *(
            migrations.AddField(model, "seal", models.UUIDField(default=uuid.uuid4, editable=False))
            for model in SEALED
        ),
    ]
