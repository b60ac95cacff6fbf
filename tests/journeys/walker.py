"""A visitor without JavaScript: opens pages over HTTP, fills in their forms as they stand, follows their links."""

import html
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

UNSENT = {"button", "submit", "reset", "file", "image"}


@dataclass
class Form:
    """One form of a page with what its fields hold."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    # Every choice that a radio button, checkbox or list offers: (name, value).
    choices: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class Reader(HTMLParser):
    """This will read the forms, links and text of one page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.words: list[str] = []
        self.title = ""
        self._form: Form | None = None
        self._area = self._select = self._link = self._button = None
        self._in_title = False
        self._buffer = ""
        self.feed(page)

    def handle_starttag(  # noqa: C901  (one branch for each element)
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "title" and not self.title:
            self._in_title = True
        elif tag == "a" and "href" in a:
            self._link, self._buffer = a["href"], ""
        if self._form is None:
            return
        if tag == "input":
            self._input(self._form, a, dict(attrs))
        elif tag == "textarea":
            self._area, self._buffer = a.get("name", ""), ""
        elif tag == "select":
            self._select = a.get("name", "")
            self._form.names.add(self._select)
        elif tag == "option" and self._select:
            self._form.choices.add((self._select, a.get("value", "")))
            if "selected" in dict(attrs):
                self._form.fields.append((self._select, a.get("value", "")))
        elif tag == "button":
            self._button, self._buffer = (a.get("name", ""), a.get("value", "")), ""

    def _input(self, form: Form, a: dict[str, str], given: dict[str, str | None]) -> None:
        kind, name, value = a.get("type", "text"), a.get("name", ""), a.get("value", "")
        form.names.add(name)
        if kind in {"radio", "checkbox"}:
            value = value if "value" in given else "on"
            form.choices.add((name, value))
            if "checked" in given:
                form.fields.append((name, value))
        elif name and kind not in UNSENT:
            form.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "title":
            self._in_title = False
        elif tag == "a" and self._link is not None:
            self.links[" ".join(self._buffer.split())] = self._link
            self._link = None
        elif tag == "textarea" and self._form is not None:
            self._form.names.add(self._area)
            self._form.fields.append((self._area, self._buffer.removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "button" and self._button and self._form is not None:
            self._form.buttons.append((*self._button, " ".join(self._buffer.split())))
            self._button = None

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        self._buffer += data
        self.words.append(data)


class Walker:
    """This will walk through a site as one visitor with a cookie jar."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.url, self.status, self.page, self.raw = base, 0, "", b""
        self.read = Reader("")

    def open(self, where: str, body: bytes | None = None) -> "Walker":
        """Open an address, relative to the page that is open."""
        self.url = urllib.parse.urljoin(self.url, where)
        request = urllib.request.Request(self.url, data=body, headers={"Referer": self.url})
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.url, self.status, self.raw = answer.geturl(), answer.status, answer.read()
        self.page = self.raw.decode(errors="replace")
        self.read = Reader(self.page)
        return self

    def follow(self, words: str) -> "Walker":
        """Follow the link that says these words."""
        found = [href for text, href in self.read.links.items() if words in text]
        assert found, f"no link {words!r} among {sorted(self.read.links)} on {self.url}"
        return self.open(found[0])

    def submit(
        self, _form: int | str = -1, _button: str | None = None, **answers: str | list[str]
    ) -> "Walker":
        """Send a form of the page (the last one, by number, by part of its action or a field) with these answers."""
        assert self.status == 200, f"{self.url} said {self.status}: {self.text}"
        form = self._form(_form)
        fields = [(name, value) for name, value in form.fields if name not in answers]
        for name, value in answers.items():
            assert name in form.names, f"no field {name!r} among {sorted(form.names)} on {self.url}"
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
            offered = {choice for n, choice in form.choices if n == name}
            assert not offered or {v for n, v in fields if n == name} <= offered, (
                f"{name}: only {offered} is offered"
            )
        if _button:
            fields += [(name, value) for name, value, text in form.buttons if name and _button in text]
        data = urllib.parse.urlencode(fields)
        if form.method == "get":
            return self.open(f"{form.action or self.url.split('?')[0]}?{data}")
        return self.open(form.action or self.url, data.encode())

    def _form(self, which: int | str) -> Form:
        if isinstance(which, int):
            return self.read.forms[which]
        found = [form for form in self.read.forms if which in form.action or which in form.names]
        assert found, f"no form to {which!r} among {[f.action for f in self.read.forms]} on {self.url}"
        return found[0]

    def sees(self, *words: str) -> None:
        """Assert that the page shows these words."""
        text = self.text
        for word in words:
            assert word in text, f"{word!r} is not on {self.url} ({self.status}):\n{text}"

    @property
    def text(self) -> str:
        """The words of the page, white space folded."""
        return " ".join(html.unescape(" ".join(self.read.words)).split())
