"""Exports are sealed, each with a key of its own."""

import uuid

from django.db import migrations, models

import dsr.vault.keys


def key(default):
    """Return the operation that adds the id of the key."""
    return migrations.AddField("export", "seal_key", models.UUIDField(default=default, editable=False))


class Migration(migrations.Migration):
    """To add the column, no key has to be drawn."""

    dependencies = [("dsr", "0091_disposal")]
    operations = [
        migrations.SeparateDatabaseAndState([key(uuid.uuid4)], [key(dsr.vault.keys.draw)]),
    ]
