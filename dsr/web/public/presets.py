"""What a link into the form may set beforehand: rights, and where the link stood."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from dsr.law import rights
from dsr.law.rights import Right

ORIGIN = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Presets:
    """The rights and the origin that an address names; what it names wrongly is left out."""

    rights: tuple[Right, ...]
    origin: str

    @property
    def query(self) -> str:
        """The same, to be carried on in the next address."""
        pairs = [
            *(("right", right.code) for right in self.rights),
            *([("origin", self.origin)] if self.origin else []),
        ]
        return f"?{urlencode(pairs)}" if pairs else ""


def presets(request: HttpRequest) -> Presets:
    """Return what the address presets, as in `?right=erasure&origin=eudi_wallet`."""
    codes = dict.fromkeys(request.GET.getlist("right"))
    origin = request.GET.get("origin", "")
    return Presets(
        rights=tuple(rights.ALL[code] for code in codes if code in rights.ALL),
        origin=origin if ORIGIN.fullmatch(origin) else "",
    )
