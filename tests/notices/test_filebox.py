"""The mailbox made of files: whole mails, newest first, and no way out of its folder."""

from django.core.mail import EmailMultiAlternatives, get_connection

from dsr.notices import filebox

BACKEND = "dsr.notices.filebox.EmailBackend"


def send(*subjects):
    mails = []
    for subject in subjects:
        mail = EmailMultiAlternatives(subject, "Grüße plain", "a@example.org", ["b@example.org"])
        mail.attach_alternative("<p>Grüße</p>", "text/html")
        mails.append(mail)
    return get_connection(BACKEND).send_messages(mails)


def test_each_mail_is_a_file_and_reads_back_whole(settings, tmp_path):
    settings.MAIL_FOLDER = str(tmp_path / "mail")

    count = send("first", "second ö")

    newest, oldest = filebox.read_all(settings.MAIL_FOLDER)
    assert count == 2
    assert (oldest.subject, newest.subject) == ("first", "second ö")
    assert (newest.to, newest.text.strip(), newest.html.strip()) == (
        "b@example.org",
        "Grüße plain",
        "<p>Grüße</p>",
    )
    assert filebox.read_one(settings.MAIL_FOLDER, newest.name) == newest


def test_a_mail_that_is_being_written_is_not_seen(settings, tmp_path):
    settings.MAIL_FOLDER = str(tmp_path)
    send("whole")
    (tmp_path / "00000000000000000001-0123456789abcdef0123456789abcdef.part").write_bytes(b"half")

    assert [mail.subject for mail in filebox.read_all(tmp_path)] == ["whole"]


def test_a_name_cannot_lead_out_of_the_folder(settings, tmp_path):
    (tmp_path / "secret.eml").write_bytes(b"Subject: secret\r\n\r\n")
    settings.MAIL_FOLDER = str(tmp_path / "mail")
    send("public")

    assert filebox.read_one(settings.MAIL_FOLDER, "../secret") is None
    assert filebox.read_one(tmp_path, "secret") is None


def test_an_empty_folder_has_no_mails(tmp_path):
    assert filebox.read_all(tmp_path / "nowhere") == []
