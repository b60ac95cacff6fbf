"""The right of access (GDPR Art. 15)."""

from dsr.law.rights.items import Item, Question, RefusalGround
from dsr.law.rights.records import Right
from dsr.law.text import gettext_noop as _

_GERMANY = (
    RefusalGround("art15.exc.de.34_1_1", "BDSG 34(1) no.1 with 33(1) no.1, no.2(b), 33(3)",
                  _("The information would endanger public tasks or public security, as the competent public "
                    "body has found."),
                  jurisdiction="DE"),
    RefusalGround("art15.exc.de.34_1_2a", "BDSG 34(1) no.2(a)",
                  _("The data are stored only because rules of law or by-laws on retention forbid erasing "
                    "them, to give them would take a disproportionate effort, and technical and "
                    "organisational measures rule out any other use."),
                  jurisdiction="DE",
                  cumulative=("retention_only", "disproportionate_effort", "other_use_excluded")),
    RefusalGround("art15.exc.de.34_1_2b", "BDSG 34(1) no.2(b)",
                  _("The data serve only data security or data protection control, to give them would take a "
                    "disproportionate effort, and technical and organisational measures rule out any other "
                    "use."),
                  jurisdiction="DE",
                  cumulative=("security_or_control_only", "disproportionate_effort", "other_use_excluded")),
    RefusalGround("art15.exc.de.29_1", "BDSG 29(1) s.2",
                  _("The information would reveal what must be kept secret by law or by its nature, in "
                    "particular because a third party's interests weigh more."),
                  jurisdiction="DE", effect="partial"),
    RefusalGround("art15.exc.de.27_2a", "BDSG 27(2) s.1",
                  _("Access would make research or statistics impossible or seriously impair them, and "
                    "limiting it is necessary."),
                  jurisdiction="DE"),
    RefusalGround("art15.exc.de.27_2b", "BDSG 27(2) s.2",
                  _("The data are needed for scientific research, and to give access would take a "
                    "disproportionate effort."),
                  jurisdiction="DE"),
    RefusalGround("art15.exc.de.28_2", "BDSG 28(2)",
                  _("The archive material is not indexed by the person's name, and nothing was given by "
                    "which it could be found with reasonable effort."),
                  jurisdiction="DE"),
    RefusalGround("art15.exc.de.34_4", "BDSG 34(4)",
                  _("A public body holds the data neither by automated means nor in a filing system, and the "
                    "person gave nothing by which to find them, or the effort is out of proportion to the "
                    "interest in knowing."),
                  jurisdiction="DE", scope="public body"),
)  # fmt: skip

# The provisions marked "medium" were taken over without a second reading of their own text.
_ELSEWHERE = (
    RefusalGround("art15.exc.se.5_1", "Lag (2018:218) 5 kap. 1 §",
                  _("By law, or by a decision based on law, the controller may not give this information to "
                    "the person (secrecy)."),
                  jurisdiction="SE"),
    RefusalGround("art15.exc.se.5_2", "Lag (2018:218) 5 kap. 2 §",
                  _("The data stand in running text that is an unfinished draft or a memory note, were not "
                    "given to a third party, are not kept only for archives or statistics, and a draft is "
                    "not older than one year."),
                  jurisdiction="SE", confidence="medium"),
    RefusalGround("art15.exc.at.4_6", "DSG (AT) § 4 Abs. 6",
                  _("Access would, as a rule, endanger a trade or business secret of the controller or of a "
                    "third party."),
                  jurisdiction="AT", confidence="medium"),
    RefusalGround("art15.exc.es.13_3", "LOPDGDD (ES) 13.3; GDPR 12(5)",
                  _("Access was asked for more than once in six months without a legitimate reason, which "
                    "may count as repetitive."),
                  jurisdiction="ES"),
    RefusalGround("art15.exc.es.13_2", "LOPDGDD (ES) 13.2",
                  _("The person has permanent, direct and secure remote access to all the data, which counts "
                    "as access granted. Missing information of Art. 15(1) is still given when asked for."),
                  jurisdiction="ES", effect="satisfied_by_self_service"),
    RefusalGround("art15.exc.uk.15_1a", "UK GDPR 15(1A) (DUAA 2025 s. 78)",
                  _("The person is owed what a reasonable and proportionate search finds."),
                  jurisdiction="GB", effect="scope", confidence="medium"),
    RefusalGround("art15.exc.uk.sch2", "UK DPA 2018 Sch. 2-4",
                  _("An exemption of the Data Protection Act applies, for example crime and tax, legal "
                    "privilege, management forecasts, negotiations, confidential references or exam "
                    "scripts."),
                  jurisdiction="GB", confidence="medium"),
)  # fmt: skip

