"""What a controller shows of its own: texts, rights, logo, pages at the foot, the receipt, the list of all."""

from io import BytesIO

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dsr.models import Controller, Logo
from dsr.services import branding
from dsr.services.filing.kinds import NotTaken, Reason
from tests import make, samples
from tests.web.public.walk import Walk

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#135"/></svg>'


def test_a_controller_offers_the_rights_it_chose_and_names_the_way_to_the_others(controller: Controller):
    controller.rights_shown = ["erasure", "access"]
    controller.save()
    walk = Walk(controller, language="en")
    walk.post("who", {"relation": "self"}, query="?right=portability&right=erasure")
    walk.post("relation", {})

    page = walk.get("rights")
    hidden = walk.post("rights", {"rights": ["portability"]})

    text = page.content.decode()
    assert page.context["form"].initial == {"rights": ["erasure"]}
    assert 'value="portability"' not in text
    assert "You have every right of the law" in text
    assert hidden.status_code == 422


def test_a_question_that_a_controller_leaves_out_is_not_asked(controller: Controller):
    controller.questions_hidden = ["erasure.made_public"]
    controller.save()
    walk = Walk(controller).fill("erasure")

    page = walk.get("details-erasure").content.decode()

    assert "made_public" not in page
    assert 'name="ground"' in page


def test_own_texts_stand_in_the_language_of_the_page_or_the_main_one(controller: Controller):
    controller.texts = {
        "intro": {"de": "Schön, dass Sie fragen.", "en": "Good that you ask."},
        "imprint": {"de": "HRB 0"},
    }
    controller.save()

    pages = [Client().get(f"/{code}/muster/").content.decode() for code in ("de", "en", "sv")]
    imprint = Client().get("/sv/muster/about/imprint/").content.decode()

    assert ["Schön, dass Sie fragen." in page for page in pages] == [True, False, True]
    assert "Good that you ask." in pages[1]
    assert "HRB 0" in imprint


@pytest.mark.parametrize("page", ["privacy", "imprint", "accessibility"])
@pytest.mark.parametrize("language", ["de", "en", "sv"])
def test_every_public_page_leads_to_the_pages_at_the_foot(controller: Controller, page: str, language: str):
    start = Client().get(f"/{language}/muster/").content.decode()
    elsewhere = Client().get(f"/{language}/status/").content.decode()

    shown = Client().get(f"/{language}/muster/about/{page}/")

    assert f"/{language}/muster/about/{page}/" in start
    assert f"/{language}/about/{page}/" in elsewhere
    assert Client().get(f"/{language}/about/{page}/").url == f"/{language}/muster/about/{page}/"
    assert shown.status_code == 200
    assert "dpo@controller.example.org" in shown.content.decode()


def test_of_several_controllers_the_pages_at_the_foot_are_listed(controller: Controller):
    make.controller("andere", name="Andere GmbH")

    page = Client().get("/en/about/privacy/").content.decode()

    assert "/en/muster/about/privacy/" in page
    assert "/en/andere/about/privacy/" in page
    assert Client().get("/en/about/nonsense/").status_code == 404
    assert Client().get("/en/muster/about/nonsense/").status_code == 404


def test_who_has_your_data_is_found_by_words_of_name_place_or_description(controller: Controller):
    controller.texts = {"routing": {"en": "Headphones and loudspeakers"}}
    controller.save()
    make.controller("andere", name="Andere GmbH", postal_address="Weg 1\n20095 Hamburg")
    make.controller("still", name="Stille Post", is_listed=False)

    everybody = Client().get("/en/").content.decode()
    found = Client().get("/en/", {"q": " LOUDspeakers  berlin "}).content.decode()
    nobody = Client().get("/en/", {"q": "<b>x</b>"}).content.decode()

    assert "Headphones and loudspeakers" in everybody
    assert "Stille Post" not in everybody
    assert ("Muster Versand" in found, "Andere GmbH" in found) == (True, False)
    assert "Nobody here has these words" in nobody
    assert "<b>x" not in nobody


@pytest.mark.parametrize(
    ("name", "content"),
    [("logo.png", samples.picture("PNG", (900, 300))), ("logo.jpg", samples.with_place()), ("logo.svg", SVG)],
)
def test_a_logo_is_drawn_anew_and_served_small_from_here(controller: Controller, name: str, content: bytes):
    branding.set_logo(controller, SimpleUploadedFile(name, content))

    answer = Client().get("/en/c/muster/logo.png")
    page = Client().get("/en/muster/").content.decode()

    picture = Image.open(BytesIO(answer.content))
    assert answer["Content-Type"] == "image/png"
    assert picture.width <= 480
    assert picture.height <= 96
    assert len(answer.content) < 48 * 1024
    assert b"Secret" not in answer.content
    assert f"/en/c/muster/logo.png?{Logo.objects.get().digest}" in page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY), (b"GIF89a", Reason.KIND), (SVG.replace(b"/>", b"/><script>x</script>"), Reason.ACTIVE),
        (SVG.replace(b"<rect", b"<rect onload='x()'"), Reason.ACTIVE),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG, Reason.ACTIVE),
        (SVG.replace(b"<rect", b'<image href="http://tracker.example.org/x.png"/><rect'), Reason.ACTIVE),
        (SVG.replace(b"<rect", b'<image href="/etc/passwd"/><rect'), Reason.ACTIVE),
        (SVG.replace(b"</svg>", b""), Reason.BROKEN), (b"<svg " + b"x" * 300_000, Reason.TOO_BIG),
        (samples.huge_png(), Reason.PIXELS), (samples.picture("PNG")[:60], Reason.BROKEN),
    ],
)  # fmt: skip
def test_a_logo_that_is_no_mere_picture_is_refused(controller: Controller, content: bytes, reason: Reason):
    with pytest.raises(NotTaken) as refused:
        branding.set_logo(controller, SimpleUploadedFile("logo.svg", content))

    assert refused.value.reason == reason
    assert not Logo.objects.exists()


@pytest.mark.parametrize("language", ["de", "en", "sv"])
def test_the_receipt_is_a_tagged_pdf_with_reference_secret_days_and_authority(
    controller: Controller, language: str
):
    walk = Walk(controller, language=language)
    walk.sent("access", "withdrawal", answers={**_answers(language)})
    secret = walk.secret()

    answer = walk.client.get(walk.url("done") + "receipt.pdf")

    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.content)).pages)
    flat = text.replace("\n", "").replace(" ", "")
    shown = walk.get("done").context["rights"]
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert pypdf.PdfReader(BytesIO(answer.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert secret.replace("-", "") in flat.replace("-", "")
    assert all(right["dsr"].reference.replace("-", "") in flat.replace("-", "") for right in shown)
    assert "datenschutz-berlin.de" in flat


def _answers(language: str) -> dict[str, dict[str, object]]:
    return {
        "who": {"relation": "self"}, "relation": {}, "answer": {"medium": "page", "language": language}, "contact": {},
        "files": {"go": "on"},
    }  # fmt: skip


def test_the_code_of_the_receipt_is_drawn_here_and_no_address_holds_the_secret(controller: Controller):
    walk = Walk(controller)
    walk.sent("access")
    page = walk.get("done")
    svg = page.context["code"]

    assert svg.startswith("<svg")
    assert "script" not in svg
    assert "style=" not in svg
    assert f"={page.context['secret']}" not in page.content.decode()


def test_an_old_receipt_has_no_secret_and_nobody_elses_can_be_fetched(controller: Controller):
    Walk(controller).sent("access")

    stranger = Client().get("/de/muster/done/receipt.pdf")

    assert stranger.url == "/de/muster/"
