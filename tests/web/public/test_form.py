"""The public form, from the first page to the receipt."""

import pytest

from dsr.law import rights
from dsr.models import Controller, Draft, State, Submission
from dsr.web.public import forms
from tests.web.public.walk import AGENT, SELF, Walk


@pytest.mark.parametrize("right", list(rights.ALL))
def test_every_right_can_be_asked_for_from_the_first_page_to_the_receipt(controller: Controller, right: str):
    walk = Walk(controller)

    submission = walk.sent(right)

    done = walk.get("done").content.decode()
    dsr = submission.requests.get()
    assert (dsr.right, dsr.state, submission.language) == (right, State.UNCONFIRMED, "de")
    assert dsr.reference in done
    assert walk.secret() in done
    assert walk.get("done").context["rights"][0]["why"]


def test_the_form_offers_every_right_of_the_law():
    offered = sorted(forms.RIGHTS)

    assert offered == sorted(rights.ALL)


def test_several_rights_in_one_form_become_requests_with_their_own_due_dates(controller: Controller):
    walk = Walk(controller)

    submission = walk.sent("access", "erasure", "objection_marketing")

    page = walk.get("done").content.decode()
    assert [dsr.right for dsr in submission.requests.order_by("pk")] == [
        "access",
        "erasure",
        "objection_marketing",
    ]
    assert all(dsr.reference in page for dsr in submission.requests.all())


def test_what_a_right_asks_for_reaches_the_desk(controller: Controller):
    answers = {"what": "Alles vom Newsletter", "ground": "consent_withdrawn", "own_words": "Bitte bald."}

    submission = Walk(controller).sent("erasure", erasure=answers)

    assert submission.details["erasure"] == answers
    assert submission.letter == "Bitte bald."
    assert submission.details["about"]["known_as"] == "customer"


def test_the_identifiers_of_this_controller_are_asked_for_with_their_purpose(controller: Controller):
    controller.identifiers = [
        {"code": "device", "label": "Geräte-ID", "purpose": "Damit finden wir Ihr Gerät."}
    ]
    controller.save()
    walk = Walk(controller)
    walk.fill("access", answers={**SELF, "find": {"device": "ab-12"}})

    page = walk.get("find").content.decode()
    walk.send()

    assert "Geräte-ID" in page
    assert "Damit finden wir Ihr Gerät." in page
    assert Submission.objects.get().subject.identifiers == {"device": "ab-12"}


def test_nothing_but_a_right_and_a_way_to_answer_is_asked_of_somebody_who_gives_no_address(
    controller: Controller,
):
    bare = {**SELF, "relation": {}, "answer": {"medium": "page", "language": "de"}, "contact": {}}

    submission = Walk(controller).sent("access", answers=bare)

    assert (submission.subject.name, submission.subject.mail_address) == ("", "")
    assert submission.requests.get().state == State.RECEIVED


def test_an_answer_by_post_needs_a_name_and_an_address_and_no_mail(controller: Controller):
    post = {
        **SELF,
        "answer": {"medium": "post", "language": "sv"},
        "contact": {"name": "Mira Erfunden", "postal_address": "Weg 3\r\n20000 Ort"},
    }

    submission = Walk(controller).sent("access", answers=post)

    assert (submission.medium, submission.language) == ("post", "sv")
    assert submission.subject.postal_address == "Weg 3\n20000 Ort"


def test_an_agent_names_both_and_the_basis(controller: Controller):
    submission = Walk(controller).sent("access", answers=AGENT)

    subject = submission.subject
    assert (subject.name, subject.email) == ("Mira Erfunden", "mira@person.example.net")
    assert (subject.agent_name, subject.agent_email) == ("Ada Anwältin", "kanzlei@agent.example.com")
    assert (submission.relation, submission.details["about"]["basis"]) == ("agent", "authority")


@pytest.mark.parametrize(("relation", "basis"), [("guardian", "parent"), ("carer", "appointed")])
def test_a_parent_and_a_carer_have_pages_of_their_own(controller: Controller, relation: str, basis: str):
    answers = {
        **AGENT,
        "who": {"relation": relation},
        "relation": {**AGENT["relation"], "basis": basis, "child_age": "9"},
    }

    submission = Walk(controller).sent("access", answers=answers)

    assert (submission.relation, submission.details["about"]["basis"]) == (relation, basis)
    assert submission.details["about"].get("child_age") == (9 if relation == "guardian" else None)


def test_going_back_and_changing_an_answer_keeps_all_others(controller: Controller):
    walk = Walk(controller).fill("access")

    changed = walk.post(
        "contact", {"name": "Mira Anders", "email": "mira@person.example.net"}, query="?check=1"
    )
    walk.send()

    assert changed.url == walk.url("check")
    assert Submission.objects.get().subject.name == "Mira Anders"


def test_changing_who_asks_leads_through_the_pages_that_depend_on_it(controller: Controller):
    walk = Walk(controller).fill("access")

    response = walk.post("who", {"relation": "agent"}, query="?check=1")
    relation = walk.post("relation", AGENT["relation"], query="?check=1")
    contact = walk.post("contact", AGENT["contact"], query="?check=1")

    assert response.url == walk.url("relation") + "?check=1"
    assert relation.url == walk.url("contact") + "?check=1"
    assert contact.url == walk.url("check")


def test_adding_a_right_on_the_check_page_asks_only_for_its_details(controller: Controller):
    walk = Walk(controller).fill("access")

    response = walk.post("rights", {"rights": ["access", "erasure"]}, query="?check=1")
    back = walk.post("details-erasure", {}, query="?check=1")

    assert response.url == walk.url("details-erasure") + "?check=1"
    assert back.url == walk.url("check")


def test_a_page_cannot_be_reached_before_those_in_front_of_it(controller: Controller):
    walk = Walk(controller)
    walk.post("who", {"relation": "self"})

    early = [walk.get(page).url for page in ("contact", "check", "files", "details-access")]

    assert early == [walk.url("relation")] * 4


def test_an_answer_whose_form_was_deleted_meanwhile_is_not_lost(controller: Controller):
    walk = Walk(controller).fill("access")
    Draft.objects.all().delete()

    response = walk.post("details-access", {"own_words": "viel Mühe"})

    assert response.url == walk.url("who")
    assert Draft.objects.get().answers["pages"]["details-access"]["own_words"] == "viel Mühe"


def test_the_check_page_shows_every_answer_with_a_way_to_change_it(controller: Controller):
    walk = Walk(controller).fill("access", access={"own_words": "<b>nur</b> die Rechnungen"})

    page = walk.get("check").content.decode()

    assert "&lt;b&gt;nur&lt;/b&gt; die Rechnungen" in page
    assert "mira@person.example.net" in page
    for name in ("who", "relation", "rights", "details-access", "answer", "contact", "files"):
        assert f'{walk.url(name)}?check=1"' in page
