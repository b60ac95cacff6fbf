"""A package as it leaves the house: a file to be saved, which no browser shows by itself and nothing keeps."""

from django.http import StreamingHttpResponse

from dsr.models import Package, SubjectRequest
from dsr.services.packages import keeping


def archive(package: Package, dsr: SubjectRequest) -> StreamingHttpResponse:
    """Return the archive as a download under the reference of its request, a piece at a time."""
    response = StreamingHttpResponse(keeping.chunks(package), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{dsr.reference}.zip"'
    response["Content-Length"] = str(package.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
