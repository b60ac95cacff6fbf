"""What browsers and crawlers ask for at the root."""

import re

from django.contrib.staticfiles import finders


def test_a_crawler_is_kept_from_the_desk_and_may_read_that_no_page_is_to_be_listed(client):
    answer = client.get("/robots.txt")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /desk/" in answer.content.decode().splitlines()
    assert "Disallow: /" not in answer.content.decode().splitlines()


def test_the_old_name_of_the_icon_leads_to_the_icon(client):
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert finders.find(re.sub(r"^/?static/", "", answer["Location"]).replace("/static/", ""))
