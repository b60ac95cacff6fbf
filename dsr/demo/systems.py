"""The invented systems of the demo and their owners, who answer by their links like anybody else.

Each owner takes some days; the last of each controller takes so long that the reminders are seen at work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from dsr.models import Controller, State, SubjectRequest, System, Task, TaskAnswer, TaskState
from dsr.services import tasks

ALL_BUT_ADVERTISING = [
    "access", "rectification", "erasure", "restriction", "portability", "objection", "automated",
]  # fmt: skip
DATA = ["access", "erasure", "portability", "rectification"]
SEARCH = ["access", "erasure"]
ADVERTISING = ["access", "erasure", "objection_marketing", "withdrawal"]


@dataclass(frozen=True)
class Kept:
    """One system as the register describes it, and how its owner answers: after so many days, and what."""

    name: str
    owner: str
    mailbox: str
    holds: str
    basis: str
    retention: str
    goes_to: str
    rights: list[str]
    days: int
    answer: str = TaskAnswer.FOUND
    finds_by: tuple[str, ...] = ("name", "email")


F, N, K = TaskAnswer.FOUND, TaskAnswer.NOTHING_FOUND, TaskAnswer.KEPT_BECAUSE
SYSTEMS: dict[str, tuple[Kept, ...]] = {
    "shop": (
        Kept("Kundenverwaltung", "Team Kundendienst", "kundendienst@audio.example.com", "Stammdaten, Bestellungen",
             "contract", "3 Jahre nach dem letzten Kauf", "Zahlungsdienst, Versand", ALL_BUT_ADVERTISING, 1, F,
             ("name", "email", "order")),
        Kept("Rechnungen", "Buchhaltung", "buchhaltung@audio.example.com", "Rechnungen, Zahlungen",
             "legal_obligation", "8 Jahre nach Jahresende", "Steuerberatung", DATA, 3, K, ("name", "order")),
        Kept("Newsletter", "Team Werbung", "werbung@audio.example.com", "Adresse, Einwilligung, Öffnungen",
             "consent", "bis zum Widerruf", "Versanddienst", ADVERTISING, 1, F, ("email",)),
        Kept("Mailarchiv", "IT-Betrieb", "it@audio.example.com", "Schriftwechsel", "legitimate_interests",
             "6 Jahre", "niemand", SEARCH, 40, N),
    ),
    "software": (
        Kept("Accounts", "Product team", "product@musterhafen.example.com", "Sign-in, settings, licences",
             "contract", "90 days after the account ends", "hosting provider", [], 1),
        Kept("Support desk", "Support team", "support@musterhafen.example.com", "Tickets and attachments",
             "contract", "2 years", "ticket provider", ALL_BUT_ADVERTISING, 4, N),
        Kept("Server logs", "Operations", "ops@musterhafen.example.com", "Addresses of requests, times",
             "legitimate_interests", "14 days", "nobody", ["access", "objection", "erasure"], 30, K),
    ),
    "sverige": (
        Kept("Webbanalys", "Digitala teamet", "digitalt@exempelverken.example.net", "Kakor, besök", "consent",
             "13 månader", "analysleverantör", [], 1, F, ("device", "email")),
        Kept("Återförsäljarregister", "Försäljning", "salj@exempelverken.example.net", "Namn, köp, garanti",
             "contract", "7 år", "moderbolaget", DATA, 3, F),
        Kept("Garantiärenden", "Kundservice", "kundservice@exempelverken.example.net", "Ärenden, bilder",
             "legal_obligation", "3 år", "verkstäder", DATA, 25, N),
    ),
    "rechenhaus": (
        Kept("Ticketsystem", "Betrieb", "betrieb@rechenhaus.example.org", "Anfragen der Kunden", "contract",
             "3 Jahre", "niemand", [], 2),
        Kept("Sicherungen", "Rechenzentrum", "rz@rechenhaus.example.org", "Kopien aller Systeme",
             "legitimate_interests", "35 Tage", "niemand", SEARCH, 5, K),
    ),
    "stadt": (
        Kept("Bürgerbüro", "Bürgerbüro", "buergerbuero@musterlingen.example.org", "Meldedaten, Anträge",
             "public_task", "5 Jahre", "andere Behörden", [], 2, F, ("name", "file")),
        Kept("Aktenplan", "Registratur", "registratur@musterlingen.example.org", "Akten und Bescheide",
             "legal_obligation", "10 Jahre nach Jahresende", "Archiv", DATA, 6, K, ("name", "file")),
        Kept("Videosprechstunde", "Zentrale Dienste", "dienste@musterlingen.example.org", "Termine, Gesprächszeiten",
             "public_task", "12 volle Monate", "Anbieter der Videokonferenz", ["access", "erasure"], 60, N),
    ),
}  # fmt: skip
REASONS = {
    "de": "Gesetzliche Aufbewahrung; die Daten werden für nichts anderes verwendet.",
    "en": "Needed to fend off attacks; deleted by themselves after the time on the register.",
    "sv": "Lagen kräver att de sparas; de används inte till något annat.",
}
COMMENTS = {
    "de": "Gesucht nach Name und Adresse, auch in alten Konten.",
    "en": "Searched by name and address, old accounts included.",
    "sv": "Sökt på namn och adress, även i gamla konton.",
}


def create(controllers: dict[str, Controller]) -> None:
    """Put the systems on the register."""
    for slug, kept in SYSTEMS.items():
        for one in kept:
            System.objects.create(
                controller=controllers[slug], name=one.name, owner_name=one.owner, owner_email=one.mailbox,
                language=controllers[slug].language, data_categories=one.holds, legal_basis=one.basis,
                retention=one.retention, recipients_note=one.goes_to, rights=one.rights,
                finds_by=list(one.finds_by),
            )  # fmt: skip


def answer_in_time(now: datetime) -> None:
    """Let the owners answer whose days have gone by."""
    for task in _open():
        if task.asked_at + timedelta(days=_kept(task).days) <= now:
            _answer(task, now)


def answer_all(dsr: SubjectRequest, now: datetime) -> None:
    """Let every owner answer who still has to, before the answer of the request is put together."""
    for task in _open().filter(dsr=dsr):
        _answer(task, now)


def _open() -> QuerySet[Task]:
    rows = Task.objects.filter(state=TaskState.OPEN).exclude(dsr__state=State.CLOSED)
    return rows.select_related("system", "dsr__controller").order_by("pk")


def _kept(task: Task) -> Kept:
    return next(one for one in SYSTEMS[task.dsr.controller.slug] if one.name == task.system.name)


def _answer(task: Task, now: datetime) -> None:
    nothing = task.dsr.outcome == "no_data"
    answer = N if nothing else _kept(task).answer
    language = task.system.language
    tasks.answer(
        task.pk,
        answer=answer,
        comment=COMMENTS[language],
        reason=REASONS[language] if answer == K else "",
        now=now,
    )
