"""What the crew records before an answer, so that each right has what its articles ask for."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from dsr.models import (
    Balancing,
    Correction,
    Disclosure,
    Erasure,
    HumanReview,
    SubjectRequest,
    Transfer,
    User,
    Withdrawal,
    current_package,
)
from dsr.models.guards_measures import measures_of
from dsr.services.measures import base, erasing, opening, others, restricting
from dsr.services.packages import adding, build, sources

Deed = Callable[..., None]
SAID: dict[str, dict[str, str]] = {
    "en": {
        "where": "Newsletter, shop and the list of the print shop",
        "marked": "Flag in the customer file, search blocked", "scope": "Customer account and order history",
        "weighed": "Fraud checks protect other customers; there is no milder way.",
        "proof": "Job 4711 of the shop; backups are overwritten within 30 days", "kept": "Invoices",
        "old": "Alte Gasse 3", "new": "Nygatan 4", "evidence": "Extract of the population register, seen",
        "checked": "Looked through by the desk; two names of other customers are blacked out",
        "reviewer": "R. Example, head of credit", "result": "Looked at anew with all papers.",
        "contents": "Orders, addresses, ratings",
        "used": "Orders, delivery and the duties that bookkeeping law sets.",
    },
    "de": {
        "where": "Newsletter, Shop und die Liste der Druckerei",
        "marked": "Kennzeichen in der Kundenakte, Suche gesperrt",
        "scope": "Kundenkonto und Bestellverlauf",
        "weighed": "Die Betrugsprüfung schützt andere Kunden; ein milderes Mittel gibt es nicht.",
        "proof": "Lauf 4711 des Shops; Sicherungen werden binnen 30 Tagen überschrieben", "kept": "Rechnungen",
        "old": "Alte Gasse 3", "new": "Neue Gasse 4", "evidence": "Meldebescheinigung, eingesehen",
        "checked": "Vom Team durchgesehen; zwei Namen anderer Kunden sind geschwärzt",
        "reviewer": "R. Beispiel, Leitung Kredit", "result": "Mit allen Unterlagen neu geprüft.",
        "contents": "Bestellungen, Anschriften, Bewertungen",
        "used": "Bestellungen, Lieferung und die Pflichten aus dem Recht der Buchführung.",
    },
    "sv": {
        "where": "Nyhetsbrev, butik och tryckeriets lista", "marked": "Markering i kundregistret, sökning spärrad",
        "scope": "Kundkonto och beställningar",
        "weighed": "Bedrägerikontrollen skyddar andra kunder; något mildare sätt finns inte.",
        "proof": "Körning 4711 i butiken; säkerhetskopior skrivs över inom 30 dagar", "kept": "Fakturor",
        "old": "Gamla gatan 3", "new": "Nygatan 4", "evidence": "Utdrag ur folkbokföringen, kontrollerat",
        "checked": "Genomläst av oss; två andra kunders namn är maskerade",
        "reviewer": "R. Exempel, kreditchef", "result": "Prövat på nytt med alla handlingar.",
        "contents": "Beställningar, adresser, betyg",
        "used": "Beställningar, leverans och bokföringslagens krav.",
    },
}  # fmt: skip
KEPT_FOR = timedelta(days=8 * 365)
GIVES = {"granted", "partly_granted"}


def serve(dsr_id: int, *, by: User, now: datetime) -> None:
    """Record all that the measures of a request lack for the answer that is written."""
    dsr = SubjectRequest.objects.select_related("controller", "submission").get(pk=dsr_id)
    said, today = SAID.get(dsr.submission.language, SAID["en"]), now.astimezone(dsr.controller.tz).date()
    if dsr.outcome not in GIVES and (dsr.right, dsr.outcome) != ("objection", "refused"):
        return
    if opening.can_be_opened(dsr) and dsr.right not in {"restriction", "portability"}:
        opening.open_missing(dsr.pk, by=by, now=now)
    begun = (
        dsr.right in {"restriction", "portability"} or opening.OWN[dsr.right].objects.filter(dsr=dsr).exists()
    )
    for deed in BY_RIGHT[dsr.right](dsr, said, today) if begun else ():
        deed(dsr.pk, by=by, now=now)


def _access(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    package = _first(dsr, Disclosure)
    if package.state != "collecting":
        return []
    items = [item.id for item in package.wanted]
    facts = {"on": package.pk, "items": items, "third_parties": said["checked"]}
    told = {item.id: said["used"] for item in package.wanted if item.code != "copy"}
    deeds: list[Deed] = [
        partial(adding.inform, on=package.pk, information=told),
        partial(base.note, Disclosure, "collect", **facts),
        partial(build.compile_disclosure, on=package.pk),
    ]
    return deeds if sources.gather(dsr) else [_written_down(said), *deeds]


def _written_down(said: dict[str, str]) -> Deed:
    """Return the deed that writes down some data for the package."""
    return partial(adding.add_data, title=said["scope"], lines=[(said["contents"], said["new"])])


def _rectification(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    rows = [row for row in measures_of(dsr) if isinstance(row, Correction) and row.state == "contested"]
    return [
        partial(base.move, Correction, "correct", on=row.pk, old=said["old"], new=row.new or said["new"],
                evidence=said["evidence"])
        for row in rows
    ]  # fmt: skip


def _erasure(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    row = _first(dsr, Erasure)
    kept = {
        "what": said["kept"], "ground": "art17.exc.legal_obligation", "provision": "AO 147(1)",
        "until": today + KEPT_FOR,
    }  # fmt: skip
    extent = {
        "ground": row.ground or "art17.ground.purpose_ended",
        "scope": said["scope"],
        "made_public": False,
    }
    every: list[tuple[set[str], Deed]] = [
        ({"planned"}, partial(base.note, Erasure, "describe", on=row.pk, **extent)),
        ({"planned"}, partial(base.move, Erasure, "schedule", on=row.pk, run_on=today)),
        ({"planned", "scheduled"}, partial(base.move, Erasure, "run", on=row.pk)),
        (
            {"planned", "scheduled", "running"},
            partial(base.move, Erasure, "finish", on=row.pk, proof=said["proof"]),
        ),
    ]
    deeds = [deed for states, deed in every if row.state in states]
    listed = dsr.outcome == "granted" or row.kept.exists()
    return deeds if listed else [partial(erasing.keep, on=row.pk, **kept), *deeds]


def _restriction(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    if any(row.kind == "restriction" for row in measures_of(dsr)):
        return []
    facts = {"ground": "art18.ground.accuracy_contested", "scope": said["scope"], "marked": said["marked"]}
    return [partial(restricting.put_in_force, **facts)]


def _portability(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    if any(row.kind == "transfer" for row in measures_of(dsr)):
        return [] if current_package(dsr) else [_written_down(said), _pack]
    facts: dict[str, Any] = {
        "contents": said["contents"], "basis": "contract", "automated": True, "provided": True,
        "others_checked": True, "format": "json",
    }  # fmt: skip
    return [_written_down(said), partial(others.build_file, **facts), _pack]


def _pack(dsr_id: int, *, by: User, now: datetime) -> None:
    """Put the file of a transfer together."""
    build.build_transfer(dsr_id, on=Transfer.objects.get(dsr=dsr_id).pk, by=by, now=now)


def _objection(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    deeds: list[Deed] = [
        partial(restricting.mark, on=row.pk, scope=row.scope or said["scope"], marked=said["marked"])
        for row in measures_of(dsr) if row.kind == "restriction" and not row.marked
    ]  # fmt: skip
    row = _first(dsr, Balancing)
    if row.state != "suspended":
        return deeds
    if dsr.outcome == "refused":
        return [*deeds, partial(base.move, Balancing, "override", on=row.pk, balancing=said["weighed"])]
    facts = {"on": row.pk, "where_stopped": said["where"], "stopped_on": today}
    return [*deeds, partial(base.move, Balancing, "uphold", **facts)]


def _advertising(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    row = _first(dsr, Balancing)
    facts = {"on": row.pk, "where_stopped": said["where"], "stopped_on": today, "suppressed": True}
    return [] if row.where_stopped else [partial(others.stop_advertising, **facts)]


def _withdrawal(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    row = _first(dsr, Withdrawal)
    facts = {"on": row.pk, "where_stopped": said["where"], "stopped_on": today}
    return [partial(base.move, Withdrawal, "confirm", **facts)] if row.state == "stopped" else []


def _review(dsr: SubjectRequest, said: dict[str, str], today: date) -> list[Deed]:
    row = _first(dsr, HumanReview)
    facts = {"on": row.pk, "reviewer": said["reviewer"], "reasons": said["result"]}
    return [partial(base.move, HumanReview, "change", **facts)] if row.state == "pending" else []


def _first(dsr: SubjectRequest, model: type[Any]) -> Any:
    return next(row for row in measures_of(dsr) if isinstance(row, model))


BY_RIGHT: dict[str, Callable[[SubjectRequest, dict[str, str], date], list[Deed]]] = {
    "access": _access, "rectification": _rectification, "erasure": _erasure, "restriction": _restriction,
    "portability": _portability, "objection": _objection, "objection_marketing": _advertising,
    "objection_research": _objection, "withdrawal": _withdrawal, "automated": _review,
}  # fmt: skip
