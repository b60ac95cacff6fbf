"""The words of every step of an explanation, in English, by the rule and what it was applied to."""

from dsr.law.text import gettext_noop as _

RECEIVED = _("Received on %(day)s; that day is not counted.")
RESTART = {
    "identity": _("Proof of identity came on %(day)s: the period starts from that day."),
    "fee": _("The fee came on %(day)s: the period starts from that day."),
}
DELAY = _("The costs were announced on %(asked)s: the period starts after %(days)s days, on %(day)s.")
PERIOD = {
    "one month": _("One month ends on the same day number: %(day)s."),
    "one month, clamped": _("One month ends on %(day)s, because that month has no day %(number)s."),
    "days": _("%(length)s days end on %(day)s."),
    "working_days": _("%(length)s working days end on %(day)s."),
}
EXTENSION = {
    "months": _("Extended: %(length)s months from %(start)s end on the same day number: %(day)s."),
    "months, clamped": _(
        "Extended: %(length)s months from %(start)s end on %(day)s, because that month has no day %(number)s."
    ),
    "days": _("Extended: %(length)s days from %(start)s end on %(day)s."),
}
NO_EXTENSION = _("This law fixes no day for an extension; the first deadline stays.")
PAUSE = {
    ("identity", True): _("One day paused while identity was in doubt: %(day)s."),
    ("identity", False): _("%(days)s days paused while identity was in doubt: %(day)s."),
    ("clarification", True): _("One day paused while the scope was unclear: %(day)s."),
    ("clarification", False): _("%(days)s days paused while the scope was unclear: %(day)s."),
}
PAUSE_AGAIN = {
    True: _("The paused day is added here too: %(day)s."),
    False: _("The %(days)s paused days are added here too: %(day)s."),
}
NO_EFFECT = {
    "identity": _("The question about identity on %(asked)s does not stop this clock."),
    "clarification": _("The question about the scope on %(asked)s does not stop this clock."),
    "fee": _("The announcement of a fee on %(asked)s does not stop this clock."),
    "internal": _("Waiting for one's own people since %(asked)s does not stop this clock."),
}
LATE = {
    "identity": _("The question about identity on %(asked)s came after the last day and changes nothing."),
    "clarification": _(
        "The question about the scope on %(asked)s came after the last day and changes nothing."
    ),
    "fee": _("The announcement of a fee on %(asked)s came after the last day and changes nothing."),
}
SUSPENDED = {
    "identity": _("Waiting for proof of identity since %(asked)s: there is no last day until it is here."),
    "clarification": _(
        "Waiting for the scope since %(asked)s: there is no last day until the answer is here."
    ),
    "fee": _("Waiting for the fee since %(asked)s: there is no last day until the answer is here."),
}
ROLL = {
    "saturday": _("%(before)s is a Saturday: the last day moves to %(day)s."),
    "sunday": _("%(before)s is a Sunday: the last day moves to %(day)s."),
    "holiday": _("%(before)s is a public holiday (%(holiday)s): the last day moves to %(day)s."),
}
STAYS = {
    "saturday": _("%(day)s is a Saturday; this law does not move the last day."),
    "sunday": _("%(day)s is a Sunday; this law does not move the last day."),
    "holiday": _("%(day)s is a public holiday (%(holiday)s); this law does not move the last day."),
}
REOPENED = _("Taken up again on %(day)s: the days above stay on record, and a short new term starts.")
AGAIN = _("%(days)s days end on %(day)s.")
SAFE = {
    "again": _("Counted without pauses and without waiting for a working day: safe day %(day)s."),
    "same": _("No other reading ends earlier: %(day)s is the safe day too."),
    "roll": _("Without waiting for a working day: safe day %(day)s."),
    "pause": _("Without the pause: safe day %(day)s."),
    "pause, roll": _("Without the pause, and without waiting for a working day: safe day %(day)s."),
    "chain": _("With the extension counted from the first deadline: safe day %(day)s."),
    "strict": _("On the strictest of all readings: safe day %(day)s."),
}
