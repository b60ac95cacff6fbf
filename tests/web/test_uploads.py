"""What is uploaded lies in no folder while it is on its way, however large it is."""

import os

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

SIZE = 3_000_000


def test_a_large_upload_has_no_name_on_the_disk_and_arrives_whole(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    content = os.urandom(SIZE)

    request = RequestFactory().post("/", {"file": SimpleUploadedFile("Mira Ausweis.pdf", content)})
    upload = request.FILES["file"]

    assert list(tmp_path.iterdir()) == []
    assert (upload.name, upload.size, upload.read() == content) == ("Mira Ausweis.pdf", SIZE, True)
    upload.close()
