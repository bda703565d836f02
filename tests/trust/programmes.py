"""Every programme there is, as an explicit list in reading order."""

from tests.trust.exchange import EXCHANGE
from tests.trust.explanations import EXPLANATIONS
from tests.trust.flips import FLIPS
from tests.trust.honesty import HONESTY
from tests.trust.lawful import RANDOM
from tests.trust.laws import LAWS_PROGRAMME
from tests.trust.mutation.programme import MUTATION
from tests.trust.oracle import ORACLE
from tests.trust.relations import RELATIONS_PROGRAMME
from tests.trust.repeated import REPLAY, SAME_BYTES
from tests.trust.second.programme import SECOND
from tests.trust.years.programme import YEARS

PROGRAMMES = (
    ORACLE,
    SECOND,
    RANDOM,
    LAWS_PROGRAMME,
    RELATIONS_PROGRAMME,
    SAME_BYTES,
    REPLAY,
    FLIPS,
    YEARS,
    EXCHANGE,
    EXPLANATIONS,
    HONESTY,
    MUTATION,
)
