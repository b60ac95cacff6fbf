"""The words by which a person is found: written when they are known, anew when they change, gone with the purge."""

from dsr.models import SearchToken, Subject
from dsr.vault import tokens


def index(subject: Subject) -> None:
    """Write the tokens of a new person, in the transaction that stores them."""
    SearchToken.objects.bulk_create(
        [SearchToken(submission_id=subject.submission_id, token=token) for token in tokens_of(subject)],
        ignore_conflicts=True,
    )


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
