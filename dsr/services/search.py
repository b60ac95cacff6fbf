"""The words by which a person is found: written when they are known, anew when they change, gone with the purge."""

from django.db import connection

from dsr.models import SearchToken, Subject
from dsr.vault import tokens

# One statement without a model for each row: the public form waits for it.
ALL_AT_ONCE = (
    "INSERT INTO dsr_searchtoken (submission_id, token) SELECT %s, unnest(%s::bigint[]) "
    "ON CONFLICT DO NOTHING"
)
ONE_BY_ONE = "INSERT OR IGNORE INTO dsr_searchtoken (submission_id, token) VALUES (%s, %s)"


def index(subject: Subject) -> None:
    """Write the tokens of a new person, in the transaction that stores them."""
    found = list(tokens_of(subject))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ALL_AT_ONCE, [subject.submission_id, found])
        else:
            cursor.executemany(ONE_BY_ONE, [(subject.submission_id, token) for token in found])


def index_anew(subject: Subject) -> None:
    """Replace the tokens of a person of whom something changed, in the transaction of the change."""
    SearchToken.objects.filter(submission=subject.submission_id).delete()
    index(subject)


def tokens_of(subject: Subject) -> set[int]:
    """Return the keyed digests of all by which a person may be looked for."""
    words = tokens.of_words([
        subject.name, subject.agent_name, subject.postal_address, subject.phone,
        *(str(value) for value in subject.identifiers.values()),
    ])  # fmt: skip
    return tokens.hidden(words | tokens.of_addresses([subject.email, subject.agent_email]))
