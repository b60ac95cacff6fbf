"""The steps of the desk that stay inside the house: comments and watching."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.models import EventName, User
from dsr.services import comments
from dsr.web.desk.action import Action, has_contact
from dsr.web.desk.fields import Rows, Words
from dsr.web.desk.step_form import StepForm


class CommentForm(StepForm):
    """This will take a comment, and who is to look at it."""

    body = Words(label=_("Comment"), rows=5, help_text=_("The person never reads this."))
    mention = Rows(
        queryset=User.objects.none(), required=False, label=_("Who should look at it?"),
        widget=forms.CheckboxSelectMultiple, help_text=_("They get a mail that says only that there is a comment."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer whoever may read the request."""
        self.fields["mention"].queryset = comments.readers(self.dsr)  # type: ignore[attr-defined]


COMMENT_ACTIONS: dict[str, Action] = {
    "comment": Action(
        event=EventName.COMMENTED, run=comments.comment, form=CommentForm, fits=has_contact, aside=True,
        verb=_("Comment for the team"),
        says=_("A note beside the request, for colleagues alone. It is destroyed with the personal data."),
    ),
    "watch": Action(
        event=EventName.COMMENTED, run=comments.watch, fits=has_contact, aside=True,
        verb=_("Watch"),
        says=_("You are told of each comment from now on."),
    ),
    "unwatch": Action(
        event=EventName.COMMENTED, run=comments.unwatch, fits=has_contact, aside=True,
        verb=_("Watch no more"),
        says=_("You are not told of comments any more."),
    ),
}  # fmt: skip
