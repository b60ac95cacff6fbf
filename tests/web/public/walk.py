"""Somebody who fills in the public form page by page, as a browser without scripts does."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from dsr.models import Controller, Submission

SELF: dict[str, dict[str, Any]] = {
    "who": {"relation": "self"},
    "relation": {"known_as": "customer"},
    "find": {},
    "answer": {"medium": "mail", "language": "de"},
    "contact": {"name": "Mira Erfunden", "email": "mira@person.example.net"},
    "files": {"go": "on"},
}
AGENT: dict[str, dict[str, Any]] = {
    **SELF,
    "who": {"relation": "agent"},
    "relation": {
        "name": "Mira Erfunden", "person_email": "mira@person.example.net", "agent_name": "Ada Anwältin",
        "basis": "authority",
    },
    "contact": {"email": "kanzlei@agent.example.com"},
}  # fmt: skip


class Walk:
    """One visitor of one controller's form."""

    def __init__(self, controller: Controller, client: Client | None = None, language: str = "de") -> None:
        self.controller, self.client, self.language = controller, client or Client(), language

    def url(self, page: str) -> str:
        """Return the address of a page, in the visitor's language."""
        with translation.override(self.language):
            if page in {"start", "done", "discard", "check", "files"}:
                return reverse(f"public:{page}", args=[self.controller.slug])
            if page in {"status", "write", "leave"}:
                return reverse(f"public:{page}")
            return reverse("public:page", args=[self.controller.slug, page])

    def get(self, page: str, query: str = "", **options: Any) -> Any:
        """Look at a page."""
        return self.client.get(self.url(page) + query, **options)

    def post(self, page: str, data: Mapping[str, Any] | None = None, query: str = "") -> Any:
        """Answer a page."""
        return self.client.post(self.url(page) + query, data or {})

    def fill(self, *rights: str, answers: Mapping[str, Mapping[str, Any]] = SELF, **details: Any) -> "Walk":
        """Answer every page up to the check; `details` are the answers to the questions of a right."""
        pages = ["who", "relation", "rights", *(f"details-{code}" for code in rights)]
        pages += [*(["find"] if self.controller.identifiers else []), "answer", "contact", "files"]
        given = {
            **answers,
            "rights": {"rights": rights},
            **{f"details-{code}": details.get(code, {}) for code in rights},
        }
        for page in pages:
            response = self.post(page, given.get(page, {}))
            assert response.status_code == 302, (page, response.status_code, response.content.decode()[:3000])
        return self

    def send(self) -> Any:
        """Press the button on the page that shows all answers."""
        return self.post("check", {"form": self.form_key()})

    def form_key(self) -> str:
        """Return the key that the button carries."""
        return str(self.get("check").context["form_key"])

    def sent(self, *rights: str, **options: Any) -> Submission:
        """Go the whole way; return what was stored."""
        self.fill(*rights, **options)
        response = self.send()
        assert response.status_code == 302, response.content.decode()[:3000]
        return Submission.objects.select_related("subject").latest("pk")

    def secret(self) -> str:
        """Return the secret as the done page shows it."""
        return str(self.get("done").context["secret"])


def entered(
    controller: Controller, *rights: str, language: str = "en", **options: Any
) -> tuple[Walk, Submission]:
    """Return somebody who sent a request and opened the page of it."""
    walk = Walk(controller, language=language)
    submission = walk.sent(*rights, **options)
    reference = submission.requests.earliest("pk").reference
    response = walk.post("status", {"reference": reference, "secret": walk.secret()})
    assert response.status_code == 302
    return walk, submission
