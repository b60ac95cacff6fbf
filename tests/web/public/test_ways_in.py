"""The ways into the form: languages, deep links, colours, traps, the list of controllers."""

from django.test import Client

from dsr.models import Controller, Draft, SubjectRequest, Submission
from tests.web.public.walk import SELF, Walk


def test_switching_the_language_keeps_the_answers(controller: Controller):
    walk = Walk(controller).fill("access")
    english = Walk(controller, walk.client, language="en")

    page = english.get("contact").content.decode()
    english.send()

    assert 'lang="en"' in page
    assert "mira@person.example.net" in page
    assert Submission.objects.get().language == "de"


def test_a_deep_link_presets_the_right_and_carries_its_origin(controller: Controller):
    walk = Walk(controller)
    start = walk.get("start", "?right=erasure&origin=eudi_wallet").content.decode()
    walk.post("who", SELF["who"], query="?right=erasure&origin=eudi_wallet")
    walk.post("relation", {})

    page = walk.get("rights")
    walk.fill("erasure")
    walk.send()

    assert "?right=erasure&amp;origin=eudi_wallet" in start
    assert page.context["form"].initial["rights"] == ["erasure"]
    assert Submission.objects.get().origin == "eudi_wallet"


def test_a_deep_link_past_the_first_page_keeps_its_presets_on_the_way(controller: Controller):
    response = Walk(controller).get("rights", "?right=access&right=nonsense&origin=b%00d%3Cscript%3E")

    assert response.url.endswith("/request/who/?right=access")


def test_a_trap_and_haste_are_noted_and_refuse_nothing(controller: Controller):
    walk = Walk(controller).fill("access")
    walk.post("contact", {**SELF["contact"], "website": "http://spam.example"})

    walk.send()

    assert sorted(Submission.objects.get().details["about"]["signals"]) == ["quick", "trap"]


def test_a_form_that_is_closed_says_so_and_names_the_other_ways(controller: Controller):
    controller.is_open = False
    controller.save()

    page = Walk(controller, language="en").get("start").content.decode()

    assert "The form is closed at the moment" in page
    assert "Musterweg 1" in page
    assert "request/who" not in page


def test_what_was_entered_can_be_deleted(controller: Controller):
    walk = Walk(controller).fill("access")

    walk.post("discard")

    assert not Draft.objects.exists()
    assert walk.get("check").url == walk.url("start")


def test_the_list_of_controllers_leads_straight_on_where_there_is_one_only(controller: Controller):
    response = Client().get("/en/")

    assert response.url == f"/en/{controller.slug}/"


def test_a_language_that_the_controller_does_not_offer_leads_to_its_own(controller: Controller):
    controller.languages, controller.language = ["de"], "de"
    controller.save()

    response = Client().get(f"/sv/{controller.slug}/request/who/?right=access")

    assert response.url == f"/de/{controller.slug}/request/who/?right=access"


def test_the_colour_of_a_controller_comes_as_a_stylesheet_of_its_own(controller: Controller):
    controller.accent = "#7a1f5c"
    controller.save()

    page = Walk(controller).get("start").content.decode()
    sheet = Client().get(f"/de/c/{controller.slug}/colours.css")

    assert f"/de/c/{controller.slug}/colours.css?7a1f5c" in page
    assert "--accent:#7a1f5c" in sheet.content.decode()
    assert sheet["Cache-Control"].startswith("public")


def test_foreign_words_are_marked_for_those_who_listen(controller: Controller):
    walk, english = Walk(controller), Walk(controller, language="en")
    walk.sent("access")
    swedish = Walk(controller, walk.client, language="sv")
    english.post("who", {"relation": "self"})
    english.post("relation", {})

    receipt, cards = swedish.get("done").content.decode(), english.get("rights").content.decode()

    assert '<span lang="en">Data protection authority of Berlin' in receipt
    assert '<span lang="de">Sperrung</span>' in cards


def test_a_colour_that_cannot_be_read_leaves_the_house_s_own(controller: Controller):
    Controller.objects.update(accent="red")

    sheet = Client().get(f"/de/c/{controller.slug}/colours.css")

    assert (sheet.status_code, sheet.content) == (200, b"")


def test_no_page_of_the_form_is_kept_by_a_cache_or_asks_another_origin(controller: Controller):
    response = Walk(controller).fill("access").get("check")

    assert response["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert SubjectRequest.objects.count() == 0
