"""The right to object (GDPR Art. 21): to a use, to direct marketing, to research and statistics."""

from dsr.law.rights.items import Item, Question, RefusalGround
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

_HEADING = {"en": "Right to object", "de": "Widerspruchsrecht", "sv": "Rätt att göra invändningar"}

_BALANCED = (
    RefusalGround("art21_1.exc.compelling", "GDPR 21(1) s.2",
                  _("There are compelling legitimate grounds for the processing that override the person's "
                    "interests, rights and freedoms. The controller demonstrates them."),
                  requires=("balancing_text",)),
    RefusalGround("art21_1.exc.claims", "GDPR 21(1) s.2",
                  _("The processing serves to establish, exercise or defend legal claims.")),
    RefusalGround("art21_1.exc.wrong_basis", "GDPR 21(1)",
                  _("The processing rests on another legal basis than a public task or legitimate "
                    "interests."),
                  requires=("legal_basis",)),
    RefusalGround("art21_1.exc.de.36", "BDSG 36",
                  _("A compelling public interest in the processing by a public body outweighs the person's "
                    "interests, or a law obliges the body to process the data."),
                  jurisdiction="DE", scope="public body"),
    RefusalGround("art21_1.exc.de.27_2", "BDSG 27(2) s.1",
                  _("The objection would make research or statistics impossible or seriously impair them, "
                    "and limiting the right is necessary."),
                  jurisdiction="DE"),
    RefusalGround("art21_1.exc.de.28_4", "BDSG 28(4)",
                  _("The data are archived in the public interest, and the objection would make that "
                    "impossible or seriously impair it."),
                  jurisdiction="DE"),
)  # fmt: skip

OBJECTION = Right(
    code="objection",
    id="art21_1",
    article="21(1)",
    group="objection",
    names={
        "en": "Right to object (particular situation)",
        "de": "Widerspruchsrecht (besondere Situation)",
        "sv": "Rätt att göra invändningar (specifik situation)",
    },
    heading=_HEADING,
    plain=_("Object to a use of my data"),
    plain_hint=_("because of my particular situation"),
    preconditions=(
        Item("art21_1.pre.basis", "GDPR 21(1), 6(1)(e)-(f)",
             _("The processing, or profiling, rests on a public task or on legitimate interests.")),
    ),
    grounds=(
        Item("art21_1.ground.situation", "GDPR 21(1) s.1",
             _("The person gives grounds that lie in the person's particular situation."),
             requires=("situation_text",)),
    ),
    exceptions=_BALANCED,
    response=(
        Item("art21_1.resp.result", "GDPR 12(3)-(4)",
             _("That the processing was stopped, or the overriding grounds that were demonstrated")),
    ),
    duties=(
        Item("art21_1.duty.stop", "GDPR 21(1) s.2",
             _("Stop the processing unless overriding grounds are demonstrated.")),
    ),
    side_effects=(
        Item("art21_1.side.restriction", "GDPR 18(1)(d)",
             _("While the grounds are being weighed, processing is restricted; to be safe, from the day the "
               "objection arrives."),
             opens="art18.ground.objection_pending"),
        Item("art21_1.side.erasure", "GDPR 17(1)(c)",
             _("If the objection is upheld, the person can have the data erased."),
             opens="art17.ground.objection"),
    ),
    asks_for=(
        Question("use", _("Which use of your data do you object to?"),
                 _("For example: that we assess your credit, or pass your data on.")),
        Question("situation", _("What is it about your situation that makes you object?"),
                 _("A few words are enough. We weigh them against our reasons.")),
    ),
)  # fmt: skip

OBJECTION_MARKETING = Right(
    code="objection_marketing",
    id="art21_2",
    article="21(2)-(3)",
    group="objection",
    names={
        "en": "Right to object to direct marketing",
        "de": "Widerspruch gegen Direktwerbung",
        "sv": "Rätt att invända mot direkt marknadsföring",
    },
    heading=_HEADING,
    plain=_("Stop advertising to me"),
    plain_hint=_("at once, and without giving a reason"),
    refusable=False,
    immediate=True,
    preconditions=(
        Item("art21_2.pre.marketing", "GDPR 21(2)",
             _("The data are used for direct marketing, or for profiling that goes with it.")),
    ),
    grounds=(
        Item("art21_2.ground.any_time", "GDPR 21(2)", _("At any time; an objection needs no reason.")),
    ),
    response=(
        Item("art21_2.resp.stopped", "GDPR 21(3)",
             _("The confirmation that the data are no longer used for direct marketing")),
    ),
    duties=(
        Item("art21_2.duty.stop_now", "GDPR 21(3)",
             _("No longer process the data for direct marketing. Nothing is weighed.")),
        Item("art21_2.duty.suppression", "practice; GDPR 6(1)(f)",
             _("Keep a minimal entry in a suppression list, so that the objection stays effective.")),
        Item("art21_2.duty.automated_signal", "GDPR 21(5)",
             _("An objection by automated means counts, such as a browser signal or an unsubscribe link.")),
    ),
    side_effects=(
        Item("art21_2.side.erasure", "GDPR 17(1)(c) alt. 2",
             _("The person can have the data used for direct marketing erased."),
             opens="art17.ground.objection"),
    ),
    asks_for=(
        Question("channel", _("Which advertising shall stop?"), _("It ends at once."), "choice",
                 (("all", _("All advertising")), ("email", _("By e-mail")), ("post", _("By post")),
                  ("phone", _("By phone or text message")), ("online", _("Online, for example in an app")))),
    ),
)  # fmt: skip

OBJECTION_RESEARCH = Right(
    code="objection_research",
    id="art21_6",
    article="21(6)",
    group="objection",
    names={
        "en": "Right to object to research and statistics",
        "de": "Widerspruch gegen Forschung und Statistik",
        "sv": "Rätt att invända mot forskning och statistik",
    },
    heading=_HEADING,
    plain=_("Leave me out of research and statistics"),
    plain_hint=_("because of my particular situation"),
    preconditions=(
        Item("art21_6.pre.research", "GDPR 21(6), 89(1)",
             _("The data are used for scientific or historical research or for statistics.")),
    ),
    grounds=(
        Item("art21_6.ground.situation", "GDPR 21(6)",
             _("The person gives grounds that lie in the person's particular situation.")),
    ),
    exceptions=(
        RefusalGround("art21_6.exc.public_task", "GDPR 21(6)",
                      _("The processing is necessary for a task carried out for reasons of public "
                        "interest.")),
        RefusalGround("art21_6.exc.de.27_2", "BDSG 27(2) s.1",
                      _("The objection would make research or statistics impossible or seriously impair "
                        "them, and limiting the right is necessary."),
                      jurisdiction="DE"),
    ),
    response=(
        Item("art21_6.resp.result", "GDPR 12(3)-(4)",
             _("That the processing was stopped, or the public interest for which it goes on")),
    ),
    asks_for=(
        Question("use", _("Which study or statistics do you mean?"), _("If you know it.")),
        Question("situation", _("What is it about your situation that makes you object?"),
                 _("A few words are enough. We weigh them against our reasons.")),
    ),
)  # fmt: skip
