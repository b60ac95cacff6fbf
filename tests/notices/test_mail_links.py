"""Where the links of the overviews lead."""

import re

import pytest
from django.conf import settings

from dsr.notices import mail
from tests.notices.test_mail import LANGUAGES, NOW, notice_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        ("digest", ["/desk/requests/", "/desk/", "/desk/account/overview/"]),
        ("weekly_report", ["/desk/"]),
        ("monthly_report", ["/desk/report/"]),
        ("holidays_check", ["/desk/settings/at/holidays_check-{}/holidays/"]),
        ("dates_moved", ["/desk/requests/"]),
    ],
)
def test_an_overview_leads_to_the_pages_it_speaks_of(kind, language, paths):
    html = mail.build(notice_of(kind, language), "x@example.org", now=NOW).alternatives[0].content

    found = [link.removeprefix(settings.BASE_URL) for link in re.findall(r'href="([^"]+)"', html)]
    assert [re.sub(r"DSR-.*", "", link) for link in found] == [path.format(language) for path in paths]
