"""One request with all that hangs on it, read in few questions: what most requests lack is not asked for.

The first question tells with the request which of its relations have any row; only those are read. So a page, its
guards and its panels find everything in memory, and `all()` of a relation costs nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from dsr.models import (
    MEASURES,
    Attachment,
    Comment,
    Controller,
    Dispute,
    Fee,
    IdentityProof,
    Instruction,
    KeptData,
    Notice,
    Package,
    PackageFile,
    Pause,
    Recipient,
    RecipientKind,
    RecipientNotice,
    Reopening,
    SubjectRequest,
    System,
    Task,
    User,
    Watch,
)

JOINED = (
    "controller", "submission", "submission__subject", "submission__entered_by", "submission__mandate",
    "submission__mailbox_check", "extension", "handler", "author", "approver", "merged_into",
    "processor_case__for_controller", "recipient_check",
)  # fmt: skip


def _with_people(model: Any, *more: str) -> QuerySet[Any]:
    """Return the rows of a model with the members of staff whom they name."""
    people = [field.name for field in model._meta.fields if field.related_model is User]  # noqa: SLF001
    return model.objects.select_related(*people, *more)


FILES = PackageFile.objects.select_related("attachment__task")
# Relations of a request, and of its submission, of which a request may have none.
OF_REQUEST: Mapping[str, QuerySet[Any]] = {
    "pauses": Pause.objects.all(),
    "tasks": _with_people(Task, "system"),
    "packages": _with_people(Package).prefetch_related(Prefetch("files", FILES)),
    "fees": Fee.objects.all(),
    "instructions": Instruction.objects.select_related("recipient"),
    "recipient_notices": RecipientNotice.objects.select_related("recipient", "recipient__under"),
    "disputes": _with_people(Dispute),
    "reopenings": Reopening.objects.all(),
    "comments": _with_people(Comment),
    "watches": Watch.objects.all(),
    "kept_data": KeptData.objects.all(),
    **{f"{model._meta.model_name}s": _with_people(model) for model in MEASURES.values()},  # noqa: SLF001
}
OF_SUBMISSION: Mapping[str, QuerySet[Any]] = {
    "proofs": IdentityProof.objects.select_related("by"),
    "attachments": Attachment.objects.order_by("pk"),
}


def load(cases: QuerySet[SubjectRequest], reference: str) -> SubjectRequest | None:
    """Return one of these requests with everything that a page of it needs, or None."""
    has = {f"has_{name}": _any(rows, "dsr", "pk") for name, rows in OF_REQUEST.items()}
    has |= {f"has_{name}": _any(rows, "submission", "submission") for name, rows in OF_SUBMISSION.items()}
    others = SubjectRequest.objects.filter(submission=OuterRef("submission")).exclude(pk=OuterRef("pk"))
    recipients = Recipient.objects.filter(controller=OuterRef("controller"), is_active=True)
    rows = cases.select_related(*JOINED).annotate(
        **has,
        has_others=Exists(others),
        has_other_controllers=Exists(
            Controller.objects.filter(is_open=True).exclude(pk=OuterRef("controller"))
        ),
        has_recipients=Exists(recipients),
        has_disputed=Exists(
            Dispute.objects.filter(dsr__submission=OuterRef("submission")).exclude(state="over")
        ),
        has_processors=Exists(recipients.filter(kind=RecipientKind.PROCESSOR).exclude(email="")),
        has_systems=Exists(System.objects.filter(controller=OuterRef("controller"))),
    )
    dsr = rows.filter(reference=reference).first()
    if dsr is not None:
        _fill(dsr)
    return dsr


def _any(rows: QuerySet[Any], by: str, key: str) -> Exists:
    return Exists(rows.order_by().filter(**{by: OuterRef(key)}))


def _fill(dsr: SubjectRequest) -> None:
    submission = dsr.submission
    _read(dsr, OF_REQUEST, dsr)
    _read(submission, OF_SUBMISSION, dsr)
    notices = Prefetch("notices", Notice.objects.order_by("pk"))
    prefetch_related_objects([submission], notices)
    if dsr.has_others:  # type: ignore[attr-defined]
        prefetch_related_objects(
            [submission],
            Prefetch("requests", SubjectRequest.objects.select_related("controller").order_by("pk")),
        )
    else:
        _keep(submission, "requests", [dsr])
    _share_out(dsr)


def _read(row: Any, relations: Mapping[str, QuerySet[Any]], flags: Any) -> None:
    """Read each relation that has rows; the others are known to be empty."""
    prefetch_related_objects(
        [row], *(Prefetch(name, rows) for name, rows in relations.items() if getattr(flags, f"has_{name}"))
    )
    for name in relations:
        if not getattr(flags, f"has_{name}"):
            _keep(row, name, [])


def _share_out(dsr: SubjectRequest) -> None:
    """Give each task its files, and each erasure what it keeps, out of what was read for the whole request."""
    files, kept = list(dsr.submission.attachments.all()), list(dsr.kept_data.all())
    for task in dsr.tasks.all():
        _keep(task, "attachments", [one for one in files if one.task_id == task.pk])
    for erasure in dsr.erasures.all():
        _keep(erasure, "kept", [one for one in kept if one.erasure_id == erasure.pk])


def _keep(row: Any, name: str, rows: list[Any]) -> None:
    """Have `all()` of a relation return these rows without asking."""
    found = getattr(row, name).all()
    found._result_cache, found._prefetch_done = rows, True  # noqa: SLF001
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
