"""The addresses that letters and mails name. None holds a person's data; the token confirms one mailbox, once."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dsr.models import SubjectRequest


def to_status(language: str) -> str:
    """Return the address of the page on which a person reads their letters."""
    return _absolute("public:status", language=language)


def to_status_here() -> str:
    """Return the same in the language that is active."""
    return to_status(translation.get_language() or "en")


def to_form(slug: str, language: str) -> str:
    """Return the address of a controller's form, for links and posters."""
    return _absolute("public:start", slug, language=language)


def to_confirm(token: str, language: str) -> str:
    """Return the address of the page on which a person confirms their mailbox by pressing a button."""
    return _absolute("public:confirm", token, language=language)


def to_mandate(token: str, language: str) -> str:
    """Return the address of the page on which a person says whether somebody acts for them."""
    return _absolute("public:mandate", token, language=language)


def to_case(dsr: SubjectRequest) -> str:
    """Return the address of a request at the desk."""
    return _absolute("desk:request", dsr.reference)


def to_desk() -> str:
    """Return the address of the first page of the desk."""
    return _absolute("desk:home")


def to_figures() -> str:
    """Return the address of the report of figures."""
    return _absolute("desk:report")


def to_holidays(slug: str) -> str:
    """Return the address of the page on which a controller's free days are entered."""
    return _absolute("settings:section", slug, "holidays")


def to_own_overview() -> str:
    """Return the address of the page on which people choose how often their overview comes."""
    return _absolute("account:overview")


def to_task(token: str, language: str) -> str:
    """Return the address of the page on which the owner of a system answers."""
    return _absolute("owner:task", token, language=language)


def to_access(token: str) -> str:
    """Return the address of the page on which a member of staff opens their account."""
    return _absolute("account:open", token)


def to_account() -> str:
    """Return the address of the page of one's own account."""
    return _absolute("account:account")


def to_roles() -> str:
    """Return the address of the page on which roles are given."""
    return _absolute("settings:people")


def _absolute(name: str, *args: str, language: str = "en") -> str:
    with translation.override(language):
        return urljoin(settings.BASE_URL + "/", reverse(name, args=args))
