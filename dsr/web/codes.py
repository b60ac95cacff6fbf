"""QR codes, drawn by the server as SVG: of the form's address for posters, of the receipt for a telephone."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dsr.notices import links

QUIET = 2


def as_svg(text: str) -> SafeString:
    """Return a code as one SVG element without a script, a style or an address of anybody else."""
    made = BytesIO()
    # Dark squares on a light ground in either scheme: many readers cannot read it the other way round.
    segno.make(text, error="m").save(
        made, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, svgns=True, omitsize=True,
        svgclass="qr", lineclass=None,
    )  # fmt: skip
    return mark_safe(made.getvalue().decode())  # noqa: S308  (drawn here from squares alone)


def receipt(reference: str, secret: str) -> str:
    """Return what the code of a receipt says: where to look, with what; no address holds the secret."""
    return f"{links.to_status_here()}\n{_('Reference')}: {reference}\n{_('Secret')}: {secret}"
