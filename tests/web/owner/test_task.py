"""The owner's page: by link alone, one question alone, nothing changed by looking, and every dead link the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from dsr.models import Attachment, Event, EventName, Task
from dsr.notices import task_link
from dsr.services import answering, handling, identity, tasks
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db

STARTED = at("2026-03-11 10:20")
LANGUAGES = ("en", "de", "sv")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def address(task, language="en"):
    with translation.override(language):
        return reverse("owner:task", args=[task_link.token(task)])


def fresh(task):
    return Task.objects.select_related("system", "dsr").get(pk=task.pk)


@pytest.fixture
def person(controller):
    controller.identifiers = [{"code": "order", "label": {"en": "Order number"}}, {"code": "device"}]
    controller.save()
    return make.requests(
        controller, "access", now=at("2026-03-10 09:00"), phone="+49 30 0000 077",
        letter="Everything, please, also about the quarrel.", identifiers={"order": "40-2217", "device": "d-77"},
    )[0]  # fmt: skip


@pytest.fixture
def task(person, controller, handler):
    make.system(controller, "CRM", finds_by=["email", "order"])
    handling.start(person.pk, by=handler, now=STARTED)
    return Task.objects.select_related("system", "dsr").get()


def send(client, task, **words):
    return client.post(address(task), {"send": "answer", "answer": "nothing_found", **words})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_enough_and_shows_only_what_the_system_searches_by(client, task, language):
    page = client.get(address(task, language))

    text = page.content.decode()
    assert page.status_code == 200
    assert "mira@person.example.net" in text
    assert "40-2217" in text
    for hidden in ("Mira Erfunden", "+49 30 0000 077", "d-77", "quarrel"):
        assert hidden not in text
    assert page.headers["Cache-Control"] == "no-store"


def test_looking_at_the_page_changes_nothing(client, task):
    # That the page was read is logged; nothing else may come of it.
    events = Event.objects.exclude(name=EventName.TASK_OPENED)
    before = (events.count(), list(Task.objects.values()), stored(task.dsr_id).version)

    for path in (address(task), address(task) + "?again", address(task) + "?send=answer&answer=found"):
        client.get(path)
        client.head(path)

    assert (events.count(), list(Task.objects.values()), stored(task.dsr_id).version) == before


def test_the_address_holds_neither_name_nor_reference_nor_right(task):
    path = address(task)

    for word in ("Mira", "person", task.dsr.reference, "access", str(task.dsr_id)):
        assert f"/{word}" not in path
    assert len(path) == len("/en/task//") + 64


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("found", {"comment": "Two records, in the file."}),
        ("nothing_found", {}),
        ("kept_because", {"reason": "§ 147 AO, until 2034."}),
    ],
)
def test_each_of_the_three_answers_is_taken_and_thanked_for(client, task, answer, words):
    posted = send(client, task, answer=answer, **words)
    page = client.get(address(task))

    task = fresh(task)
    assert (posted.status_code, posted.headers["Location"]) == (302, address(task))
    assert (task.state, task.answer, task.comment, task.reason) == (
        "answered", answer, words.get("comment", ""), words.get("reason", ""),
    )  # fmt: skip
    assert "Thank you, we have your answer" in page.content.decode()
    assert "40-2217" not in page.content.decode()


def test_data_that_are_kept_need_a_reason_and_what_was_typed_stays(client, task):
    page = send(client, task, answer="kept_because", comment="Three invoices of 2025.")

    text = page.content.decode()
    assert (page.status_code, fresh(task).state) == (422, "open")
    assert "<title>Error: " in text
    assert "Say why the data have to be kept." in text
    assert "Three invoices of 2025." in text


def test_an_answer_nobody_offered_is_not_taken(client, task):
    page = send(client, task, answer="waived")

    assert (page.status_code, fresh(task).state) == (422, "open")


def test_files_come_with_the_answer_under_a_random_name(client, task):
    upload = SimpleUploadedFile("Mira Erfunden.pdf", PDF, "application/pdf")

    send(client, task, answer="found", files=upload)

    kept = Attachment.objects.get(task=task)
    assert (kept.name, kept.submission, kept.media_type) == (
        "Mira Erfunden.pdf", task.dsr.submission, "application/pdf",
    )  # fmt: skip
    assert "Mira" not in kept.stored_as
    assert Event.objects.get(name="task_answered").data["files"] == 1


def test_more_files_can_be_added_first_and_taken_out_again_with_the_words_kept(client, task):
    upload = SimpleUploadedFile("one.txt", b"a line of text\n", "text/plain")
    added = client.post(address(task), {"add": "more", "comment": "From the archive.", "files": upload})
    kept = Attachment.objects.get(task=task)

    removed = client.post(address(task), {"remove": str(kept.pk), "comment": "From the archive."})

    assert "one.txt" in added.content.decode()
    assert "From the archive." in added.content.decode()
    assert "From the archive." in removed.content.decode()
    assert (Attachment.objects.count(), fresh(task).state) == (0, "open")


def test_a_file_that_is_not_taken_is_named_and_nothing_is_answered(client, task):
    upload = SimpleUploadedFile("run.exe", b"MZ\x00\x01", "application/pdf")

    page = send(client, task, answer="found", files=upload)

    assert (page.status_code, fresh(task).state, Attachment.objects.count()) == (422, "open", 0)
    assert "run.exe" in page.content.decode()


def test_a_file_of_somebody_else_cannot_be_taken_out(client, task, controller, handler):
    other = make.requests(controller, "access", now=at("2026-03-10 09:00"))[0]
    handling.start(other.pk, by=handler, now=STARTED)
    theirs = Task.objects.get(dsr=other)
    client.post(address(theirs), {"add": "more", "files": SimpleUploadedFile("a.txt", b"text\n")})

    client.post(address(task), {"remove": str(Attachment.objects.get().pk)})

    assert Attachment.objects.filter(task=theirs).count() == 1


def test_the_question_can_be_handed_back_with_a_hint(client, task):
    posted = client.post(address(task), {"back": "yes", "comment": "Ask the warehouse."})
    page = client.get(address(task))

    assert (posted.status_code, fresh(task).state, fresh(task).comment) == (
        302, "handed_back", "Ask the warehouse.",
    )  # fmt: skip
    assert "mira@" not in page.content.decode()


def test_an_answer_can_be_corrected_until_the_case_is_reviewed(client, task, handler):
    send(client, task)
    before = client.get(address(task) + "?again").content.decode()
    send(client, task, answer="found", comment="It was in the archive.")
    identity.prove_identity(task.dsr_id, level=2, method="details", by=handler, now=STARTED)
    answering.draft(task.dsr_id, outcome="refused", answer="Nein.", reasons="Darum.",
                    grounds=[task.dsr.law.refusal_grounds("DE")[0].id], by=handler, now=STARTED)  # fmt: skip
    answering.submit_for_review(task.dsr_id, by=handler, now=STARTED)

    after = client.get(address(task) + "?again").content.decode()
    send(client, task, answer="nothing_found")

    assert "Send the answer" in before
    assert "Send the answer" not in after
    assert fresh(task).answer == "found"


def dead(task, controller, handler, dpo, how):
    """Return an address that leads nowhere any more, or never did."""
    path = address(task)
    if how == "forged":
        token = path.rstrip("/").rsplit("/", 1)[1]
        return path.replace(token, token[:-1] + ("0" if token[-1] != "0" else "1"))
    if how == "asked again":
        tasks.ask(task.dsr_id, system=task.system, by=handler, now=STARTED)
    if how == "closed":
        handling.withdraw(task.dsr_id, by=handler, now=STARTED)
    if how == "waived":
        tasks.waive(task.dsr_id, task=task, reason="Switched off.", by=dpo, now=STARTED)
    if how == "another owner":
        task.system.owner_email = "next@systems.example.org"
        task.system.save()
    return path if how != "nothing" else "/en/task/nothing/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("how", ["nothing", "forged", "asked again", "closed", "waived", "another owner"])
def test_every_dead_link_shows_the_same_page(client, task, controller, handler, dpo, how, method):
    unknown = client.get("/en/task/" + "0" * 64 + "/")

    page = getattr(client, method)(
        dead(task, controller, handler, dpo, how), {"answer": "found", "send": "x"}
    )

    assert page.status_code == unknown.status_code == 404
    assert page.content == unknown.content
    assert Attachment.objects.count() == 0
    assert fresh(task).answer == ""


def test_the_link_of_one_question_does_not_answer_another(client, task, controller, handler):
    other = make.requests(controller, "access", now=at("2026-03-10 09:00"))[0]
    handling.start(other.pk, by=handler, now=STARTED)
    theirs = Task.objects.select_related("system").get(dsr=other)
    mixed = address(task).replace(task_link.token(task)[:32], task_link.token(theirs)[:32])

    assert client.get(mixed).status_code == 404
    send(client, task)

    assert fresh(theirs).state == "open"


def test_the_page_costs_few_queries(client, task, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get(address(task))


def test_a_hostile_name_of_a_file_and_of_a_person_is_only_text(client, controller, handler):
    make.system(controller, "CRM", finds_by=["name"])
    (dsr,) = make.requests(controller, "access", now=at("2026-03-10 09:00"), name="<script>alert(1)</script>")
    handling.start(dsr.pk, by=handler, now=STARTED)
    task = Task.objects.select_related("system").get()

    page = client.get(address(task)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
