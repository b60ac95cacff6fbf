"""Everything that can be done with a request, one entry a step: its verb, its form, its service, who may do it."""

from django.utils.translation import gettext_lazy as _

from dsr.models import ANSWERS, EventName, Outcome, SubjectRequest
from dsr.services import answering, contact, conversation, handling, identity, posting, routing
from dsr.web.desk import forms
from dsr.web.desk.action import Action, Letter, has_contact, identity_counts, is_editable, is_open
from dsr.web.desk.actions_clock import CLOCK_ACTIONS
from dsr.web.desk.actions_comments import COMMENT_ACTIONS
from dsr.web.desk.actions_disputes import DISPUTE_ACTIONS
from dsr.web.desk.actions_measures import MEASURE_ACTIONS
from dsr.web.desk.actions_recipients import RECIPIENT_ACTIONS
from dsr.web.desk.actions_tasks import TASK_ACTIONS
from dsr.web.desk.answer_form import DraftForm
from dsr.web.desk.forms_contact import ContactForm
from dsr.web.desk.forms_routing import PassOnForm, has_others
from dsr.web.desk.repeats import same_draft, same_field, same_message, same_pause, same_reopening


def answer_letter(dsr: SubjectRequest) -> str:
    """Return the kind of the closing letter; empty until it is chosen what is answered."""
    return answering.LETTER_OF[Outcome(dsr.outcome)] if dsr.outcome in ANSWERS else ""


ANSWER = Letter(answer_letter, {"what_was_done": "answer", "reasons": "reasons"})

# The form finds the earlier request; the letter prints its number.
MERGED = Letter("merged", {"merged_into": "into"})

