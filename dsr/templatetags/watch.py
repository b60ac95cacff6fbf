"""What every page of the desk must cry out: mail that does not leave the house."""

from typing import Any

from django import template
from django.utils import timezone

from dsr.services import obligations

register = template.Library()


@register.inclusion_tag("desk/alarm.html")
def mail_alarm() -> dict[str, Any]:
    """Show a red banner while mail is stuck, nothing otherwise."""
    return {"stuck": obligations.mail_is_stuck(now=timezone.now())}
