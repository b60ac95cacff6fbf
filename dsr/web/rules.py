"""Who may open what: one line for each address of the product, and nothing opens that has none.

The views carry the guards; this table says what they must hold, and the tests try every address as everybody, with
what is their own and with what is not. Source: the roles of the desk, GDPR Art. 5(1)(f), 25 and 32.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Who(StrEnum):
    """Everybody who may stand in front of a page."""

    ANYBODY = "anybody"
    NO_ROLE = "no role"
    HANDLER = "handler"
    DPO = "dpo"
    AUDITOR = "auditor"
    ADMIN = "admin"


Over = Literal["", "case", "controller", "person", "mine"]


@dataclass(frozen=True)
class Rule:
    """Who may open one address.

    `over` says whose thing the address names: a case is one's own by assignment or office, a controller and a person
    by office, `mine` is one's own account. What is not one's own answers as what does not exist. `house` are those to
    whom every controller is their own. `posts` marks an address to which something is only ever sent.
    """

    who: frozenset[Who]
    over: Over = ""
    house: frozenset[Who] = frozenset()
    posts: bool = False


STAFF = frozenset({Who.NO_ROLE, Who.HANDLER, Who.DPO, Who.AUDITOR, Who.ADMIN})
READS = frozenset({Who.HANDLER, Who.DPO})
OFFICER = frozenset({Who.DPO})
REGISTER = frozenset({Who.DPO, Who.AUDITOR})
SETS = frozenset({Who.DPO, Who.ADMIN})
ADMIN = frozenset({Who.ADMIN})
EVERYBODY = frozenset(Who)


def _public(*names: str) -> dict[str, Rule]:
    return dict.fromkeys(names, Rule(EVERYBODY))


def _case(*names: str, posts: bool = False) -> dict[str, Rule]:
    return dict.fromkeys(names, Rule(READS, "case", posts=posts))


def _set(*names: str, over: Over = "controller", posts: bool = False) -> dict[str, Rule]:
    return dict.fromkeys(names, Rule(SETS, over, ADMIN, posts))


RULES: dict[str, Rule] = {
    # The public pages open by secrets of their own, which their own tests try.
    **_public(
        "public:home", "public:start", "public:page", "public:files", "public:check", "public:discard", "public:done",
        "public:receipt", "public:mailbox", "public:about", "public:about_all", "public:logo", "public:colours",
        "public:status", "public:write", "public:leave", "public:recipients", "public:download", "public:fetch",
        "public:address", "public:identity", "public:handover", "public:lost", "public:renew", "public:proof",
        "public:verifier", "public:log_key", "public:withdraw",
        "public:confirm", "public:mandate", "owner:task", "alive", "obligations", "metrics",
        "webhook", "robots", "icon",
    ),
    # The ways in.
    **_public(
        "desk:calendar_feed",
        "desk:sign_in", "desk:sign_out", "desk:language", "desk:outbox", "account:forgot", "account:open",
        "account:no_account", "account_login", "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login",
        "openid_connect_callback", "socialaccount_login_error", "socialaccount_login_cancelled",
    ),
    # The desk.
    "desk:home": Rule(STAFF),
    "desk:help": Rule(STAFF),
    "desk:calendar": Rule(STAFF),
    "desk:work_arrived": Rule(READS),
    "desk:bulk": Rule(READS, posts=True),
    "desk:view_save": Rule(READS, posts=True),
    "desk:view_drop": Rule(READS, "mine", posts=True),
    "desk:requests": Rule(READS),
    "desk:search": Rule(READS, posts=True),
    "desk:intake": Rule(READS),
    "desk:taken_in": Rule(READS, "mine"),
    **_case("desk:request", "desk:file", "desk:letter_pdf", "desk:act", "desk:package", "desk:package_file"),
    **_case("desk:case_changed"),
    "desk:evidence": Rule(OFFICER, "case"),
    "desk:register": Rule(REGISTER),
    "desk:register_csv": Rule(REGISTER, posts=True),
    "desk:exports": Rule(REGISTER),
    "desk:export_order": Rule(REGISTER, posts=True),
    "desk:export_fetch": Rule(REGISTER, "mine", posts=True),
    "desk:export_destroy": Rule(REGISTER, "mine", posts=True),
    "desk:report": Rule(REGISTER),
    "desk:report_file": Rule(REGISTER),
    "desk:systems": Rule(OFFICER),
    "desk:erased": Rule(OFFICER),
    "desk:retention": Rule(OFFICER),
    "desk:retention_propose": Rule(OFFICER, posts=True),
    "desk:retention_decide": Rule(OFFICER, posts=True),
    "desk:certificates": Rule(REGISTER),
    "desk:embed_first": Rule(SETS),
    "desk:embed": Rule(SETS, "controller", ADMIN),
    # One's own account.
    **dict.fromkeys(
        ("account:account", "account:password", "account:overview", "account:begin", "account:app", "account:passkey",
         "account_reauthenticate"), Rule(STAFF),
    ),
    **dict.fromkeys(("account:codes", "account:end_others"), Rule(STAFF, posts=True)),
    "account:remove": Rule(STAFF, "mine", posts=True),
    "account:end_session": Rule(STAFF, posts=True),
    # The settings.
    **_set("settings:index", "settings:people", "settings:invite", over=""),
    "settings:new": Rule(ADMIN),
    **_set(
        "settings:overview", "settings:section", "settings:systems", "settings:new_system", "settings:read_in",
        "settings:system", "settings:recipients", "settings:new_recipient", "settings:recipient", "settings:letters",
        "settings:letter",
    ),
    "settings:opening": Rule(SETS, "controller", ADMIN, posts=True),
    **_set("settings:person", over="person"),
    **_set("settings:propose", "settings:take_away", over="person", posts=True),
    "settings:person_account": Rule(ADMIN, "person", ADMIN, posts=True),
    "settings:decide": Rule(OFFICER, "person", posts=True),
}  # fmt: skip
# Django's administration has names without number; it is for administrators alone, whatever they are.
ADMINISTRATION = "admin"
