"""A letter that goes by post, as the PDF that the desk prints."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from dsr.models import Notice, Status
from dsr.notices import paper
from dsr.services import reading
from dsr.web.desk.who import case_or_404, desk_of


@require_GET
def letter_pdf(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Hand out one letter on paper; that it was opened is logged. The name of the file says nothing of its content."""
    dsr = case_or_404(request, reference)
    mine = Notice.objects.filter(Q(dsr=dsr) | Q(dsr=None, submission=dsr.submission_id), recipient="person")
    letters = mine.filter(status__in=[Status.TO_POST, Status.POSTED]).select_related(
        "letter__dsr__controller", "letter__submission__subject", "letter__submission__controller"
    )
    notice = letters.filter(pk=pk).first()
    if notice is None or notice.letter is None:
        raise Http404
    try:
        made = paper.render(notice.letter)
    except paper.NoLetter as error:
        raise Http404 from error
    reading.taken(dsr, by=desk_of(request).user, now=timezone.now())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{dsr.reference}-{notice.pk}.pdf"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
