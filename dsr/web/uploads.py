"""Large uploads on their way in: in a file without a name, of which a killed process leaves nothing to be read."""

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class UnnamedFileUploadHandler(FileUploadHandler):
    """This will hold what is too large for memory in a temporary file that no folder lists."""

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
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile:
        """Hand over the file, to be read from its beginning."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
