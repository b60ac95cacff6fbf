"""Every address, tried as everybody, with what is their own and with what is not; the table says what must come out."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dsr.models import Recipient, Role, RoleProposal, User
from dsr.services import handling, roles
from dsr.web.desk.actions import ACTIONS
from dsr.web.rules import ADMINISTRATION, RULES, STAFF, Who
from tests import make
from tests.web.desk.conftest import NOW, clock, signed_in

pytestmark = pytest.mark.django_db
__all__ = ["clock"]
ROLES = {Who.HANDLER: Role.HANDLER, Who.DPO: Role.DPO, Who.AUDITOR: Role.AUDITOR}


def names(resolver: URLResolver | None = None, space: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the name of every address of the product, those of Django's administration left out."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield ":".join([*space, each.name or "without a name"])
        elif each.namespace != ADMINISTRATION:
            yield from names(each, (*space, each.namespace) if each.namespace else space)


class House:
    """One controller with its people, and what one of its pages may name."""

    def __init__(self, slug: str, prefix: str) -> None:
        self.controller = make.controller(slug, prefix=prefix)
        self.officer = make.staff(self.controller, Role.DPO, f"dpo@{slug}.example.org")
        self.dsr = make.requests(self.controller, now=NOW)[0]
        self.system = make.system(self.controller)
        self.recipient = Recipient.objects.create(controller=self.controller, name="Post")
        self.person = make.staff(self.controller, Role.AUDITOR, f"person@{slug}.example.org")


@pytest.fixture
def own(db: None) -> House:
    return House("own", "OWN")


@pytest.fixture
def foreign(db: None) -> House:
    return House("foreign", "FGN")


def user_of(who: Who, house: House) -> User:
    """Return somebody with one role at a controller; a case handler has the house's case."""
    email = f"{who.name.lower()}@staff.example.org"
    if who in ROLES:
        user = make.staff(house.controller, ROLES[who], email)
        if who == Who.HANDLER:
            handling.assign(house.dsr.pk, to=user, by=house.officer, now=NOW)
        return user
    return User.objects.create_superuser(email) if who == Who.ADMIN else User.objects.create_user(email)


def arguments(name: str, house: House, user: User | None) -> list[object]:
    """Return what the address of a page names, of one house."""
    dsr, slug = house.dsr, house.controller.slug
    token, key = "no-such-token", uuid.uuid4()
    table: dict[str, Callable[[], list[object]]] = {
        "desk:taken_in": lambda: [dsr.submission.client_key],
        "desk:act": lambda: [dsr.reference, "write_out"],
        "desk:export_fetch": lambda: [key], "desk:export_destroy": lambda: [key],
        "desk:embed": lambda: [slug], "desk:calendar_feed": lambda: [token], "desk:view_drop": lambda: [0],
        "account:open": lambda: [token], "account:remove": lambda: [0], "account:end_session": lambda: [0],
        "openid_connect_login": lambda: ["sso"], "openid_connect_callback": lambda: ["sso"],
        "settings:system": lambda: [slug, house.system.pk],
        "settings:recipient": lambda: [slug, house.recipient.pk],
        "settings:letter": lambda: [slug, "extension", "en"],
        "settings:section": lambda: [slug, "holidays"],
        "settings:decide": lambda: [proposal(house).pk],
    }  # fmt: skip
    if name in table:
        return table[name]()
    if name.startswith("desk:") and RULES[name].over == "case":
        return [dsr.reference] if name not in {"desk:file", "desk:letter_pdf"} else [dsr.reference, 0]
    if RULES[name].over == "person":
        return [house.person.pk]
    return [slug] if RULES[name].over == "controller" else []


def proposal(house: House) -> RoleProposal:
    """Return a role that waits to be decided at a house."""
    somebody = User.objects.create_user(f"new@{house.controller.slug}.example.org")
    make.staff(house.controller, Role.DPO, f"other@{house.controller.slug}.example.org")
    return roles.propose(somebody.pk, controller=house.controller, role="auditor", by=house.officer, now=NOW)


def answer_of(client: Client, name: str, house: House, user: User | None):
    """Open an address of a house, or send to it what its page would."""
    address = reverse(name, args=arguments(name, house, user))
    if not RULES[name].posts:
        return client.get(address)
    sent = {"what": "invite", "controller": house.controller.slug, "role": "auditor"}
    return client.post(address, sent if name.startswith("settings:p") or name == "settings:take_away" else {})


def is_shut(answer) -> bool:
    return answer.status_code == 404


