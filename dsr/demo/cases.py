"""The invented requests of the demo: where, how long ago, what, in which language, by which way, and what happened.

A script is a list of steps, each with the day after receipt on which it was done: "1 start; 4 draft granted".
What would lie in the future has not happened yet, so the younger a request, the earlier its state.
"""

from dataclasses import dataclass

# Steps that many requests share.
TRIAGE = "0 confirmed; 1 start"


@dataclass(frozen=True)
class Case:
    """One submission and its story."""

    controller: str
    days_ago: int
    rights: str
    language: str
    channel: str
    script: str
    mail: str = ""


def answered(outcome: str, days: int) -> str:
    """Return the usual way of a request that was answered after so many days."""
    drafted = max(days - 2, 2)
    return (
        f"{TRIAGE}; 2 identity details; {drafted} draft {outcome}; {drafted} review; "
        f"{days - 1} approve; {days} send"
    )


CASES = (
    # A German online shop.
    Case("shop", 70, "access", "de", "form", answered("granted", 11)),
    Case("shop", 69, "erasure", "de", "form", answered("partly_granted", 17)),
    Case(
        "shop",
        66,
        "access erasure",
        "de",
        "mail",
        f"{answered('granted', 24)}; 25 review; 26 approve; 27 send",
    ),
    Case(
        "shop",
        64,
        "objection_marketing",
        "de",
        "phone",
        "0 start; 1 draft granted; 1 review; 1 approve; 1 send",
    ),
    Case(
        "shop",
        61,
        "access",
        "en",
        "form",
        "0 confirmed; 2 start; 3 ask_identity; 9 wrote_answer; "
        "10 identity details; 21 draft granted; 22 review; 23 approve; 23 send",
    ),
    Case("shop", 58, "rectification", "de", "post", answered("refused", 19)),
    Case(
        "shop",
        55,
        "withdrawal",
        "sv",
        "form",
        "0 confirmed; 0 start; 1 draft granted; 1 review; 2 approve; 2 send",
    ),
    Case("shop", 52, "access", "de", "form", answered("no_data", 6)),
    Case(
        "shop",
        50,
        "access",
        "de",
        "form",
        f"{TRIAGE}; 2 identity details; 24 extend; 44 draft granted; 45 review",
    ),
    Case(
        "shop",
        47,
        "erasure",
        "de",
        "form",
        "0 confirmed; 1 start; 2 identity details; 30 draft granted; "
        "33 explain; 34 review; 34 approve; 35 send",
    ),
    Case(
        "shop",
        41,
        "portability",
        "de",
        "form",
        f"{TRIAGE}; 3 identity account; 30 draft granted; 31 review; 31 approve",
    ),
    Case("shop", 38, "access", "de", "post", f"{TRIAGE}; 4 identity details; 34 explain"),
    Case("shop", 36, "objection", "de", "phone", "1 not_a_request"),
    Case(
        "shop",
        29,
        "erasure",
        "de",
        "form",
        f"{TRIAGE}; 3 identity details; 20 draft partly_granted; 21 review; 22 approve",
    ),
    Case("shop", 27, "access portability", "de", "form", f"{TRIAGE}; 2 identity account; 9 note"),
    Case("shop", 24, "access", "en", "form", f"{TRIAGE}; 3 ask_identity"),
    Case(
        "shop",
        22,
        "rectification",
        "de",
        "mail",
        f"{TRIAGE}; 2 identity known_channel; 15 draft granted; 16 review",
    ),
    Case("shop", 17, "access", "de", "form", f"{TRIAGE}; 8 ask_identity; 14 wrote_answer"),
    Case("shop", 12, "erasure", "sv", "form", f"{TRIAGE}; 3 identity account; 10 wrote"),
    Case("shop", 9, "automated", "de", "form", f"{TRIAGE}; 2 identity details"),
    Case("shop", 6, "access", "de", "fax", "1 start"),
    Case("shop", 4, "erasure", "de", "form", ""),
    Case("shop", 1, "rectification", "de", "form", "0 confirmed"),
    Case("shop", 0, "access", "de", "phone", ""),
    Case(
        "shop",
        21,
        "access",
        "de",
        "phone",
        "1 start; 2 identity known_channel; 5 note",
        mail="gone@person.example.net",
    ),
    # A software firm with an external DPO, in English and German.
    Case("software", 67, "access", "en", "form", answered("granted", 14)),
    Case(
        "software",
        60,
        "objection",
        "en",
        "form",
        f"{TRIAGE}; 2 identity account; 20 draft refused; 21 review; "
        "22 return; 24 draft refused; 25 review; 26 approve; 26 send",
    ),
    Case("software", 45, "automated", "en", "mail", answered("no_data", 9)),
    Case("software", 40, "access", "en", "form", f"{TRIAGE}; 2 identity account; 25 extend"),
    Case(
        "software",
        31,
        "restriction",
        "de",
        "form",
        f"{TRIAGE}; 2 identity account; 25 draft granted; 26 review",
    ),
    Case("software", 23, "access", "en", "form", f"{TRIAGE}; 2 identity account; 4 ask_scope"),
    Case("software", 14, "portability erasure", "en", "form", f"{TRIAGE}; 2 identity account"),
    Case("software", 5, "objection", "en", "form", "0 confirmed"),
    Case("software", 2, "access", "de", "mail", "0 confirmed; 1 wrote"),
    Case(
        "software",
        28,
        "objection_marketing withdrawal",
        "en",
        "form",
        "0 confirmed; 0 start; 1 draft granted; 1 review; 2 approve; 2 send",
    ),
    # The Swedish subsidiary of a manufacturer.
    Case(
        "sverige",
        68,
        "withdrawal",
        "sv",
        "form",
        "0 confirmed; 0 start; 1 draft granted; 1 review; 1 approve; 1 send",
    ),
    Case("sverige", 62, "access", "sv", "form", "0 confirmed; 2 start; 3 ask_identity; 40 lapse"),
    Case("sverige", 43, "erasure", "sv", "form", answered("granted", 13)),
    Case(
        "sverige",
        33,
        "access",
        "sv",
        "form",
        f"{TRIAGE}; 4 identity account; 20 ask_scope; 26 wrote_answer; "
        "27 answer; 28 draft granted; 29 review; 30 approve",
    ),
    Case(
        "sverige",
        20,
        "objection_marketing",
        "sv",
        "mail",
        "0 confirmed; 0 start; 1 draft granted; 2 review; 2 approve; 3 send",
    ),
    Case("sverige", 16, "access", "en", "form", f"{TRIAGE}; 5 withdraw"),
    Case("sverige", 11, "rectification", "sv", "phone", f"{TRIAGE}; 2 identity known_channel"),
    Case("sverige", 3, "access", "sv", "form", "0 confirmed"),
    Case("sverige", 7, "portability", "sv", "form", f"{TRIAGE}; 3 identity account"),
    # An IT house that mostly works for others.
    Case("rechenhaus", 48, "access", "de", "mail", "0 confirmed; 1 start; 2 hand_over"),
    Case(
        "rechenhaus",
        26,
        "erasure",
        "de",
        "post",
        "1 start; 2 identity details; 20 draft granted; 21 review; 22 approve",
    ),
    Case("rechenhaus", 8, "access", "de", "form", f"{TRIAGE}"),
    Case("rechenhaus", 54, "erasure", "en", "mail", answered("no_data", 8)),
    # A municipality.
    Case("stadt", 63, "access", "de", "post", answered("granted", 28)),
    Case(
        "stadt",
        46,
        "erasure",
        "de",
        "counter",
        "1 start; 1 identity in_person; 20 draft refused; 21 review; 22 approve; 22 send",
    ),
    Case("stadt", 37, "access", "de", "post", "1 start; 2 identity in_person; 10 note; 22 extend"),
    Case(
        "stadt",
        30,
        "restriction",
        "de",
        "counter",
        "0 start; 0 identity in_person; 26 draft granted; 27 review",
    ),
    Case("stadt", 19, "access erasure", "de", "form", f"{TRIAGE}; 3 ask_identity"),
    Case("stadt", 10, "rectification", "de", "phone", "1 start"),
)
