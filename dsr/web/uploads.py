"""Large uploads on their way in: in a file without a name, of which a killed process leaves nothing to be read.

What is too much is read on for a while and dropped: a browser that still sends when it is cut off shows no answer.
"""

import tempfile
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError

# As much as ten files may have, and half again, so that a file that is too large is named where it was chosen.
MOST_STORED = 300 * 1024 * 1024
MOST_DROPPED = 32 * 1024 * 1024
PIECE = 64 * 1024


class ReadOnMiddleware:
    """This will read what a browser still sends once its answer stands, up to a bound, and keep none of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; of one that was read to its end nothing is left to be dropped."""
        response = self.get_response(request)
        left = 0 if request.method in {"GET", "HEAD"} else MOST_DROPPED
        try:
            while left > 0 and (piece := request.read(PIECE)):
                left -= len(piece)
        except UnreadablePostError:
            pass  # whoever sent it has gone
        return response


class UnnamedFileUploadHandler(FileUploadHandler):
    """This will hold what is too large for memory in a temporary file that no folder lists.

    Raises RequestDataTooBig once all files of a request are more than anybody may send.
    """

    stored = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.file = UploadedFile(
            tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR),  # noqa: SIM115  (closed with the request)
            self.file_name, self.content_type, 0,
            self.charset, self.content_type_extra,
        )  # fmt: skip

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take one piece."""
        self.stored += len(raw_data)
        if self.stored > MOST_STORED:
            raise RequestDataTooBig("the files of one request are too much")
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile:
        """Hand over the file, to be read from its beginning."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
