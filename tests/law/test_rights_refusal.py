"""Refusing a right: what may be refused, on which ground, in which country, and what the notice must say."""

import pytest

from dsr.law.rights import ALL, UnknownGround, common

EVERY = list(ALL.values())
UNREFUSABLE = ["withdrawal", "objection_marketing"]
each_right = pytest.mark.parametrize("right", EVERY, ids=list(ALL))


def ids(items):
    """Return the ids of some items."""
    return [item.id for item in items]


@pytest.mark.parametrize("country", ["DE", "SE", "FR", "GB", None])
@pytest.mark.parametrize("code", UNREFUSABLE)
def test_what_nobody_may_refuse_has_no_exception_and_no_ground_for_refusing(code, country):
    right = ALL[code]

    assert (right.refusable, right.immediate) == (False, True)
    assert (right.exceptions_for(country), right.refusal_grounds(country)) == ((), ())


@pytest.mark.parametrize("code", UNREFUSABLE)
@pytest.mark.parametrize("ground", ["common.excessive", "identity_unproven", "common.identity_unproven"])
def test_a_common_ground_does_not_reach_what_nobody_may_refuse(code, ground):
    with pytest.raises(UnknownGround, match=ground):
        ALL[code].ground(ground)


def test_only_consent_and_marketing_take_effect_at_once():
    assert [right.code for right in EVERY if right.immediate] == ["objection_marketing", "withdrawal"]
    assert [right.code for right in EVERY if not right.refusable] == ["objection_marketing", "withdrawal"]


@each_right
def test_a_right_that_may_be_refused_can_be_refused_on_the_common_grounds(right):
    grounds = ids(right.refusal_grounds("FR"))

    expected = ["common.manifestly_unfounded", "common.excessive", "common.art23_restriction"]
    assert [code for code in expected if code in grounds] == (expected if right.refusable else [])


def test_german_exceptions_hold_in_germany_and_nowhere_else():
    german = ids(ALL["access"].exceptions_for("DE"))
    french = ids(ALL["access"].exceptions_for("FR"))

    assert french == ["art15.exc.rights_of_others"]
    assert german == french + [f"art15.exc.de.{number}" for number in (
        "34_1_1", "34_1_2a", "34_1_2b", "29_1", "27_2a", "27_2b", "28_2", "34_4",
    )]  # fmt: skip


@pytest.mark.parametrize(
    ("country", "own"),
    [
        ("SE", ["art15.exc.se.5_1", "art15.exc.se.5_2"]),
        ("AT", ["art15.exc.at.4_6"]),
        ("ES", ["art15.exc.es.13_3", "art15.exc.es.13_2"]),
        ("GB", ["art15.exc.uk.15_1a", "art15.exc.uk.sch2"]),
        (None, []),
    ],
)
def test_a_country_adds_its_own_exceptions_to_access(country, own):
    assert ids(ALL["access"].exceptions_for(country))[1:] == own


@each_right
def test_no_ground_of_one_country_is_offered_in_another(right):
    for item in right.refusal_grounds("NO"):
        assert item.jurisdiction is None, item.id


@pytest.mark.parametrize(
    ("code", "ground", "covered"),
    [
        ("access", "common.abusive_first_request", True),
        ("erasure", "common.abusive_first_request", False),
        ("portability", "common.not_identifiable", True),
        ("objection", "common.not_identifiable", False),
        ("objection_research", "common.identity_unproven", True),
        ("automated", "common.identity_unproven", False),
    ],
)
def test_a_common_ground_reaches_only_the_rights_its_article_names(code, ground, covered):
    assert (ground in ids(ALL[code].refusal_grounds("DE"))) is covered


@pytest.mark.parametrize("answer", ["common.no_data", "common.fee_instead", "common.not_controller"])
def test_an_answer_that_is_no_refusal_is_no_ground_for_refusing(answer):
    right = ALL["access"]

    assert answer in ids(right.other_answers("DE"))
    assert answer not in ids(right.refusal_grounds("DE"))
    with pytest.raises(UnknownGround):
        right.ground(answer)


def test_access_that_is_open_all_the_time_is_an_answer_in_spain():
    assert "art15.exc.es.13_2" in ids(ALL["access"].other_answers("ES"))
    assert "art15.exc.es.13_2" not in ids(ALL["access"].refusal_grounds("ES"))


def test_a_withdrawal_costs_nothing_but_is_forwarded_by_a_processor():
    assert ids(ALL["withdrawal"].other_answers("DE")) == ["common.not_controller", "common.no_data"]


def test_a_ground_is_found_by_its_id_and_by_its_short_code():
    right = ALL["erasure"]

    assert right.ground("art17.exc.legal_claims") is right.ground("legal_claims")
    assert right.ground("de.35_3").effect == "restrict_instead"


@each_right
def test_short_codes_of_grounds_are_clear_within_a_right(right):
    own = {item for country in ("DE", "SE", "AT", "ES", "GB") for item in right.refusal_grounds(country)}

    assert len({item.code for item in own}) == len(own)
    assert all(right.ground(item.code) is item for item in own)


@pytest.mark.parametrize("code", ["art17.ground.unlawful", "art15.exc.rights_of_others", "", "nonsense"])
def test_what_is_no_ground_for_refusing_erasure_is_unknown(code):
    with pytest.raises(UnknownGround):
        ALL["erasure"].ground(code)


def test_grounds_for_asking_are_looked_up_apart_from_those_for_refusing():
    right = ALL["erasure"]

    assert right.ground_to_grant("legal_obligation").ref == "GDPR 17(1)(e)"
    assert right.ground("legal_obligation").ref == "GDPR 17(3)(b)"
    with pytest.raises(UnknownGround):
        right.ground_to_grant("legal_claims")


@each_right
def test_every_ground_for_refusing_is_for_the_controller_to_show(right):
    for item in right.exceptions:
        assert (item.burden, item.effect is None) == ("controller", False), item.id


def test_a_refusal_anywhere_names_reasons_authority_and_court():
    assert ids(common.refusal_notice("FR", "access")) == [
        "refusal.reasons",
        "refusal.complaint",
        "refusal.remedy",
    ]


def test_germany_adds_to_the_refusal_of_access_only():
    access = ids(common.refusal_notice("DE", "access"))
    erasure = ids(common.refusal_notice("DE", "erasure"))

    assert access[3:] == ["refusal.de_document", "refusal.de_bfdi"]
    assert erasure == access[:3]
