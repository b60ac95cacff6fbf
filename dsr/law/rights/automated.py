"""The right not to be subject to automated individual decisions (GDPR Art. 22)."""

from dsr.law.rights.items import Item, Question, RefusalGround
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

_EXCEPTIONS = (
    RefusalGround("art22.exc.contract", "GDPR 22(2)(a), 22(3)",
                  _("The decision is necessary for a contract with the person. Human review can still be "
                    "asked for, a view given and the decision contested."),
                  effect="safeguards_remain"),
    RefusalGround("art22.exc.law", "GDPR 22(2)(b)",
                  _("A law of the Union or of a Member State allows the decision and lays down safeguards.")),
    RefusalGround("art22.exc.consent", "GDPR 22(2)(c), 22(3)",
                  _("The person explicitly consented to the decision. Human review can still be asked for, a "
                    "view given and the decision contested."),
                  effect="safeguards_remain"),
    RefusalGround("art22.exc.not_automated", "GDPR 22(1)",
                  _("A human with real influence makes the decision.")),
    RefusalGround("art22.exc.de.37", "BDSG 37",
                  _("The decision was made under an insurance contract in one of the cases that the law "
                    "allows."),
                  jurisdiction="DE"),
    # In force since 5 February 2026; not read in its own text.
    RefusalGround("art22.exc.uk", "UK GDPR 22A-22D (DUAA 2025 s. 80)",
                  _("United Kingdom: outside special categories of data such decisions are allowed in "
                    "general, with safeguards."),
                  jurisdiction="GB", effect="regime_differs", confidence="medium"),
)  # fmt: skip

AUTOMATED = Right(
    code="automated",
    id="art22",
    article="22",
    group="automated_decision",
    names={
        "en": "Automated individual decision-making",
        "de": "Automatisierte Entscheidung im Einzelfall",
        "sv": "Automatiserat individuellt beslutsfattande",
    },
    heading={
        "en": "Automated individual decision-making, including profiling",
        "de": "Automatisierte Entscheidungen im Einzelfall einschließlich Profiling",
        "sv": "Automatiserat individuellt beslutsfattande, inbegripet profilering",
    },
    plain=_("Have a person look at an automated decision"),
    plain_hint=_("one that a computer made alone"),
    preconditions=(
        Item("art22.pre.solely", "GDPR 22(1); CJEU C-634/21",
             _("The decision is based solely on automated processing. A score counts too, if somebody else "
               "draws strongly on it.")),
        Item("art22.pre.effect", "GDPR 22(1)",
             _("It has legal effects for the person or affects the person in a similarly significant way.")),
    ),
    preconditions_logic="all",
    grounds=(
        Item("art22.ground.not_subject", "GDPR 22(1)", _("Not to be subject to such a decision")),
        Item("art22.ground.human", "GDPR 22(3)", _("To have a human step in")),
        Item("art22.ground.view", "GDPR 22(3)", _("To give one's own point of view")),
        Item("art22.ground.contest", "GDPR 22(3)", _("To contest the decision")),
    ),
    exceptions=_EXCEPTIONS,
    response=(
        Item("art22.resp.result", "GDPR 12(3)-(4), 22(3)",
             _("What the human review led to, with reasons, or a refusal with all it must contain")),
    ),
    duties=(
        Item("art22.duty.special_categories", "GDPR 22(4), 9(2)(a), (g)",
             _("Use no special categories of data, except on explicit consent or for a substantial public "
               "interest laid down by law, with safeguards.")),
    ),
    side_effects=(
        Item("art22.side.access", "GDPR 15(1)(h)",
             _("Often asked for together with access to the logic involved.")),
    ),
    asks_for=(
        Question("decision", _("Which decision do you mean?"), _("For example: a loan refused on 3 March.")),
        Question("wish", _("What shall we do?"), _("Choose what matters most to you."), "choice",
                 (("human", _("A person shall look at it")), ("contest", _("I contest the decision")),
                  ("not_subject", _("I do not want to be decided about this way")))),
        Question("view", _("What is your point of view?"), _("What should the person who looks at it know?")),
    ),
)  # fmt: skip
