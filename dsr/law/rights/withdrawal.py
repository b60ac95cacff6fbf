"""The withdrawal of consent (GDPR Art. 7(3)): effective on receipt, never refused."""

from dsr.law.rights.items import Item, Question
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

WITHDRAWAL = Right(
    code="withdrawal",
    id="art7_3",
    article="7(3)",
    group="consent",
    names={
        "en": "Withdrawal of consent",
        "de": "Widerruf der Einwilligung",
        "sv": "Återkallelse av samtycke",
    },
    heading={
        "en": "Conditions for consent",
        "de": "Bedingungen für die Einwilligung",
        "sv": "Villkor för samtycke",
    },
    plain=_("Take back my consent"),
    plain_hint=_("at once, and without giving a reason"),
    refusable=False,
    immediate=True,
    preconditions=(
        Item("art7_3.pre.consent_based", "GDPR 6(1)(a), 9(2)(a)", _("The processing is based on consent.")),
    ),
    grounds=(
        Item("art7_3.ground.any_time", "GDPR 7(3) s.1", _("At any time; a withdrawal needs no reason.")),
    ),
    outcomes=(
        Item("art7_3.out.stopped", "GDPR 7(3)", _("The processing based on consent was stopped.")),
        Item("art7_3.out.other_basis", "GDPR 6(1)",
             _("No processing based on consent was found, or there is another legal basis and the person had "
               "been told of it before."),
             requires=("legal_basis",)),
    ),
    response=(
        Item("art7_3.resp.confirm", "GDPR 12(1)", _("What was stopped, and from when")),
        Item("art7_3.resp.prospective", "GDPR 7(3) s.2",
             _("That what was done before the withdrawal remains lawful")),
    ),
    duties=(
        Item("art7_3.duty.easy", "GDPR 7(3) s.4",
             _("Withdrawing is as easy as consenting was: no form, and no stricter proof of identity.")),
        Item("art7_3.duty.proof", "GDPR 7(1)",
             _("Keep proof of the consent and of its withdrawal until claims are time-barred.")),
    ),
    side_effects=(
        Item("art7_3.side.erasure", "GDPR 17(1)(b)",
             _("The person can have the data erased, unless there is another legal basis."),
             opens="art17.ground.consent_withdrawn"),
        Item("art7_3.side.portability", "GDPR 20(1)(a)",
             _("Data provided before the withdrawal can still be taken elsewhere for as long as they are "
               "held.")),
    ),
    asks_for=(
        Question("consent", _("Which consent do you take back?"),
                 _("For example a newsletter, photographs or cookies. Leave it empty for every consent.")),
        Question("erase", _("Shall we also delete the data?"),
                 _("Where nothing else obliges us to keep it."), "yesno"),
    ),
)  # fmt: skip
