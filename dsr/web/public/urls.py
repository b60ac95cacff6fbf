"""The addresses of the public pages, below the language."""

from django.urls import path

from dsr.web.public import (
    about,
    attach,
    check,
    confirm,
    contact,
    download,
    identity,
    mailbox,
    mandate,
    pages,
    received,
    renew,
    sent,
    start,
    status,
    write,
)

app_name = "public"

urlpatterns = [
    path("", start.home, name="home"),
    path("status/", status.status, name="status"),
    path("status/write/", write.write, name="write"),
    path("status/address/", contact.address, name="address"),
    path("status/identity/", identity.identity, name="identity"),
    path("status/handover/", identity.handover, name="handover"),
    path("status/lost/", renew.lost, name="lost"),
    path("status/lost/code/", renew.renew, name="renew"),
    path("status/leave/", status.leave, name="leave"),
    path("status/<str:reference>/recipients/", status.recipients, name="recipients"),
    path("status/<str:reference>/proof/", received.proof, name="proof"),
    path("verify.py", received.program, name="verifier"),
    path("log-key.txt", received.key, name="log_key"),
    path("status/<str:reference>/download/", download.download, name="download"),
    path("status/<str:reference>/download/file/", download.fetch, name="fetch"),
    path("status/<str:reference>/withdraw/", status.withdraw, name="withdraw"),
    path("confirm/<str:token>/", confirm.confirm, name="confirm"),
    path("mandate/<str:token>/", mandate.mandate, name="mandate"),
    path("about/<slug:page>/", about.everywhere, name="about_all"),
    path("c/<slug:slug>/logo.png", start.logo, name="logo"),
    path("c/<slug:slug>/colours.css", start.colours, name="colours"),
    path("<slug:slug>/", start.start, name="start"),
    path("<slug:slug>/request/check/", check.check, name="check"),
    path("<slug:slug>/request/files/", attach.files_page, name="files"),
    path("<slug:slug>/request/<slug:page>/", pages.page, name="page"),
    path("<slug:slug>/discard/", start.discard, name="discard"),
    path("<slug:slug>/done/", sent.done, name="done"),
    path("<slug:slug>/done/receipt.pdf", sent.receipt, name="receipt"),
    path("<slug:slug>/mailbox/", mailbox.mailbox_page, name="mailbox"),
    path("<slug:slug>/about/<slug:page>/", about.about, name="about"),
]
