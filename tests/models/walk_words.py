"""What a walk records of measures."""

from typing import Any

# What a measure may be asked to record; a walk records it, or leaves it out.
WORDS: dict[str, dict[str, Any]] = {
    "disclosure": {"third_parties": "Geprüft"},
    "correction": {"old": "alt", "new": "neu", "evidence": "Ausweis", "statement": "Erklärung"},
    "erasure": {"ground": "art17.ground.unlawful", "scope": "Konto", "proof": "Lauf 7"},
    "restriction": {"scope": "Konto", "marked": "Kennzeichen"},
    "transfer": {"recipient": "Dienst", "failure": "Leer"},
    "balancing": {"where_stopped": "Shop", "balancing": "Abgewogen"},
    "withdrawal": {"where_stopped": "Newsletter"},
    "review": {"reviewer": "R. Beispiel", "reasons": "Neu geprüft"},
}
DAYS = {"erasure": "run_on", "balancing": "stopped_on", "withdrawal": "stopped_on"}
FILE = {
    "contents": "Bestellungen", "basis": "contract", "automated": True, "provided": True, "others_checked": True,
    "format": "json",
}  # fmt: skip
