"""What the handbook says between the rules, in English."""

from solver.codes import Urgency
from solver.rules.grammar import Kind
from solver.wording.parts import Wording

ENGLISH = Wording(
    title="Handbook: the rules of placement",
    intro="These are the rules by which places are sought, judged and explained: rulebook "
    "{version}. A requirement is hard: no weight sets it aside. All else is points, and fewest "
    "points win. This page is made from the rules themselves (`python -m solver handbook`); to "
    "change a rule, change the rule.",
    scale="What a night without shelter costs",
    scale_intro="Points per person, by how urgent it is and how many nights were waited already "
    "(WAI-1): a tenth more for every night waited, at most fourfold. Nights before tonight count "
    "as waited, and so does each night without shelter after it. These are first values, "
    "CoMensha's to set.",
    scale_head=("urgency", "after {waited} nights of waiting"),
    urgency={
        Urgency.ACUTE: "acute (tonight)",
        Urgency.URGENT: "urgent (within 3 nights)",
        Urgency.SOON: "soon (within 14 nights)",
        Urgency.PLANNED: "planned (on a date)",
    },
    outweighs="One acute night of one person thus outweighs all preferences of {households} "
    "households together (at most {most} points each). A night missing towards the stay asked for "
    "costs {missing} points per person (WAI-3): counted in nights, sheltering somebody for a while "
    "is thus never dearer than leaving them waiting.",
    preferences="What a preference costs",
    preferences_intro="Points for each thing that is lacking, and the most that a rule can cost "
    "one household.",
    preferences_head=("rule", "sentence", "points", "at most"),
    rules="The rules",
    kinds={
        Kind.MUST: "requirement",
        Kind.REFER: "referral before matching",
        Kind.PREFER: "preference",
        Kind.TOGETHER: "requirement on places together",
    },
    price_per_night="price per night",
    price="Points: {points} per unit, at most {most}.",
    price_each="Points: {points} per night as counted above, without an upper bound.",
    price_of_nights="Points: as the table of nights without shelter says.",
    lasting=(
        "How long a place can last",
        (
            "A stay begins tonight or later. It lasts until the first of these days: the end of "
            "the stay asked for, the horizon, the day on which the place closes, and the longest "
            "stay that the house allows, counted from the night of arrival. In an ISZW place the "
            "seriously disadvantaged stay at most {iszw} nights (ELI-4). Such a day is always "
            "the first night that no longer counts."
        ),
        (
            "A right that ends empties no bed: staying longer costs points (OUT-1). A plan lets a "
            "stay end earlier only on a day for which the facts give the reason: on which a bed of "
            "the place becomes occupied, or one at the site by somebody from whom the household "
            "must be kept apart (SAF-4). No stay ends earlier for somebody whom the plan itself "
            "places. Every night missing because of an earlier end costs points (WAI-3)."
        ),
    ),
    chains=(
        "Moving on and chains",
        (
            "A choice that relies on nothing expected is *certain* when CoMensha places, or when "
            "the house has said yes; otherwise the house must still be asked. Only a certain move "
            "frees beds, from the night of the move itself. A move to which the house has not said "
            "yes frees nothing in the plan."
        ),
        (
            "Who can only go somewhere because somebody else leaves (the bed, the room by CAP-2, "
            "or the site by SAF-4) waits for that move. The plan calls this a chain: first who "
            "leaves, then who comes after, in the order in which it happens. Each act but the "
            "first waits for an act before it. No more acts follow one another than the setting "
            "allows ({limit} by default); the first move counts as an act."
        ),
        (
            "Moves that wait for each other are a ring: they happen on one night and count as "
            "one act. Every ring stands in the plan as a ring. When somebody follows it, there "
            "is also a chain with the ring, in any order, and who follows."
        ),
    ),
    joined=(
        "Rooms that go together",
        (
            "Where a house can join rooms, that *combination* is a place beside its rooms, with a "
            "name of its own. It counts as an apartment: one household uses its rooms whole, and "
            "all beds of them are its beds. A yes or an agreement on the telephone is "
            "about the place named with it: the room or the combination."
        ),
        (
            "Of every fact the strictest among its rooms holds. It has and accepts what all its "
            "rooms have and accept: features, care in house, languages, days of arrival, unclear "
            "or no status, a zorgcoordinator. Of each of its rooms it has the contra-indications, "
            "the terms and the regions. It has the lowest security, age limit and longest stay, "
            "the first day of closing, the last first night of intake, the oldest figure and the "
            "most nights lost. The house decides where it decides on one of the rooms; where a "
            "room only gives advice, so does the combination. Women or men goes before mixed. "
            "Rooms bought for different groups are together for no group."
        ),
    ),
    expected=(
        "What is expected to become free",
        (
            "A departure that is expected is no fact yet. Only a choice that is called *expected* "
            "relies on it; whether the house must also be asked does not change that name. A "
            "choice is called expected only when on its night of arrival a bed of the place (of a "
            "combination: of one of its rooms) is still taken by the facts, and free by what is "
            "expected: from the day of departure that is expected until the day that is firm."
        ),
        (
            "Every night is therefore looked at twice. *As the facts are*: an occupancy lasts "
            "until the day that is firm, and expected choices do not count. *As expected*: an "
            "occupancy lasts until the day that is expected, and all choices count. The rules on "
            "beds and rooms (CAP-1, CAP-2, CAP-3) hold both times, and no bed serves two either "
            "time. Who must be kept apart (SAF-4) never relies on what is expected: all choices "
            "count there, beside everybody who is there by the facts. A group (CAP-4) is looked "
            "at once: all choices count, those to ask and those expected too, beside who lives "
            "there by the facts. An expected move frees nothing in the plan."
        ),
    ),
    source="Source",
    valid="In force from {begins}, until and without {until}.",
    always="ever",
    reads="Looks at",
    of_household="household",
    of_place="place",
    of_choice="choice",
    reads_together="all choices and occupancies of a place or site",
    safety="Safety: the reason behind this rule is never shown to an institution.",
)
