"""The right to erasure, the "right to be forgotten" (GDPR Art. 17)."""

from dsr.law.rights.items import Item, Question, RefusalGround
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

_GROUNDS = (
    Item("art17.ground.purpose_ended", "GDPR 17(1)(a)",
         _("The data are no longer needed for what they were collected or used for.")),
    Item("art17.ground.consent_withdrawn", "GDPR 17(1)(b)",
         _("Consent was withdrawn, and there is no other legal basis.")),
    Item("art17.ground.objection", "GDPR 17(1)(c)",
         _("The person objected under Art. 21(1) and no legitimate grounds override this, or objected to "
           "direct marketing under Art. 21(2).")),
    Item("art17.ground.unlawful", "GDPR 17(1)(d)", _("The data were processed unlawfully.")),
    Item("art17.ground.legal_obligation", "GDPR 17(1)(e)",
         _("A law of the Union or of a Member State requires their erasure.")),
    Item("art17.ground.child_iss", "GDPR 17(1)(f), 8(1)",
         _("The data were collected when an online service was offered to a child.")),
)  # fmt: skip

_EXCEPTIONS = (
    RefusalGround("art17.exc.expression", "GDPR 17(3)(a)",
                  _("The processing is necessary for freedom of expression and information.")),
    RefusalGround("art17.exc.legal_obligation", "GDPR 17(3)(b)",
                  _("The controller has to keep the data for a time because of a legal obligation, for "
                    "example statutory retention, or needs them for a public task."),
                  effect="partial_until", requires=("provision", "retain_until"),
                  examples=(
                      _("Germany: HGB 257, AO 147 (books 10 years, vouchers 8 years since 2025, letters 6 "
                        "years)"),
                      _("Sweden: bokföringslagen 7 kap. 2 § (7 years)"),
                  )),
    RefusalGround("art17.exc.public_health", "GDPR 17(3)(c), 9(2)(h)-(i), 9(3)",
                  _("The processing is necessary for reasons of public interest in public health.")),
    RefusalGround("art17.exc.archive_research", "GDPR 17(3)(d), 89(1)",
                  _("The data serve archives in the public interest, research or statistics, and erasure "
                    "would make that impossible or seriously impair it.")),
    RefusalGround("art17.exc.legal_claims", "GDPR 17(3)(e)",
                  _("The data are needed to establish, exercise or defend legal claims."),
                  requires=("claim_description",)),
    RefusalGround("art17.exc.de.35_1", "BDSG 35(1)",
                  _("The data are not processed by automated means, and their kind of storage makes erasure "
                    "impossible or disproportionately costly; the person's interest in it is low and the "
                    "processing was not unlawful. Processing is restricted instead."),
                  jurisdiction="DE", effect="restrict_instead",
                  cumulative=("non_automated", "disproportionate_effort", "low_interest", "not_unlawful")),
    RefusalGround("art17.exc.de.35_2", "BDSG 35(2); GDPR 17(1)(a), (d)",
                  _("The purpose has ended or the processing was unlawful, but there is reason to believe "
                    "that erasure would harm the person's own interests. Processing is restricted instead, "
                    "and the person is told."),
                  jurisdiction="DE", effect="restrict_instead", requires=("inform_person",)),
    RefusalGround("art17.exc.de.35_3", "BDSG 35(3); GDPR 17(1)(a)",
                  _("The purpose has ended, but retention periods of by-laws or of a contract forbid "
                    "erasure. Processing is restricted instead."),
                  jurisdiction="DE", effect="restrict_instead"),
)  # fmt: skip

_DUTIES = (
    Item("art17.duty.undue_delay", "GDPR 17(1)", _("Erase the data without undue delay.")),
    Item("art17.duty.public", "GDPR 17(2); recital 66",
         _("If the data were made public, take reasonable steps, also technical ones, to tell other "
           "controllers that the person wants links, copies and replications erased."),
         condition="made_public"),
    Item("art17.duty.backups", "EDPB CEF 2025 report (practice)",
         _("Say what happens to backups: overwritten in turn, and kept from being restored."),
         mandatory=False),
    Item("art17.duty.proof", "GDPR 5(2)",
         _("Keep the least that proves the erasure, without what was erased.")),
)  # fmt: skip

_QUESTIONS = (
    Question("what", _("Which data shall we delete?"), _("Leave it empty for everything.")),
    Question("ground", _("Why should it be deleted?"),
             _("You need not know this; it helps us to decide sooner."), "choice",
             (("purpose_ended", _("You no longer need it")),
              ("consent_withdrawn", _("I take back my consent")),
              ("objection", _("I object to its use")),
              ("unlawful", _("You were not allowed to use it")),
              ("legal_obligation", _("A law requires it")),
              ("child_iss", _("It was collected online when I was a child")),
              ("unknown", _("I do not know")))),
    Question("made_public", _("Did we make the data public?"),
             _("For example on a website or in a directory."), "yesno"),
)  # fmt: skip

ERASURE = Right(
    code="erasure",
    id="art17",
    article="17",
    group="erasure",
    names={"en": "Right to erasure", "de": "Recht auf Löschung", "sv": "Rätt till radering"},
    heading={
        "en": "Right to erasure ('right to be forgotten')",
        "de": "Recht auf Löschung („Recht auf Vergessenwerden“)",
        "sv": "Rätt till radering (”rätten att bli bortglömd”)",
    },
    plain=_("Delete my data"),
    plain_hint=_("erasure, in German “Löschung”"),
    grounds=_GROUNDS,
    exceptions=_EXCEPTIONS,
    response=(
        Item("art17.resp.done", "GDPR 12(3)",
             _("What was erased and when, and what was kept and why: each exception with its provision and "
               "the day it ends")),
        Item("art17.resp.restricted", "BDSG 35(2) s.2",
             _("That processing was restricted instead, if it was"),
             jurisdiction="DE"),
    ),
    duties=_DUTIES,
    side_effects=(
        Item("art17.side.art19", "GDPR 19", _("Every recipient of the data is told of the erasure."),
             opens="art19.notify"),
        Item("art17.side.restrict", "GDPR 18(1)(b)",
             _("Where data are processed unlawfully, the person may choose restriction instead of erasure."),
             opens="art18.ground.unlawful_but_keep"),
        Item("art17.side.order", "practice",
             _("Access or portability asked for together with erasure is served first.")),
    ),
    asks_for=_QUESTIONS,
)  # fmt: skip
