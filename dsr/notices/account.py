"""What mails to staff about their own accounts say: the link that opens one, what was changed, what waits."""

from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.models import AccessLink, Notice
from dsr.notices import links

CHANGES: dict[str, Any] = {
    "password": _later("The password of your account was changed."),
    "app": _later("An app with codes was added as second factor."),
    "passkey": _later("A passkey was added to your account."),
    "removed": _later("A second factor was removed."),
    "codes": _later("New recovery codes were made; the old ones are void."),
    "forgotten": _later("All second factors were taken away. The next sign-in leads to a new one."),
    "sso": _later("The account was connected with single sign-on."),
}
LINKED = frozenset(AccessLink.Purpose.values)
ALL = LINKED | {"account_changed", "role_proposed"}


def said(notice: Notice) -> dict[str, Any]:
    """Return what the words of such a mail may print; nothing for any other kind."""
    if notice.kind in LINKED:
        link = AccessLink.objects.filter(pk=int(notice.occasion.removeprefix("l"))).first()
        if link is None:
            return {}
        until = timezone.localtime(link.expires_at, notice.controller.tz)
        # Translators: a day and a time, in the letters of Django's date format.
        return {"link": links.to_access(link.token), "until": date_format(until, _("j F Y, H:i"))}
    if notice.kind == "account_changed":
        return {"change": CHANGES[notice.occasion.partition(":")[0]], "link": links.to_account()}
    return {"link": links.to_roles()} if notice.kind == "role_proposed" else {}