ACTIONS: dict[str, Action] = {
    "confirm": Action(
        transition="confirm", event=EventName.CONFIRMED, run=identity.confirm, dpo_only=True,
        verb=_("Take in without confirmation"),
        says=_("The link to confirm the mailbox was not used. You can begin all the same: the clock has run "
               "since receipt. It proves nothing about who is asking."),
    ),
    "start": Action(
        transition="start", event=EventName.STARTED, run=handling.start,
        verb=_("Start the work"),
        says=_("Right, controller and scope are clear. The request goes to whoever handles it, to you if nobody does."),
    ),
    "ask_identity": Action(
        transition="ask_identity", event=EventName.IDENTITY_ASKED, run=handling.ask_identity,
        form=forms.AskIdentityForm, same=same_pause,
        letter=Letter("identity_doubt", {"doubt_reason": "why", "asks": "asks"}),
        verb=_("Ask for proof of identity"),
        says=_("The person is told why you are in doubt and what would settle it. The clock rests until the answer."),
    ),
    "prove_identity": Action(
        event=EventName.IDENTITY_PROVED, run=identity.prove_identity, form=forms.ProveIdentityForm,
        fits=identity_counts,
        verb=_("Settle identity"),
        says=_("Record how you know who is asking. If the clock rests for it, it runs again."),
    ),
    "ask_clarification": Action(
        transition="ask_clarification", event=EventName.CLARIFICATION_ASKED, run=handling.ask_clarification,
        form=forms.AskScopeForm, same=same_pause,
        letter=Letter("scope_question", {"scope_reason": "why", "asks": "asks"}),
        verb=_("Ask about the scope"),
        says=_("The person is asked which data they mean. If they do not narrow it, all of it stands."),
    ),
    "receive_answer": Action(
        transition="receive_answer", event=EventName.ANSWER_CAME, run=handling.receive_answer,
        form=forms.AnswerCameForm,
        verb=_("Record the person's answer"),
        says=_("The request goes back to where it came from, and the clock runs again."),
    ),
    "draft": Action(
        event=EventName.DRAFTED, run=answering.draft, form=DraftForm, fits=is_editable, same=same_draft,
        letter=ANSWER,
        verb=_("Write the answer"),
        says=_("Nothing goes out yet: a second person reads the answer before it is sent."),
    ),
    "submit_for_review": Action(
        transition="submit_for_review", event=EventName.SUBMITTED_FOR_REVIEW, run=answering.submit_for_review,
        letter=ANSWER,
        verb=_("Hand to review"),
        says=_("A second person is asked to read the answer."),
    ),
    "refuse": Action(
        transition="refuse", event=EventName.SUBMITTED_FOR_REVIEW, run=answering.submit_for_review, letter=ANSWER,
        verb=_("Propose the refusal"),
        says=_("A refusal is an answer too: a second person reads it before it is sent."),
    ),
    "approve": Action(
        transition="approve", event=EventName.APPROVED, run=answering.approve, dpo_only=True, letter=ANSWER,
        verb=_("Approve the answer"),
        says=_("You have read the answer and stand for it. It is frozen from now on."),
    ),
    "return_to_work": Action(
        transition="return_to_work", event=EventName.RETURNED, run=answering.return_to_work,
        verb=_("Return to work"),
        says=_("The answer is opened again. Nothing that was written is lost."),
    ),
    "send": Action(
        transition="send", event=EventName.SENT, run=answering.send, dpo_only=True, letter=ANSWER,
        step_up=True,
        verb=_("Send the answer"),
        says=_("The letter goes out and the request is closed."),
    ),
    "extend": Action(
        transition="extend", event=EventName.EXTENDED, run=handling.extend, form=forms.ExtendForm, dpo_only=True,
        same=same_field("extension.reasons", "reasons"),
        letter=Letter("extension", {"reasons": "reasons", "ground": "ground"}),
        verb=_("Extend the period"),
        says=_("Once, by two months, where the case is complex. The person is told the new day and the reasons."),
    ),
    "write_out": Action(
        event=EventName.MESSAGE_OUT, run=conversation.write_out, form=forms.WriteForm, fits=has_contact,
        same=same_message, letter=Letter("note", {"body": "body"}),
        verb=_("Write to the person"),
        says=_("A message beside the letters that the law asks for."),
    ),
    "change_contact": Action(
        event=EventName.CONTACT_CHANGED, run=contact.change, form=ContactForm, fits=has_contact,
        verb=_("Change the address"),
        says=_("The new address starts unproven: identity has to be settled again, and nothing is released for 72 "
               "hours. The old mail address is told."),
    ),
    "mark_posted": Action(
        event=EventName.POSTED, run=posting.mark_posted, fits=posting.has_to_post,
        paper=True,
        verb=_("Mark as posted"),
        says=_("Print the letters below, put them into the post, then say so here: the day counts as told."),
    ),
    "assign": Action(
        event=EventName.ASSIGNED, run=handling.assign, form=forms.AssignForm, fits=is_open, dpo_only=True,
        same=same_field("handler", "to"),
        verb=_("Assign"),
        says=_("Whoever handles the request sees it on their desk and is told."),
    ),
    "explain_lateness": Action(
        event=EventName.LATENESS_EXPLAINED, run=handling.explain_lateness, form=forms.LatenessForm,
        fits=lambda dsr: dsr.is_late and is_open(dsr), same=same_field("late_reason", "late_reason"),
        verb=_("Explain the lateness"),
        says=_("The last day has passed. The answer can go out once the reason is on file."),
    ),
    "mark_not_a_request": Action(
        transition="mark_not_a_request", event=EventName.NOT_A_REQUEST, run=handling.mark_not_a_request,
        dpo_only=True, danger=True,
        verb=_("Close: not a request"),
        says=_("For advertising, mistakes and letters that ask for none of these rights. Nothing is sent."),
    ),
    "withdraw": Action(
        transition="withdraw", event=EventName.WITHDRAWN, run=handling.withdraw, danger=True,
        letter=Letter("withdrawn", {}),
        verb=_("Record the withdrawal"),
        says=_("Only when the person took the request back. They are told that it ended."),
    ),
    "lapse": Action(
        transition="lapse", event=EventName.LAPSED, run=handling.lapse, form=forms.LapseForm, dpo_only=True,
        danger=True, same=same_field("reasons", "reasons"), letter=Letter("lapsed", {"reasons": "reasons"}),
        verb=_("Close: no answer came"),
        says=_("You asked, you waited, and nothing came. The letter says why, and where to complain."),
    ),
    "pass_on": Action(
        event=EventName.PASSED_ON, run=routing.pass_on, form=PassOnForm, dpo_only=True,
        fits=lambda dsr: is_open(dsr) and has_others(dsr),
        verb=_("Pass on to another controller as well"),
        says=_("It opens there with the same day of receipt, and the person hears from there. Yours goes on."),
    ),
    "hand_over": Action(
        transition="hand_over", event=EventName.HANDED_OVER, run=handling.hand_over, form=forms.HandOverForm,
        dpo_only=True, danger=True, same=same_field("handed_to", "to"),
        letter=Letter("handed_over", {"handed_to": "to"}),
        verb=_("Hand over"),
        says=_("Another controller must answer and has the request now. The person is told which."),
    ),
    "merge": Action(
        transition="merge", event=EventName.MERGED, run=handling.merge, form=forms.MergeForm, dpo_only=True,
        danger=True, same=same_field("merged_into", "into"), letter=MERGED,
        verb=_("Merge with an earlier request"),
        says=_("The same person asked twice for the same. Identity that was proven there counts there alone."),
    ),
    "reopen": Action(
        transition="reopen", event=EventName.REOPENED, run=handling.reopen, form=forms.ReopenForm, dpo_only=True,
        same=same_reopening,
        verb=_("Reopen"),
        says=_("For new facts or a complaint. What was stays as it was; a new term of two weeks starts today."),
    ),
}  # fmt: skip

ACTIONS |= (
    MEASURE_ACTIONS | COMMENT_ACTIONS | TASK_ACTIONS | RECIPIENT_ACTIONS | DISPUTE_ACTIONS | CLOCK_ACTIONS
)
