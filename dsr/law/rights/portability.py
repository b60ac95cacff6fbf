"""The right to data portability (GDPR Art. 20)."""

from dsr.law.rights.items import Item, Question, RefusalGround
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

PORTABILITY = Right(
    code="portability",
    id="art20",
    article="20",
    group="portability",
    names={
        "en": "Right to data portability",
        "de": "Recht auf Datenübertragbarkeit",
        "sv": "Rätt till dataportabilitet",
    },
    heading={
        "en": "Right to data portability",
        "de": "Recht auf Datenübertragbarkeit",
        "sv": "Rätt till dataportabilitet",
    },
    plain=_("Give me my data to take elsewhere"),
    plain_hint=_("as a file that other services can read"),
    preconditions=(
        Item("art20.pre.provided", "GDPR 20(1); WP242 rev.01",
             _("The data concern the person and were provided by the person, also by using a service or "
               "device, but were not inferred by the controller.")),
        Item("art20.pre.basis", "GDPR 20(1)(a), 6(1)(a)-(b), 9(2)(a)",
             _("The processing is based on consent or on a contract.")),
        Item("art20.pre.automated", "GDPR 20(1)(b)", _("The processing is carried out by automated means.")),
    ),
    preconditions_logic="all",
    grounds=(
        Item("art20.ground.receive", "GDPR 20(1)", _("To receive the data")),
        Item("art20.ground.transmit", "GDPR 20(1)", _("To pass them on without being hindered")),
        Item("art20.ground.direct", "GDPR 20(2)",
             _("To have them sent straight to another controller, where this is technically feasible")),
    ),
    exceptions=(
        RefusalGround("art20.exc.condition_not_met", "GDPR 20(1)",
                      _("A condition is not met: the data were not provided by the person, rest neither on "
                        "consent nor on a contract, or are not processed by automated means.")),
        RefusalGround("art20.exc.public_task", "GDPR 20(3) s.2",
                      _("The processing is necessary for a task in the public interest or for official "
                        "authority.")),
        RefusalGround("art20.exc.rights_of_others", "GDPR 20(4)",
                      _("Handing over these data would harm the rights and freedoms of others; the rest is "
                        "given."),
                      effect="partial"),
        RefusalGround("art20.exc.direct_not_feasible", "GDPR 20(2)",
                      _("Sending the data straight to the other controller is technically not feasible; the "
                        "person is given the file instead."),
                      effect="partial"),
        RefusalGround("art20.exc.de.28_4", "BDSG 28(4)",
                      _("The data are archived in the public interest, and handing them over this way would "
                        "make that impossible or seriously impair it."),
                      jurisdiction="DE"),
    ),
    response=(
        Item("art20.resp.file", "GDPR 20(1); EDPB 01/2022 para 156",
             _("The data as a structured, commonly used, machine-readable file; a PDF is not enough")),
        Item("art20.resp.direct", "GDPR 20(2)",
             _("The confirmation that the data were sent straight to the other controller"),
             condition="direct_transmission"),
    ),
    duties=(
        Item("art20.duty.no_hindrance", "GDPR 20(1)",
             _("Put nothing in the way of passing the data on, such as a licence or a fee.")),
    ),
    side_effects=(
        Item("art20.side.no_erasure", "GDPR 20(3) s.1; recital 68",
             _("Nothing is erased because data were handed over, and the right to erasure stays untouched.")),
    ),
    asks_for=(
        Question("format", _("In which format would you like the file?"),
                 _("If you do not mind, we choose one that most services can read."), "choice",
                 (("any", _("Any common format")), ("json", _("JSON, for other services")),
                  ("csv", _("CSV, for spreadsheets")))),
        Question("direct_to", _("Shall we send it straight to another provider?"),
                 _("Then tell us which one. If that is not technically possible, you receive the file.")),
    ),
)  # fmt: skip
