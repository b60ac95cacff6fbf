"""The states and outcomes of a request."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The life that every request shares (GDPR Art. 12)."""

    UNCONFIRMED = "unconfirmed", _("mailbox not confirmed yet")
    RECEIVED = "received", _("to be triaged")
    AWAITING_IDENTITY = "awaiting_identity", _("waiting for proof of identity")
    AWAITING_CLARIFICATION = "awaiting_clarification", _("waiting for the scope")
    IN_PROGRESS = "in_progress", _("in progress")
    IN_REVIEW = "in_review", _("in review")
    READY = "ready", _("ready to be sent")
    CLOSED = "closed", _("closed")


class Outcome(models.TextChoices):
    """How a request ended, or is proposed to end."""

    GRANTED = "granted", _("granted")
    PARTLY_GRANTED = "partly_granted", _("granted in part")
    REFUSED = "refused", _("refused")
    NO_DATA = "no_data", _("no data held")
    WITHDRAWN = "withdrawn", _("withdrawn")
    HANDED_OVER = "handed_over", _("handed over")
    MERGED = "merged", _("merged")
    NOT_A_REQUEST = "not_a_request", _("not a request")
    LAPSED = "lapsed", _("lapsed")


ANSWERS = (Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED, Outcome.NO_DATA)
WAITING = (State.AWAITING_IDENTITY, State.AWAITING_CLARIFICATION)
OPEN = tuple(state for state in State if state != State.CLOSED)
