"""The five invented controllers of the demo, and the people who work there. No name in it belongs to anybody."""

from dataclasses import dataclass
from typing import Any

from dsr.models import Role

PASSWORD = "paper-ink-and-rail"  # noqa: S105  (printed on the terminal; the command refuses to run in production)

ORDER_NUMBER = {
    "code": "order",
    "label": {"en": "Order number", "de": "Bestellnummer", "sv": "Ordernummer"},
    "purpose": {
        "en": "It stands on every invoice.", "de": "Sie steht auf jeder Rechnung.", "sv": "Det står på varje faktura.",
    },
}  # fmt: skip
DEVICE = {
    "code": "device",
    "label": {"en": "Cookie or device identifier", "de": "Cookie- oder Gerätekennung", "sv": "Kak- eller enhets-id"},
    "purpose": {
        "en": "We know our visitors by nothing else.", "de": "Anders kennen wir unsere Besucher nicht.",
        "sv": "Vi känner våra besökare endast genom det.",
    },
}  # fmt: skip
FILE_NUMBER = {
    "code": "file",
    "label": {"en": "File number", "de": "Aktenzeichen", "sv": "Ärendenummer"},
    "purpose": {
        "en": "It stands at the top of our letters.", "de": "Es steht oben auf unseren Schreiben.",
        "sv": "Det står överst i våra brev.",
    },
}  # fmt: skip

GERMANY = {"country": "DE", "zone": "Europe/Berlin", "language": "de", "languages": ["de", "en"]}

CONTROLLERS: dict[str, dict[str, Any]] = {
    "shop": {
        **GERMANY, "name": "Beispiel Audio GmbH", "prefix": "BA", "subdivision": "DE-BE",
        "languages": ["de", "en", "sv"],
        "postal_address": "Erfundene Straße 12\n10999 Berlin", "phone": "+49 30 0000 0110",
        "dpo_name": "Rosalie Anders", "dpo_email": "datenschutz@audio.example.com",
        "deputy_email": "vertretung@audio.example.com", "management_email": "leitung@audio.example.com",
        "identifiers": [ORDER_NUMBER], "notice_version": "2026-04",
        "texts": {
            "routing": {"en": "Headphones, loudspeakers and their app", "de": "Kopfhörer, Lautsprecher und ihre App",
                        "sv": "Hörlurar, högtalare och deras app"},
            "intro": {"en": "Orders, accounts, newsletter, app: this form is for all of it.",
                      "de": "Bestellungen, Konto, Newsletter, App: Dieses Formular ist für alles da.",
                      "sv": "Beställningar, konto, nyhetsbrev, app: formuläret gäller allt."},
        },
    },
    "software": {
        **GERMANY, "name": "Musterhafen Software GmbH", "prefix": "MH", "subdivision": "DE-HH",
        "languages": ["en", "de"],
        "texts": {"routing": {"en": "Software for harbours", "de": "Software für Häfen"}},
        "postal_address": "Kai ohne Namen 3\n20457 Hamburg", "phone": "+49 40 0000 0220", "accent": "#1d4f91",
        "dpo_name": "Rosalie Anders (extern)", "dpo_email": "privacy@musterhafen.example.com",
        "deputy_email": "deputy@musterhafen.example.com", "management_email": "board@musterhafen.example.com",
    },
    "sverige": {
        "country": "SE", "zone": "Europe/Stockholm", "language": "sv", "languages": ["sv", "en"],
        "name": "Exempelverken Sverige AB", "prefix": "EV", "accent": "#2b5d34",
        "postal_address": "Påhittade gatan 8\n111 00 Stockholm", "phone": "+46 8 000 03 30",
        "dpo_name": "Alva Hittepå", "dpo_email": "dataskydd@exempelverken.example.net",
        "deputy_email": "vikarie@exempelverken.example.net", "management_email": "ledning@exempelverken.example.net",
        "identifiers": [DEVICE],
        "texts": {"routing": {"sv": "Verktyg, webbplats och kakor", "en": "Tools, website and cookies"}},
    },
    "rechenhaus": {
        **GERMANY, "name": "Rechenhaus Niemandsau GmbH", "prefix": "RN", "subdivision": "DE-HE",
        "texts": {"routing": {"de": "Rechenzentrum für andere Firmen", "en": "A computing centre for other firms"}},
        "postal_address": "Am Rechner 1\n60000 Frankfurt", "phone": "+49 69 0000 0440", "accent": "#5a3d7a",
        "dpo_name": "Rosalie Anders", "dpo_email": "dsb@rechenhaus.example.org",
        "deputy_email": "vertretung@rechenhaus.example.org", "management_email": "leitung@rechenhaus.example.org",
    },
    "stadt": {
        **GERMANY, "name": "Stadt Musterlingen", "prefix": "SM", "subdivision": "DE-BY", "public_body": True,
        "postal_address": "Rathausplatz 1\n80000 Musterlingen", "phone": "+49 89 0000 0550", "accent": "#7a3b12",
        "dpo_name": "Quirin Ohneland", "dpo_email": "datenschutz@musterlingen.example.org",
        "deputy_email": "vertretung@musterlingen.example.org", "management_email": "buero@musterlingen.example.org",
        "identifiers": [FILE_NUMBER], "retention_years": 3,
        "texts": {"routing": {"de": "Bürgeramt, Steuern, Bücherei", "en": "Registry, taxes, library"}},
    },
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One member of staff of the demo, with their role by controller; `*` stands for all."""

    email: str
    first_name: str
    last_name: str
    language: str
    roles: dict[str, str]
    is_admin: bool = False


STAFF = (
    Person("dpo@example.org", "Rosalie", "Anders", "en", {"*": Role.DPO}),
    Person("second@example.org", "Quirin", "Ohneland", "de", {"*": Role.DPO}),
    Person("handler@example.org", "Tilda", "Fiktiv", "de", {"shop": Role.HANDLER, "software": Role.HANDLER,
                                                          "rechenhaus": Role.HANDLER, "stadt": Role.HANDLER}),
    Person("alva@example.org", "Alva", "Hittepå", "sv", {"sverige": Role.HANDLER}),
    Person("auditor@example.org", "Pia", "Prüfstein", "en", {"*": Role.AUDITOR}),
    Person("admin@example.org", "Ulf", "Uhrwerk", "en", {}, is_admin=True),
)  # fmt: skip