_RESPONSE = (
    Item("art15.resp.confirm", "GDPR 15(1)",
         _("Whether data about the person are processed; that there are none is an answer too")),
    Item("art15.resp.a", "GDPR 15(1)(a)", _("What the data are used for (purposes)")),
    Item("art15.resp.b", "GDPR 15(1)(b)", _("Which kinds of data they are (categories)")),
    Item("art15.resp.c", "GDPR 15(1)(c); CJEU C-154/21",
         _("Who received the data or will receive them, by name. Kinds of recipients are enough only if they "
           "cannot be named, if the request is manifestly unfounded or excessive, or if the person is "
           "content with that.")),
    Item("art15.resp.d", "GDPR 15(1)(d)",
         _("How long the data are stored, or by what this is decided")),
    Item("art15.resp.e", "GDPR 15(1)(e)",
         _("That there are rights to rectification, erasure, restriction and objection")),
    Item("art15.resp.f", "GDPR 15(1)(f)",
         _("That the person may complain to a supervisory authority")),
    Item("art15.resp.g", "GDPR 15(1)(g)",
         _("Where the data come from, if not from the person"),
         condition="not_collected_from_person"),
    Item("art15.resp.h", "GDPR 15(1)(h); CJEU C-203/22",
         _("That decisions are made automatically, including profiling, with meaningful information on the "
           "logic, on what it means for the person and on what is intended"),
         condition="automated_decision_making"),
    Item("art15.resp.2", "GDPR 15(2), 46",
         _("The safeguards under Art. 46 for data that go to a third country"),
         condition="third_country_transfer"),
    Item("art15.resp.copy", "GDPR 15(3); CJEU C-487/21",
         _("A copy: a faithful and intelligible reproduction of all the data. The first is free, and "
           "electronic if the request was.")),
    Item("art15.resp.further_copy_fee", "GDPR 15(3) s.2",
         _("For further copies: a reasonable fee for the administrative costs"),
         condition="further_copy"),
)  # fmt: skip

_QUESTIONS = (
    Question("wish", _("How much would you like to receive?"),
             _("You need not give a reason."), "choice",
             (("copy", _("A copy of my data, and what it is used for")),
              ("information", _("Only what my data is used for, who receives it and how long it is kept")),
              ("confirmation", _("Only whether you hold data about me")))),
    Question("focus", _("Is there a matter or a time that interests you most?"),
             _("For example an order, a contract or a year. It helps us to find things; leave it empty for "
               "everything.")),
    Question("form", _("In which form would you like it?"),
             _("If you do not mind, you get pages to read."), "choice",
             (("any", _("I do not mind")), ("pages", _("As pages to read on a screen")),
              ("data", _("As data that a computer can read")), ("paper", _("On paper")))),
)  # fmt: skip

ACCESS = Right(
    code="access",
    id="art15",
    article="15",
    group="access",
    names={"en": "Right of access", "de": "Auskunftsrecht", "sv": "Rätt till tillgång"},
    heading={
        "en": "Right of access by the data subject",
        "de": "Auskunftsrecht der betroffenen Person",
        "sv": "Den registrerades rätt till tillgång",
    },
    popular={
        "en": "subject access request (SAR, DSAR)",
        "de": "Auskunft / Selbstauskunft",
        "sv": "registerutdrag",
    },
    plain=_("Show me the data you hold about me"),
    plain_hint=_("a copy, and what it is used for"),
    grounds=(
        Item("art15.ground.none_needed", "GDPR 15(1); CJEU C-307/22",
             _("No ground and no motive is needed.")),
    ),
    scope_options=(
        Item("art15.scope.confirmation", "GDPR 15(1)", _("Only the confirmation whether data are processed")),
        Item("art15.scope.information", "GDPR 15(1)(a)-(h), (2)", _("The information about the processing")),
        Item("art15.scope.copy", "GDPR 15(3)", _("A copy of the personal data")),
    ),
    exceptions=(
        RefusalGround("art15.exc.rights_of_others", "GDPR 15(4); recital 63",
                      _("The copy must not harm the rights and freedoms of others (trade secrets, "
                        "intellectual property, third persons). What concerns them is blacked out; the rest "
                        "is given."),
                      effect="partial"),
        *_GERMANY,
        *_ELSEWHERE,
    ),
    response=_RESPONSE,
    duties=(
        Item("art15.duty.no_cleanup", "EDPB 01/2022",
             _("Give the data as they were processed when the request came. Nothing may be deleted in order "
               "to avoid giving it.")),
        Item("art15.duty.de_purpose", "BDSG 34(2) s.3",
             _("Germany: data stored to prepare or give the answer may be used only for that and for data "
               "protection control. For all else their processing is restricted."),
             jurisdiction="DE"),
    ),
    asks_for=_QUESTIONS,
)  # fmt: skip
