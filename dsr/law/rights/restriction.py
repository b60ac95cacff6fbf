"""The right to restriction of processing (GDPR Art. 18)."""

from dsr.law.rights.items import Item, Question, RefusalGround
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

_GROUNDS = (
    Item("art18.ground.accuracy_contested", "GDPR 18(1)(a)",
         _("The person disputes that the data are accurate; for as long as the controller needs to check."),
         ends="verification_done"),
    Item("art18.ground.unlawful_but_keep", "GDPR 18(1)(b)",
         _("The processing is unlawful, but the person does not want erasure and asks for restriction "
           "instead.")),
    Item("art18.ground.claims", "GDPR 18(1)(c)",
         _("The controller no longer needs the data, but the person needs them for legal claims."),
         ends="claim_over"),
    Item("art18.ground.objection_pending", "GDPR 18(1)(d)",
         _("The person objected under Art. 21(1), and it is not yet clear whether the controller's grounds "
           "override."),
         ends="objection_decided"),
)  # fmt: skip

_USES = (
    Item("art18.use.storage", "GDPR 18(2)", _("Storing the data")),
    Item("art18.use.consent", "GDPR 18(2)", _("Any use the person consents to")),
    Item("art18.use.claims", "GDPR 18(2)", _("Establishing, exercising or defending legal claims")),
    Item("art18.use.other_person", "GDPR 18(2)", _("Protecting the rights of another person")),
    Item("art18.use.public_interest", "GDPR 18(2)",
         _("Reasons of important public interest of the Union or of a Member State")),
)  # fmt: skip

_QUESTIONS = (
    Question("what", _("Which data shall we no longer use?"), _("Leave it empty for everything.")),
    Question("ground", _("Which of these is closest?"),
             _("You need not know this; it helps us to decide sooner."), "choice",
             (("accuracy_contested", _("It is wrong, and you still have to check")),
              ("unlawful_but_keep", _("You may not use it, but I do not want it deleted")),
              ("claims", _("I need it for a legal claim")),
              ("objection_pending", _("I have objected, and you have not decided yet")),
              ("unknown", _("I do not know")))),
)  # fmt: skip

RESTRICTION = Right(
    code="restriction",
    id="art18",
    article="18",
    group="restriction",
    names={
        "en": "Right to restriction of processing",
        "de": "Recht auf Einschränkung der Verarbeitung",
        "sv": "Rätt till begränsning av behandling",
    },
    heading={
        "en": "Right to restriction of processing",
        "de": "Recht auf Einschränkung der Verarbeitung",
        "sv": "Rätt till begränsning av behandling",
    },
    popular={"de": "Sperrung"},
    plain=_("Stop using it for now, but keep it"),
    plain_hint=_("restriction, formerly “Sperrung”"),
    grounds=_GROUNDS,
    exceptions=(
        RefusalGround("art18.exc.condition_not_met", "GDPR 18(1)",
                      _("None of the four cases in which processing is restricted applies.")),
        RefusalGround("art18.exc.de.27_2", "BDSG 27(2) s.1",
                      _("A restriction would make research or statistics impossible or seriously impair "
                        "them, and limiting the right is necessary."),
                      jurisdiction="DE"),
        RefusalGround("art18.exc.de.28_4", "BDSG 28(4); GDPR 18(1)(a), (b), (d)",
                      _("The data are archived in the public interest, and a restriction would make that "
                        "impossible or seriously impair it."),
                      jurisdiction="DE"),
    ),
    permitted_while_restricted=_USES,
    response=(
        Item("art18.resp.scope", "GDPR 12(3)", _("Which data are restricted, from when and on which ground")),
    ),
    duties=(
        Item("art18.duty.mark", "GDPR 4(3); recital 67",
             _("Mark the data and block their use technically.")),
        Item("art18.duty.inform_before_lifting", "GDPR 18(3)",
             _("Tell the person before the restriction is lifted."),
             hard_gate=True),
    ),
    side_effects=(
        Item("art18.side.art19", "GDPR 19", _("Every recipient of the data is told of the restriction."),
             opens="art19.notify"),
    ),
    asks_for=_QUESTIONS,
)  # fmt: skip
