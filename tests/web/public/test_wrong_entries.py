"""Wrong entries: said in words, beside the field and at the top, with everything kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsr.models import Attachment, Controller, Submission
from tests.web.public.walk import AGENT, SELF, Walk

POST = {
    **SELF,
    "answer": {"medium": "post", "language": "en"},
    "contact": {"name": "Mira Erfunden", "postal_address": "Weg 3, 20000 Ort"},
}
MAIL = {**SELF, "answer": {"medium": "mail", "language": "en"}}
CHILD = {
    **AGENT,
    "who": {"relation": "guardian"},
    "relation": {**AGENT["relation"], "basis": "parent", "child_age": "9"},
}

WRONG: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    ("who", MAIL, {}, "relation", "Choose who you are."),
    ("who", MAIL, {"relation": "the queen"}, "relation", "Choose who you are."),
    ("relation", MAIL, {"known_as": "enemy"}, "known_as", "Please choose one of the answers shown."),
    ("relation", AGENT, {}, "name", "Write the name of the person for whom you act."),
    ("relation", AGENT, {}, "agent_name", "Write your own name."),
    ("relation", AGENT, {}, "basis", "Choose what allows you to act."),
    ("relation", AGENT, {**AGENT["relation"], "person_email": "mira@"}, "person_email", "This is no e-mail address."),
    ("relation", CHILD, {**CHILD["relation"], "child_age": "nine"}, "child_age", "Write the age in years"),
    ("relation", CHILD, {**CHILD["relation"], "child_age": "-1"}, "child_age", "Write the age in years"),
    ("rights", MAIL, {}, "rights", "Choose at least one thing that we shall do."),
    ("rights", MAIL, {"rights": ["access", "money"]}, "rights", "Choose from the list, please."),
    ("details-access", MAIL, {"wish": "gold"}, "wish", "Please choose one of the answers shown."),
    ("details-access", MAIL, {"own_words": "x" * 10_001}, "own_words", "at most 10000 characters. You wrote 10001."),
    ("answer", MAIL, {"language": "en"}, "medium", "Choose how we shall answer."),
    ("answer", MAIL, {"medium": "mail"}, "language", "Choose the language of our answer."),
    ("answer", MAIL, {"medium": "pigeon", "language": "xx"}, "medium", "Choose how we shall answer."),
    ("contact", MAIL, {"name": "Mira"}, "email", "Write your e-mail address, or go back"),
    ("contact", MAIL, {"email": "mira.example.net"}, "email", "This is no e-mail address."),
    ("contact", MAIL, {"email": "mira@example.net", "name": "M" * 201}, "name", "at most 200 characters."),
    ("contact", MAIL, {"email": "mira@example.net", "name": "M\nBcc: x@example.org"}, "name", "a line break or"),
    ("contact", POST, {"postal_address": "Weg 1"}, "name", "Write your name, so that the letter reaches you."),
    ("contact", POST, {"name": "Mira"}, "postal_address", "Write the address to which the letter shall go."),
]  # fmt: skip


@pytest.mark.parametrize(("page", "answers", "data", "field", "message"), WRONG)
def test_a_wrong_entry_is_said_at_the_top_and_beside_its_field(
    controller: Controller, page: str, answers: dict[str, Any], data: dict[str, Any], field: str, message: str
):
    walk = Walk(controller, language="en").fill("access", answers=answers)

    response = walk.post(page, data)

    text = response.content.decode()
    summary = text.split('class="error-summary"')[1].split("</div>")[0]
    assert response.status_code == 422
    assert "<title>Error: " in text
    assert f'href="#id_{field}' in summary
    assert message in summary
    assert message in text.split("</form>")[0].split('class="error-summary"')[1].split("</div>", 1)[1]


def test_what_was_entered_wrongly_is_kept_and_what_was_right_before_stays(controller: Controller):
    walk = Walk(controller, language="en").fill("access")

    text = walk.post("contact", {"name": "Mira <Neu>", "email": "mira.example.net"}).content.decode()

    assert 'value="Mira &lt;Neu&gt;"' in text
    assert 'value="mira.example.net"' in text
    assert "mira@person.example.net" in walk.get("check").content.decode()


def test_no_text_field_lets_the_browser_cut_what_is_pasted(controller: Controller):
    controller.identifiers = [{"code": "device", "label": "Device", "purpose": "Finds it."}]
    controller.save()
    walk = Walk(controller).fill("access", "erasure", answers=POST)

    pages = [walk.get(page).content.decode() for page in ("relation", "details-access", "find", "contact")]

    assert not any("maxlength" in page for page in pages)


UNSAFE = {
    "nothing": "",
    "one megabyte": "ä" * 500_000,
    "NUL": "Mi\x00ra",
    "right to left": "\u202eariM\u202c",
    "emoji": "👩‍👧‍👦🏳️‍🌈",
    "combining": "M" + "\u0301" * 80 + "ira",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% now %}",
    "formula": '=HYPERLINK("http://example.org")',
    "header": "Mira\r\nBcc: all@example.org",
    "percent": "%(name)s %s %00",
    "lone surrogate": "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "path": "../../etc/passwd",
    "controls": "\x01\x02\x1b[31m",
    "spaces only": " \u00a0\u3000\t",
}


@pytest.mark.parametrize("text", UNSAFE.values(), ids=UNSAFE)
@pytest.mark.parametrize(
    ("page", "field", "others"),
    [
        ("details-erasure", "what", {}), ("details-erasure", "own_words", {}), ("details-erasure", "ground", {}),
        ("find", "device", {}), ("contact", "name", {"postal_address": "Weg 1"}),
        ("contact", "postal_address", {"name": "Mira"}), ("relation", "known_as", {}), ("who", "relation", {}),
        ("rights", "rights", {}), ("answer", "medium", {"language": "en"}),
    ],
)  # fmt: skip
def test_any_text_in_any_field_gets_a_clear_message_or_is_taken_whole(
    controller: Controller, page: str, field: str, others: dict[str, str], text: str
):
    controller.identifiers = [{"code": "device", "label": "Device", "purpose": "Finds it."}]
    controller.save()
    walk = Walk(controller, language="en").fill("erasure", answers=POST)

    response = walk.post(page, {**others, field: text}, query="?check=1")

    assert response.status_code in {302, 422}
    if response.status_code == 422:
        assert 'class="error-summary"' in response.content.decode()
        return
    walk.send()
    submission = Submission.objects.get()
    everything = str([submission.details, submission.subject.name, submission.subject.postal_address,
                      submission.subject.identifiers])  # fmt: skip
    whole = text.strip().replace("\r\n", "\n")
    assert repr(whole)[1:-1] in everything or str([whole])[2:-2] in everything


@pytest.mark.parametrize("text", UNSAFE.values(), ids=UNSAFE)
@pytest.mark.parametrize(
    ("page", "field"),
    [("relation", "name"), ("relation", "agent_name"), ("relation", "person_email"), ("relation", "child_age"),
     ("contact", "email")],
)  # fmt: skip
def test_any_text_of_somebody_who_acts_for_a_child_gets_a_clear_message_or_is_taken_whole(
    controller: Controller, page: str, field: str, text: str
):
    walk = Walk(controller, language="en").fill("access", answers=CHILD)
    others = {**CHILD["relation"], "person_email": "", **CHILD["contact"]}

    response = walk.post(page, {**others, field: text}, query="?check=1")

    assert response.status_code in {302, 422}
    if response.status_code == 422:
        assert 'class="error-summary"' in response.content.decode()
        return
    walk.send()
    subject = Submission.objects.get().subject
    held = {"name": subject.name, "agent_name": subject.agent_name, "person_email": subject.email}
    assert held[field] == text.strip()


@pytest.mark.parametrize("page", ["who", "rights", "contact", "status"])
def test_more_than_the_server_reads_is_refused_in_words_and_not_with_a_fault(
    controller: Controller, page: str
):
    walk = Walk(controller)

    response = walk.post(page, {"name": "x" * 3_000_000, "reference": "x"})

    assert response.status_code == 413
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("number", ["\u00b2", "9" * 40, "9" * 5000, "-1", "1\x00", ""])
def test_a_file_of_a_number_that_is_none_is_not_taken_out(controller: Controller, number: str):
    walk = Walk(controller).fill("access")

    response = walk.post("files", {"remove": number})

    assert response.status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/en/muster/request/nonsense/", "/en/muster/request/details-money/", "/en/nobody/", "/en/muster/request/%00/",
        "/en/confirm/%00%ff/", "/en/status/%F0%9F%8D%8B/withdraw/", "/en/c/nobody/colours.css", "/en/muster/done/x",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_says_so(controller: Controller, path: str):
    response = Walk(controller).client.get(path)

    assert response.status_code in {302, 404}


def test_files_that_are_not_taken_are_named_and_the_others_are_kept(controller: Controller):
    walk = Walk(controller, language="en").fill("access")
    good = SimpleUploadedFile("Brief.txt", b"Sehr geehrte Damen und Herren")
    bad = SimpleUploadedFile("<b>x</b>.exe", b"MZ\x00\x00")

    response = walk.post("files", {"files": [good, bad], "go": "on"})

    text = response.content.decode()
    assert response.status_code == 422
    assert "is of a kind that we cannot take" in text
    assert "<b>x" not in text
    assert [a.name for a in Attachment.objects.all()] == ["Brief.txt"]


def test_files_go_with_the_submission_and_can_be_taken_out_before(controller: Controller):
    walk = Walk(controller).fill("access")
    for name in ("eins.txt", "zwei.txt"):
        walk.post("files", {"files": [SimpleUploadedFile(name, b"Text")], "add": "more"})
    first = Attachment.objects.earliest("pk")

    walk.post("files", {"remove": str(first.pk)})
    walk.send()

    assert [(a.name, a.submission) for a in Attachment.objects.all()] == [
        ("zwei.txt", Submission.objects.get())
    ]


def test_nobody_takes_out_the_file_of_somebody_else(controller: Controller):
    walk = Walk(controller).fill("access")
    walk.post("files", {"files": [SimpleUploadedFile("mein.txt", b"Text")], "add": "more"})
    stranger = Walk(controller).fill("access")

    stranger.post("files", {"remove": str(Attachment.objects.get().pk)})

    assert Attachment.objects.count() == 1
