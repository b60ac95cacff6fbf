"""The forms of the steps that concern recipients, processors, another controller and a fee."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.models import (
    FeeGround,
    FeeState,
    Instruction,
    Recipient,
    RecipientKind,
    RecipientNotice,
    SubjectRequest,
    Told,
    ToldBy,
)
from dsr.services.recipients import NewRecipient
from dsr.web.desk.fields import Day, Rows, Words, row_of
from dsr.web.desk.step_form import StepForm
from dsr.web.present import today_of


class RowChoice(forms.ModelChoiceField):
    """This will offer rows of one request under the name of the recipient."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the recipient, with the number of an instruction."""
        return f"{obj.number} · {obj.recipient}" if isinstance(obj, Instruction) else str(obj.recipient)


class RowForm(StepForm):
    """This will take which row of the request a step is about; the address may name it."""

    row = RowChoice(queryset=RecipientNotice.objects.none(), empty_label=None, label=_("Which recipient?"))

    def prepare(self) -> None:
        """Offer the rows that the step fits."""
        offered = self.offered()
        field: Any = self.fields["row"]
        field.queryset = offered
        if self.is_bound:
            # The second half of a double click names a row that the step fitted a moment ago.
            posted = str(self.data.get("row", ""))
            every = offered.model.objects.filter(dsr=self.dsr, pk=row_of(posted))
            field.queryset = offered.model.objects.filter(
                Q(pk__in=offered.values("pk")) | Q(pk__in=every.values("pk"))
            )
        elif self.on and offered.filter(pk=self.on).exists():
            self.initial["row"] = self.on

    def offered(self) -> QuerySet[Any]:
        """Return the rows that the step fits."""
        return self.dsr.recipient_notices.filter(state=Told.OPEN).select_related("recipient")


class NewRecipientForm(StepForm):
    """This will take a recipient that is not on record yet."""

    new_name = forms.CharField(label=_("Somebody new: name"), max_length=200, required=False)
    new_kind = forms.ChoiceField(
        label=_("What they are"), choices=RecipientKind.choices, required=False, initial=RecipientKind.OTHER
    )
    new_email = forms.EmailField(label=_("Mail address of the recipient"), required=False)

    def new(self) -> NewRecipient | None:
        """Return who was typed in; None where nobody was."""
        name = self.cleaned_data.get("new_name", "").strip()
        kind = self.cleaned_data.get("new_kind") or RecipientKind.OTHER
        return NewRecipient(name, kind, self.cleaned_data.get("new_email", "")) if name else None


class ChooseForm(NewRecipientForm):
    """This will take who received the data of this case."""

    chosen = Rows(
        label=_("Who received these data?"), queryset=Recipient.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Processors are recipients too. Whoever is chosen is told, or you record why not."),
    )  # fmt: skip
    nobody = forms.BooleanField(label=_("Nobody, or nobody else, received these data"), required=False)
    field_order = ("chosen", "new_name", "new_kind", "new_email", "nobody")

    def prepare(self) -> None:
        """Offer the recipients of the controller that the case does not have yet, all of them chosen."""
        field: Any = self.fields["chosen"]
        known = self.dsr.recipient_notices.values("recipient")
        field.queryset = self.dsr.controller.recipients.filter(is_active=True).exclude(pk__in=known)
        self.initial.setdefault("chosen", list(field.queryset.values_list("pk", flat=True)))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that says nothing, or two things at once."""
        data = super().clean() or self.cleaned_data
        somebody = bool(data.get("chosen")) or self.new() is not None
        if somebody and data.get("nobody"):
            self.add_error(
                "nobody", _now("You chose somebody, and said that it was nobody. Take one of them back.")
            )
        if not somebody and not data.get("nobody"):
            self.add_error("nobody", _now("Choose who received the data, or say that nobody did."))
        return data

    @property
    def words(self) -> dict[str, Any]:
        """What the step takes."""
        return {"chosen": list(self.cleaned_data.get("chosen", ())), "new": self.new()}


class NotifyForm(RowForm):
    """This will take what a recipient is told by mail."""

    what_was_done = Words(
        label=_("What was done with the data?"), rows=4,
        help_text=_("Which data were rectified, erased or restricted, and what the recipient is to do. Nothing else."),
    )  # fmt: skip
    who = Words(
        label=_("By what does the recipient find the person?"), rows=2,
        help_text=_("No more than is needed, for example a customer number that it knows. It goes by mail."),
    )  # fmt: skip

    def offered(self) -> QuerySet[Any]:
        """Return the recipients that wait and can be written to."""
        return super().offered().exclude(recipient__email="")


class ToldForm(RowForm):
    """This will take how and when a recipient was told in another way."""

    medium = forms.ChoiceField(
        label=_("How?"), widget=forms.RadioSelect,
        choices=[(way.value, way.label) for way in (ToldBy.POST, ToldBy.PHONE, ToldBy.SYSTEM)],
    )  # fmt: skip
    notified_on = Day(label=_("On which day?"))

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Begin with today."""
        return {"notified_on": today_of(dsr)}

    def clean_notified_on(self) -> Any:
        """Refuse a day in the future."""
        day = self.cleaned_data["notified_on"]
        if day > today_of(self.dsr):
            raise forms.ValidationError(_now("This day has not come yet."))
        return day


class ExcuseForm(RowForm):
    """This will take why a recipient is not told."""

    why = forms.ChoiceField(
        label=_("Why not?"), widget=forms.RadioSelect,
        choices=[
            (Told.IMPOSSIBLE.value, _("It proves impossible")),
            (Told.DISPROPORTIONATE.value, _("It would take a disproportionate effort")),
        ],
    )  # fmt: skip
    reason = Words(
        label=_("Reason"),
        help_text=_("For the file and the authority: what you tried, or what the effort would be."),
    )


class TakeBackForm(RowForm):
    """This will take which recipient is to be told after all."""

    def offered(self) -> QuerySet[Any]:
        """Return the recipients that are done with."""
        return self.dsr.recipient_notices.exclude(state=Told.OPEN).select_related("recipient")


class FeeForm(StepForm):
    """This will take a fee with its reasons."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect, choices=FeeGround.choices)
    reasons = Words(
        label=_("Reasons, in words for the person"), rows=4,
        help_text=_("You have to show it. A request for access once a year is never excessive."),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("Amount"), min_value=0.01, max_digits=8, decimal_places=2, localize=True
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, initial="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write three capital letters, for example EUR."))],
    )  # fmt: skip
    calculation = Words(
        label=_("How did you work it out?"), rows=3,
        help_text=_("Only the administrative costs of this request count, such as hours and postage."),
    )  # fmt: skip


class SettleForm(StepForm):
    """This will take how a fee was settled."""

    how = forms.ChoiceField(
        label=_("How was it settled?"), widget=forms.RadioSelect,
        choices=[(FeeState.ACCEPTED.value, FeeState.ACCEPTED.label), (FeeState.WAIVED.value, FeeState.WAIVED.label)],
    )  # fmt: skip
