"""The right to rectification (GDPR Art. 16)."""

from dsr.law.rights.items import Item, Question, RefusalGround
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

RECTIFICATION = Right(
    code="rectification",
    id="art16",
    article="16",
    group="rectification",
    names={"en": "Right to rectification", "de": "Recht auf Berichtigung", "sv": "Rätt till rättelse"},
    heading={"en": "Right to rectification", "de": "Recht auf Berichtigung", "sv": "Rätt till rättelse"},
    plain=_("Correct something that is wrong"),
    plain_hint=_("or add what is missing"),
    grounds=(
        Item("art16.ground.inaccurate", "GDPR 16 s.1", _("The data are inaccurate.")),
        Item("art16.ground.incomplete", "GDPR 16 s.2",
             _("The data are incomplete for their purpose. A statement of the person can be added to them.")),
    ),
    exceptions=(
        RefusalGround("art16.exc.accurate", "GDPR 16; 5(1)(d)",
                      _("The data were checked and are accurate and complete. The controller shows how this "
                        "was checked.")),
        RefusalGround("art16.exc.de.27_2", "BDSG 27(2) s.1",
                      _("A correction would make research or statistics impossible or seriously impair them, "
                        "and limiting the right is necessary."),
                      jurisdiction="DE"),
        RefusalGround("art16.exc.de.28_3", "BDSG 28(3)",
                      _("The data are archived in the public interest and stay as they are. The person's "
                        "counterstatement has to be added to them."),
                      jurisdiction="DE", effect="counterstatement"),
    ),
    response=(
        Item("art16.resp.changed", "GDPR 12(3)", _("What was corrected or completed, and when")),
        Item("art16.resp.recipients_hint", "GDPR 19",
             _("That the recipients are told, and that the person may ask who they are")),
    ),
    duties=(
        Item("art16.duty.undue_delay", "GDPR 16", _("Correct the data without undue delay.")),
    ),
    side_effects=(
        Item("art16.side.restriction", "GDPR 18(1)(a)",
             _("If it is disputed whether data are accurate, their use is restricted at the person's wish "
               "while this is checked."),
             opens="art18.ground.accuracy_contested"),
        Item("art16.side.art19", "GDPR 19", _("Every recipient of the data is told of the correction."),
             opens="art19.notify"),
    ),
    asks_for=(
        Question("wrong", _("What is wrong or missing?"), _("For example: my street, my date of birth.")),
        Question("right", _("What would be right?"),
                 _("If you have a document that shows it, you can add it later.")),
        Question("restrict", _("Shall we stop using it until it has been checked?"),
                 _("It is then only stored, and you hear from us before that ends."), "yesno"),
    ),
)  # fmt: skip
