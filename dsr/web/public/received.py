"""The proof that a request was received, for the person to keep: it can be checked without this server."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dsr.evidence import verify
from dsr.evidence.receipts import proved, receipt
from dsr.models import Checkpoint, SubjectRequest
from dsr.models.reference import parse
from dsr.web.public.entry import entered


@dataclass(frozen=True)
class Proof:
    """One request on the card of proofs; `ready` once a signed checkpoint covers it."""

    reference: str
    name: str
    ready: bool


def proofs(requests: list[tuple[SubjectRequest, str]]) -> list[Proof]:
    """Return each request with whether its proof is ready; `requests` come with their names."""
    ready = proved(dsr for dsr, _name in requests)
    return [Proof(dsr.reference, name, dsr.pk in ready) for dsr, name in requests]


def log_key() -> str:
    """Return the public key of the log, as pages show it; empty before the first checkpoint."""
    return Checkpoint.objects.order_by("-size").values_list("key", flat=True).first() or ""


@login_not_required
@require_safe
def proof(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out the proof of one request, to whoever has its page open."""
    submission = entered(request)
    dsr = submission.requests.filter(reference=parse(reference) or "-").first() if submission else None
    found = receipt(dsr) if dsr else None
    if dsr is None or found is None:
        raise Http404
    return HttpResponse(
        found.text, content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{dsr.reference}.tlog-proof"'},
    )  # fmt: skip


@login_not_required
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Show the public key of the log as plain text, for whoever checks a proof."""
    found = log_key()
    if not found:
        raise Http404
    return HttpResponse(f"{found}\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """Hand out the program that checks proofs and bundles."""
    return HttpResponse(
        Path(verify.__file__).read_bytes(), content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="verify.py"'},
    )  # fmt: skip
