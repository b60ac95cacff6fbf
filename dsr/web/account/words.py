"""What is said when somebody is not let in."""

from django.utils.translation import gettext_lazy as _

WRONG_CODE = _(
    "This code is not right, or it was used already. Wait for the next one and type all six figures."
)
TOO_OFTEN = _("That was wrong too often. Wait five minutes, then try again.")
