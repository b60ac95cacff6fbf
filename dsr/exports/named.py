"""The register with names: the columns of a person, added to the row of each request."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dsr.models import Subject, SubjectRequest
from dsr.vault.sealing import open_ahead

HEADERS = (
    gettext_noop("Name"), gettext_noop("E-mail address"), gettext_noop("Telephone"), gettext_noop("Postal address"),
    gettext_noop("Identifiers"), gettext_noop("Represented by"), gettext_noop("E-mail address of the representative"),
)  # fmt: skip
CODES = ("name", "email", "phone", "postal_address", "identifiers", "agent_name", "agent_email")


def head() -> list[str]:
    """Return the headers of these columns in the language that is active."""
    return [_(header) for header in HEADERS]


def cells(requests: QuerySet[SubjectRequest]) -> Iterator[list[str]]:
    """Yield the person of each request, in the order of entry; empty cells where they are forgotten."""
    found = requests.order_by("pk").values_list("submission", flat=True)
    persons = {person.submission_id: person for person in Subject.objects.filter(submission__in=list(found))}
    open_ahead(persons.values())
    for submission in found:
        person = persons.get(submission)
        yield _of(person) if person else [""] * len(CODES)


def known(person: Subject) -> list[str]:
    """Return what finds a person: name, addresses, telephone, identifiers."""
    identifiers = "; ".join(f"{kind}: {value}" for kind, value in person.identifiers.items())
    return [person.name, person.email, person.phone, " ".join(person.postal_address.split()), identifiers]


def _of(person: Subject) -> list[str]:
    return [*known(person), person.agent_name, person.agent_email]
