"""Pictures of figures: bars drawn by the server. Beside each stands the table that says the same in numbers."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dsr.exports.kpi import Line

register = template.Library()
WIDTH = 100


@register.simple_tag
def share_bar(line: Line) -> SafeString:
    """Draw how requests ended or stand: in time, open in time, open and late, late; nothing for none."""
    if not line.counted:
        return SafeString("")
    parts = [
        ("ontime", line.in_time), ("ontime open", line.open_in_time), ("late open", line.open_late),
        ("late", line.late),
    ]  # fmt: skip
    rectangles, at = [], 0.0
    for tone, number in parts:
        wide = WIDTH * number / line.counted
        rectangles.append((tone, f"{at:g}", f"{wide:g}"))
        at += wide
    drawn = format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"/>', rectangles)
    return format_html(
        '<svg class="share" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        drawn,
    )
