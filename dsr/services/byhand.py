"""A request that came by telephone, post, fax, mail or at the counter is taken in by somebody of the desk."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from dsr.models import Attachment, Controller, User
from dsr.services import drafts, files, handling, intake
from dsr.vault import files as sealed


class ScanNotTaken(ValueError):
    """A scan is not taken: its name, and the reason as files.NotTaken gives it."""

    def __init__(self, reason: files.Reason, name: str) -> None:
        super().__init__(reason.value)
        self.reason, self.name = reason, name


def take_in(
    controller: Controller,
    asked: intake.Asked,
    *,
    received_at: datetime,
    channel: str,
    by: User,
    now: datetime,
    client_key: uuid.UUID,
    scans: "Sequence[File[bytes]]" = (),
    keep: bool = False,
) -> intake.Receipt:
    """Store what arrived, with its scans; whoever takes it in keeps the requests where `keep` says so.

    Raises NothingAsked, UnknownRight, ReceivedInFuture, ScanNotTaken; then nothing is stored.
    """
    kept: list[str] = []
    try:
        with transaction.atomic():
            receipt = intake.submit(
                controller,
                asked,
                now=now,
                received_at=received_at,
                channel=channel,
                by=by,
                client_key=client_key,
            )
            if not receipt.repeated:
                _attach(receipt, controller, scans, kept, now=now)
                for dsr in receipt.requests if keep else ():
                    handling.assign(dsr.pk, to=by, by=by, now=now)
    except BaseException:
        for name in kept:
            sealed.destroy(name)
        raise
    return receipt


def _attach(
    receipt: intake.Receipt,
    controller: Controller,
    scans: "Sequence[File[bytes]]",
    kept: list[str],
    *,
    now: datetime,
) -> None:
    """Keep the scans by the same rules as the files of the public form."""
    if not scans:
        return
    draft, _token = drafts.begin(controller, now=now, key=receipt.submission.key)
    for scan in scans:
        try:
            kept.append(files.take(scan, draft=draft, now=now).stored_as)
        except files.NotTaken as refused:
            raise ScanNotTaken(refused.reason, scan.name or "") from refused
    Attachment.objects.filter(draft=draft).update(submission=receipt.submission, draft=None)
    draft.delete()
