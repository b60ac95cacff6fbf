"""The form of a request that somebody of the desk takes in by hand."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.law import rights
from dsr.models import Channel, Controller, Medium, Relation
from dsr.notices.words import numbered
from dsr.services import files, mail_file
from dsr.services.intake import Asked
from dsr.web.desk.fields import Clock, Day, Files, Words, say_what_is_missing

# The web form is not taken in by hand; what is asked most by telephone and post stands first.
BY_HAND = [Channel.PHONE, Channel.POST, Channel.MAIL, Channel.COUNTER, Channel.FAX]

# What seems to have come before is a slip: a year of two figures is read as one of the Middle Ages.
OLDEST = timedelta(days=3653)


def _bytes(file: Any) -> bytes:
    """Return what a file holds, and leave it to be read again from its beginning."""
    found: bytes = file.read()
    file.seek(0)
    return found


class IntakeForm(forms.Form):
    """This will take what arrived, in the order in which it is told on the telephone."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    controller = forms.ModelChoiceField(
        queryset=Controller.objects.none(), label=_("For which controller?"), empty_label=None
    )
    channel = forms.ChoiceField(
        label=_("How did it come?"), widget=forms.RadioSelect, choices=[(c.value, c.label) for c in BY_HAND]
    )
    received_on = Day(label=_("Received on"))
    received_time = Clock(label=_("at"))
    rights = forms.MultipleChoiceField(
        label=_("What does the person want?"), widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=_("Name of the person"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("Mail address"), required=False,
        help_text=_("A link to confirm it and the acknowledgement go there. Without it, letters go by post."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    postal_address = Words(label=_("Postal address"), required=False, rows=3)
    letter = Words(
        label=_("What was said or written"), required=False, rows=5,
        help_text=_("In the person's words, as far as you have them. A mail may be pasted with its headers, or added "
                    "below as a file: who wrote and when is read from it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the answer"), choices=settings.LANGUAGES)
    medium = forms.ChoiceField(label=_("Answer wanted"), choices=Medium.choices, required=False)
    relation = forms.ChoiceField(label=_("Who asks?"), choices=Relation.choices, required=False)
    agent_name = forms.CharField(
        label=_("Name of whoever acts for the person"), max_length=200, required=False
    )
    agent_email = forms.EmailField(label=_("Their mail address"), required=False)
    scans = Files(
        accept=files.EXTENSIONS,
        label=_("The letter as a scan or file"),
        help_text=_(
            "PDF, pictures (JPEG, PNG, HEIC), text (TXT, EML, DOCX) or tables (CSV, XLSX), up to 20 MB each."
        ),
    )

    FIRST, MORE = (
        (
            "controller",
            "channel",
            "received_on",
            "received_time",
            "rights",
            "name",
            "email",
            "letter",
            "scans",
        ),
        ("phone", "postal_address", "language", "medium", "relation", "agent_name", "agent_email"),
    )

    def __init__(self, *args: Any, controllers: list[Controller], **kwargs: Any) -> None:
        first = controllers[0]
        now = timezone.localtime(timezone.now(), first.tz)
        began = {
            "key": uuid.uuid4(), "controller": first.pk, "channel": Channel.PHONE, "received_on": now.date(),
            "received_time": now.time().replace(second=0, microsecond=0), "language": first.language,
            "relation": Relation.SELF, "medium": Medium.MAIL,
        }  # fmt: skip
        super().__init__(*args, initial=began, **kwargs)
        known = Controller.objects.filter(pk__in=[one.pk for one in controllers])
        self.fields["controller"].queryset = known  # type: ignore[attr-defined]
        if len(controllers) == 1:
            self.fields["controller"].widget = forms.HiddenInput()
        language = get_language() or "en"
        self.fields["rights"].choices = [  # type: ignore[attr-defined]
            (right.code, right.name(language)) for right in rights.ALL.values()
        ]
        say_what_is_missing(self)
        for name in ("received_on", "received_time"):
            self.fields[name].widget.attrs["aria-describedby"] = "received-hint"
        self.hints = {
            right.code: f"{_now('Art.')}\u00a0{numbered(right.article)}" for right in rights.ALL.values()
        }

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that nearly every call fills in."""
        return [self[name] for name in self.FIRST if name != "received_time"]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that some cases need."""
        return [self[name] for name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        """Whether the second part of the form holds something that must be seen."""
        return any(self[name].errors for name in self.MORE)

    def clean(self) -> dict[str, Any]:
        """Refuse a receipt in the future, and a request by which nobody could be answered."""
        data = super().clean() or self.cleaned_data
        self._read_mail(data)
        if (received := self.received_at) and received > timezone.now():
            self.add_error("received_on", _now("This moment has not come yet. Check day and time."))
        if received and received < timezone.now() - OLDEST:
            self.add_error("received_on", _now("This is more than ten years ago. Check the year."))
        reachable = any(data.get(name) for name in ("name", "email", "phone", "postal_address", "letter"))
        if not reachable and "name" not in self.errors:
            self.add_error("name", _now("Give a name, an address or what was said: anything to go by."))
        return data

    def _read_mail(self, data: dict[str, Any]) -> None:
        """Take from a mail, as a file or pasted, what was not typed: who wrote, what, and when it reached the house."""
        if data.get("channel") != Channel.MAIL:
            return
        file = next(
            (one for one in data.get("scans") or () if (one.name or "").lower().endswith(".eml")), None
        )
        mail = mail_file.read(_bytes(file)) if file else mail_file.pasted(data.get("letter", ""))
        if mail is None:
            return
        for name, value in (("name", mail.name), ("email", mail.email)):
            if not data.get(name) and name not in self.errors:
                data[name] = value
        if not data.get("letter") or not file:
            data["letter"] = mail.body or data.get("letter", "")
        if mail.at and "received_on" not in self.changed_data and data.get("controller"):
            local = mail.at.astimezone(data["controller"].tz)
            data["received_on"], data["received_time"] = (
                local.date(),
                local.time().replace(second=0, microsecond=0),
            )

    @property
    def received_at(self) -> datetime | None:
        """The moment of receipt on the clock of the controller; None while a part of it is missing."""
        data = self.cleaned_data
        if not all(data.get(name) is not None for name in ("controller", "received_on", "received_time")):
            return None
        return datetime.combine(data["received_on"], data["received_time"], data["controller"].tz)

    @property
    def asked(self) -> Asked:
        """What was asked, as the service takes it."""
        data = self.cleaned_data
        by_post = data["channel"] == Channel.POST and not data["email"]
        return Asked(
            rights=data["rights"], language=data["language"], name=data["name"], email=data["email"],
            phone=data["phone"], postal_address=data["postal_address"], letter=data["letter"],
            medium=Medium.POST if by_post else data["medium"] or Medium.MAIL,
            relation=data["relation"] or Relation.SELF,
            agent_name=data["agent_name"], agent_email=data["agent_email"],
        )  # fmt: skip
