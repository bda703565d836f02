"""How a request for shelter looks in an answer."""

from marshmallow import fields

from placement.api.framework.shapes import Codes, Instant, Shape
from placement.lifecycle import PlacementState, ReferralState
from placement.store.codes import BedenktijdState, ConsentGround, PersonRole
from solver.codes import AgeBand, AskedAlone, LegalGroup, Sex, Urgency


class PersonShape(Shape):
    """One person of a household."""

    sex = fields.Enum(Sex, by_value=True)
    age = fields.Enum(AgeBand, by_value=True)
    role = fields.Enum(PersonRole, by_value=True)
    role_checked = fields.Boolean()


class ReferralPlacementShape(Shape):
    """The placement of a referral."""

    id = fields.String()
    place = fields.String(attribute="place_id")
    state = fields.Enum(PlacementState, by_value=True)
    begins = fields.Date()
    until = fields.Date()


class ReferralLineShape(Shape):
    """A request for shelter in a list."""

    id = fields.String(attribute="file.referral.id")
    case = fields.String(attribute="file.case.reference")
    household = fields.String(attribute="file.referral.household_id")
    state = fields.Enum(ReferralState, by_value=True, attribute="file.referral.state")
    urgency = fields.Enum(Urgency, by_value=True, attribute="file.referral.urgency")
    needed_from = fields.Date(attribute="file.referral.needed_from")
    nights_waited = fields.Integer()
    onward = fields.Boolean(attribute="file.referral.onward")
    synthetic = fields.Boolean(attribute="file.referral.synthetic")
    people = fields.List(fields.Nested(PersonShape), attribute="file.people")
    coordinator = fields.String(attribute="file.coordinator", allow_none=True)
    placement = fields.Nested(ReferralPlacementShape, attribute="file.placement", allow_none=True)


class FactsShape(Shape):
    """The facts of a request, as they are kept."""

    registered_at = Instant()
    reporter_kind = fields.String()
    reporting_region = fields.String(allow_none=True)
    municipality_registered = fields.String(allow_none=True)
    municipality_found = fields.String(allow_none=True)
    consent_ground = fields.Enum(ConsentGround, by_value=True)
    asked_alone = fields.Enum(AskedAlone, by_value=True)
    needed_until = fields.Date(allow_none=True)
    arrives_from = fields.Date()
    decide_before = Instant(allow_none=True)
    legal_group = fields.Enum(LegalGroup, by_value=True)
    status_unclear = fields.Boolean()
    bedenktijd = fields.Enum(BedenktijdState, by_value=True)
    bedenktijd_begins = fields.Date(allow_none=True)
    bedenktijd_ends = fields.Date(allow_none=True)
    dublin = fields.Boolean()
    dublin_transfer_on = fields.Date(allow_none=True)
    asylum_procedure = fields.Boolean()
    cosm_exception_by = fields.String(allow_none=True)
    b8_permit = fields.Boolean()
    without_status = fields.Boolean()
    lawful_stay = fields.Boolean()
    multi_problem = fields.Boolean()
    omm_applied_by = fields.String(allow_none=True)
    omm_consulted = fields.Boolean()
    omm_weighed = fields.Boolean()
    inspectorate_agreed = fields.Boolean()
    seriously_disadvantaged = fields.Boolean()
    crisis_terms = Codes()
    budget_group = fields.String(allow_none=True)
    risk_answered_by = fields.String(allow_none=True)
    risk_regions = Codes()
    known_sites = Codes()
    security_needed = fields.Integer()
    cannot_do_without = Codes()
    brings = Codes()
    needs = Codes()
    speaks = Codes()
    never_regions = Codes()
    never_features = Codes()
    wishes = Codes()
    home_regions = Codes()
    near = Codes()
    smallest_part = fields.Integer(allow_none=True)


class TiedShape(Shape):
    """Another request that this one belongs with, or must never meet."""

    referral = fields.String()
    case = fields.String(attribute="reference")
    state = fields.Enum(ReferralState, by_value=True)


class ReferralShape(ReferralLineShape):
    """A request for shelter with all its facts."""

    facts = fields.Nested(FactsShape, attribute="file.referral")
    belongs_with = fields.List(fields.Nested(TiedShape), attribute="together")
    keep_apart_from = fields.List(fields.Nested(TiedShape), attribute="apart")


class CorrectedShape(ReferralShape):
    """A request whose facts were put right, and whether its place still suits them."""

    no_longer_allowed_by = fields.List(
        fields.String(),
        metadata={"description": "Codes of the rules that now bar the place; people decide."},
    )
    questions_withdrawn = fields.Integer(
        metadata={"description": "Houses asked on other facts: they are asked no longer."}
    )
    signatures_due = fields.Integer(
        metadata={"description": "Consents that somebody else must sign by these ages: tasks."}
    )


class ReferralsShape(Shape):
    """Requests for shelter, those that need it first on top."""

    items = fields.List(fields.Nested(ReferralLineShape))