# What an address names and nobody has made: the page opens, and there is nothing of this number.
NOTHING_THERE = {
    "desk:taken_in", "desk:file", "desk:letter_pdf", "desk:package", "desk:package_file", "desk:export_fetch",
    "desk:export_destroy", "desk:report_file", "desk:view_drop", "account:remove",
}  # fmt: skip
GUARDED = {name: rule for name, rule in RULES.items() if Who.ANYBODY not in rule.who}
OVER_SOMETHING = [name for name, rule in GUARDED.items() if rule.over in {"case", "controller", "person"}]


def test_every_address_has_a_rule_and_every_rule_an_address():
    assert sorted(set(names())) == sorted(RULES)


def wrong(
    client: Client, house: House, user: User | None, names_of: list[str], fits: Callable[[str, Any], bool]
) -> list[str]:
    """Return the addresses whose answer does not fit, each tried as if none had been tried before."""
    found = []
    for name in names_of:
        with transaction.atomic():
            answer = answer_of(client, name, house, user)
            transaction.set_rollback(True)
        if not fits(name, answer):
            found.append(f"{name}: {answer.status_code}")
    return found


def test_nobody_opens_a_page_of_the_desk_without_signing_in(own: House):
    def leads_to_the_door(name: str, answer: Any) -> bool:
        door = reverse("desk:sign_in")
        return (
            answer.status_code in {302, 403} and door in answer.get("Location", "") + answer.content.decode()
        )

    assert wrong(Client(), own, None, list(GUARDED), leads_to_the_door) == []


@pytest.mark.parametrize("who", sorted(STAFF))
def test_a_page_opens_to_those_whom_the_table_names_and_to_nobody_else(who: Who, own: House):
    def fits(name: str, answer: Any) -> bool:
        if who not in RULES[name].who:
            return is_shut(answer)
        to_the_door = answer.get("Location", "").startswith(reverse("desk:sign_in"))
        return name in NOTHING_THERE or (answer.status_code not in {403, 404} and not to_the_door)

    user = user_of(who, own)

    assert wrong(signed_in(user), own, user, list(GUARDED), fits) == []


@pytest.mark.parametrize("who", sorted(STAFF))
def test_what_is_somebody_elses_does_not_exist(who: Who, own: House, foreign: House):
    user = user_of(who, own)

    def fits(name: str, answer: Any) -> bool:
        return is_shut(answer) == (who not in RULES[name].house)

    assert wrong(signed_in(user), foreign, user, OVER_SOMETHING, fits) == []


def test_a_case_that_is_assigned_to_somebody_else_does_not_exist(own: House):
    user = make.staff(own.controller, Role.HANDLER, "handler@staff.example.org")
    cases = [name for name, rule in GUARDED.items() if rule.over == "case"]

    assert wrong(signed_in(user), own, user, cases, lambda _name, answer: is_shut(answer)) == []


@pytest.mark.parametrize("action", [code for code, entry in ACTIONS.items() if entry.dpo_only])
def test_what_the_officer_decides_a_handler_can_neither_open_nor_send(action: str, own: House):
    client = signed_in(user_of(Who.HANDLER, own))
    address = reverse("desk:act", args=[own.dsr.reference, action])

    assert [client.get(address).status_code, client.post(address, {"seen": own.dsr.version}).status_code] == [
        403,
        403,
    ]


@pytest.mark.parametrize("who", [Who.NO_ROLE, Who.AUDITOR, Who.ADMIN])
def test_no_step_of_a_case_opens_to_who_reads_no_content(who: Who, own: House):
    client = signed_in(user_of(who, own))
    steps = [reverse("desk:act", args=[own.dsr.reference, action]) for action in ACTIONS]

    assert {client.get(step).status_code for step in steps} == {404}
    assert {client.post(step, {}).status_code for step in steps} == {404}


def test_a_proposed_role_of_somebody_elses_controller_is_not_decided(own: House, foreign: House):
    waiting = proposal(foreign)
    client = signed_in(user_of(Who.DPO, own))

    assert client.post(reverse("settings:decide", args=[waiting.pk]), {"give": "1"}).status_code == 404
    assert RoleProposal.objects.get(pk=waiting.pk).decided_at is None


def test_an_administrator_does_not_give_the_role_that_they_proposed(own: House):
    admin = user_of(Who.ADMIN, own)
    waiting = roles.propose(own.person.pk, controller=own.controller, role="dpo", by=admin, now=NOW)

    answer = signed_in(admin).post(reverse("settings:decide", args=[waiting.pk]), {"give": "1"})

    assert answer.status_code == 404
    assert own.person.memberships.get().role == Role.AUDITOR


def test_the_administration_is_for_administrators_alone(own: House):
    answers = {who: signed_in(user_of(who, own)).get(reverse("admin:index")).status_code for who in STAFF}

    assert answers.pop(Who.ADMIN) == 200
    assert set(answers.values()) <= {302, 403, 404}
