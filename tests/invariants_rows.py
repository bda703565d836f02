"""What must never stand in the rows, as queries that find what does; and how states may follow.

Written from design.md 3, 6 and 9, not from the code.
"""

from collections.abc import Mapping

_JOURNALLED = """
        SELECT j.record_id FROM journal j LEFT JOIN {0} t ON t.id = j.record_id
        WHERE j.record_kind = '{0}' AND t.id IS NULL"""

NEVER: Mapping[str, str] = {
    # Beds and rooms (design.md 3 and 9).
    "a bed is given twice": """
        SELECT a.id FROM occupancy a JOIN occupancy b ON a.bed_id = b.bed_id AND a.id < b.id
        AND a.begins < b.until AND b.begins < a.until""",
    "a room has two uses on one night": """
        SELECT a.id FROM occupancy a JOIN occupancy b ON a.place_id = b.place_id AND a.id < b.id
        AND a.use_key <> b.use_key AND a.begins < b.until AND b.begins < a.until""",
    "a bed is given twice under two ids": """
        SELECT a.id FROM same_bed x JOIN occupancy a ON a.bed_id = x.bed_id
        JOIN (SELECT bed_id AS id, first_id FROM same_bed
        UNION SELECT first_id, first_id FROM same_bed) y ON y.first_id = x.first_id
        JOIN occupancy b ON b.bed_id = y.id AND b.bed_id <> a.bed_id
        AND a.begins < b.until AND b.begins < a.until""",
    "a room has two uses on one night under two ids": """
        SELECT a.id FROM same_room x JOIN occupancy a ON a.place_id = x.place_id
        JOIN (SELECT place_id AS id, first_id FROM same_room
        UNION SELECT first_id, first_id FROM same_room) y ON y.first_id = x.first_id
        JOIN occupancy b ON b.place_id = y.id AND b.place_id <> a.place_id
        AND a.use_key <> b.use_key AND a.begins < b.until AND b.begins < a.until""",
    "a household sleeps in two places": """
        SELECT a.id FROM occupancy a JOIN occupancy b ON a.household_id = b.household_id
        AND a.placement_id < b.placement_id AND a.begins < b.until AND b.begins < a.until
        AND a.kind = 'stay' AND b.kind = 'stay'""",
    "an occupancy is in another place than its bed, or used otherwise": """
        SELECT o.id FROM occupancy o JOIN bed ON bed.id = o.bed_id JOIN place p ON p.id = o.place_id
        WHERE bed.place_id <> o.place_id OR p.use <> o.place_use OR o.begins >= o.until
        OR (o.use_key IN ('F', 'M') AND p.use <> 'shared_room')""",
    "a man sleeps in a room of women, or a woman in one of men": """
        SELECT o.id FROM occupancy o JOIN person ON person.household_id = o.household_id
        WHERE o.use_key IN ('F', 'M') AND
        ((o.use_key = 'F' AND person.sex = 'M') OR (o.use_key = 'M' AND person.sex = 'F'))
        AND NOT (person.role = 'child' AND person.age = '0-3')
        AND o.until = (SELECT max(u.until) FROM occupancy u WHERE u.placement_id = o.placement_id)
        AND NOT EXISTS
        (SELECT 1 FROM stay s WHERE s.placement_id = o.placement_id AND s.ended_on IS NOT NULL)""",
    # A baby that is born in a shared room is there, and a task for people until it has a bed. Who
    # joined a household slept elsewhere on the nights that it has behind it.
    # Placements and their beds (design.md 3 and 6).
    "a placement that is to come has no bed": """
        SELECT p.id FROM placement p WHERE p.state IN ('held', 'accepted', 'arriving')
        AND NOT EXISTS
        (SELECT 1 FROM occupancy o WHERE o.placement_id = p.id AND o.kind = 'hold')""",
    "a bed is held for a placement that is not to come": """
        SELECT o.id FROM occupancy o LEFT JOIN placement p ON p.id = o.placement_id
        WHERE o.kind = 'hold'
        AND (p.id IS NULL OR p.state NOT IN ('held', 'accepted', 'arriving'))""",
    "a bed is slept in without an arrival": """
        SELECT o.id FROM occupancy o LEFT JOIN placement p ON p.id = o.placement_id
        WHERE o.kind = 'stay' AND (p.id IS NULL OR p.state <> 'arrived')""",
    "a bed is held on other nights than those of its placement": """
        SELECT o.id FROM occupancy o JOIN placement p ON p.id = o.placement_id
        WHERE o.kind = 'hold' AND p.state IN ('held', 'accepted', 'arriving')
        AND (o.begins < p.begins OR o.until > p.until)""",
    "a bed belongs to the household of another placement": """
        SELECT o.id FROM occupancy o JOIN placement p ON p.id = o.placement_id
        WHERE o.household_id <> p.household_id""",
    "a bed is at another site than its placement": """
        SELECT o.id FROM occupancy o JOIN placement p ON p.id = o.placement_id
        JOIN place a ON a.id = o.place_id JOIN place b ON b.id = p.place_id
        WHERE a.site_id <> b.site_id""",
    "a combination that is to come, or lived in, is taken by half": """
        SELECT p.id FROM placement p JOIN combination_room r ON r.combination_id = p.place_id
        LEFT JOIN stay s ON s.placement_id = p.id AND s.ended_on IS NULL
        WHERE (p.state IN ('held', 'accepted', 'arriving') OR s.id IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM occupancy o
        WHERE o.placement_id = p.id AND o.place_id = r.room_id
        AND o.until = (SELECT max(u.until) FROM occupancy u WHERE u.placement_id = p.id)
        AND o.begins = (SELECT max(b.begins) FROM occupancy b WHERE b.placement_id = p.id))""",
    "a combination has a bed of its own, one room only, or a combination in it": """
        SELECT r.combination_id FROM combination_room r WHERE
        (SELECT count(*) FROM combination_room o WHERE o.combination_id = r.combination_id) < 2
        OR EXISTS (SELECT 1 FROM bed WHERE bed.place_id = r.combination_id)
        OR EXISTS (SELECT 1 FROM combination_room o WHERE o.combination_id = r.room_id)""",
    "a referral has two live placements": """
        SELECT referral_id FROM placement WHERE state IN ('held', 'accepted', 'arriving')
        GROUP BY referral_id HAVING count(*) > 1""",
    "a bed is left for a place that nobody accepted": """
        SELECT o.id FROM occupancy o JOIN stay s ON s.placement_id = o.placement_id
        WHERE o.basis = 'onward_move' AND s.ended_on IS NULL AND NOT EXISTS
        (SELECT 1 FROM placement p WHERE p.household_id = o.household_id
        AND p.state IN ('accepted', 'arriving'))""",
    "only a hold expires": """
        SELECT id FROM placement WHERE (state = 'held') <> (hold_expires_at IS NOT NULL)""",
    "a placement that is over has no end": """
        SELECT id FROM placement WHERE state IN ('released', 'no_show', 'displaced')
        AND (closed_at IS NULL OR close_reason IS NULL)""",
    # Referrals (design.md 6).
    "an arranged referral has no live placement": """
        SELECT r.id FROM referral r WHERE r.state = 'arranged' AND NOT EXISTS
        (SELECT 1 FROM placement p WHERE p.referral_id = r.id
        AND p.state IN ('held', 'accepted', 'arriving'))""",
    "a referral that is not arranged has a live placement": """
        SELECT r.id FROM referral r JOIN placement p ON p.referral_id = r.id
        WHERE r.state <> 'arranged' AND p.state IN ('held', 'accepted', 'arriving')""",
    "a household has two open referrals": """
        SELECT household_id FROM referral WHERE state IN ('open', 'arranged')
        GROUP BY household_id HAVING count(*) > 1""",
    "a referral ended by arrival without one": """
        SELECT r.id FROM referral r WHERE r.state = 'ended' AND r.end_reason = 'arrived'
        AND NOT EXISTS
        (SELECT 1 FROM placement p WHERE p.referral_id = r.id AND p.state = 'arrived')""",
    "somebody who has a bed waits as if without one": """
        SELECT r.id FROM referral r WHERE r.state IN ('open', 'arranged')
        AND NOT r.onward AND EXISTS
        (SELECT 1 FROM stay s WHERE s.household_id = r.household_id AND s.ended_on IS NULL)""",
    # Stays (design.md 3 and 6).
    "a household has two ongoing stays": """
        SELECT household_id FROM stay WHERE ended_on IS NULL
        GROUP BY household_id HAVING count(*) > 1""",
    "a stay without an arrival": """
        SELECT s.id FROM stay s JOIN placement p ON p.id = s.placement_id
        WHERE p.state <> 'arrived' OR p.household_id <> s.household_id""",
    "an arrival without a stay": """
        SELECT p.id FROM placement p WHERE p.state = 'arrived' AND NOT EXISTS
        (SELECT 1 FROM stay s WHERE s.placement_id = p.id)""",
    "an ongoing stay has no bed": """
        SELECT s.id FROM stay s WHERE s.ended_on IS NULL
        AND (s.departs_on IS NULL OR s.departs_on > s.began_on) AND NOT EXISTS
        (SELECT 1 FROM occupancy o WHERE o.placement_id = s.placement_id AND o.kind = 'stay')""",
    "a bed is taken after the stay in it has ended": """
        SELECT o.id FROM occupancy o JOIN stay s ON s.placement_id = o.placement_id
        WHERE s.ended_on IS NOT NULL AND o.until > s.ended_on""",
    "a bed is taken after a departure that was reported": """
        SELECT o.id FROM occupancy o JOIN stay s ON s.placement_id = o.placement_id
        WHERE s.departs_on IS NOT NULL AND o.until > s.departs_on""",
    "a stay goes on after its bed or place is gone, and nothing says that it must end": """
        SELECT s.id FROM stay s JOIN occupancy o ON o.placement_id = s.placement_id
        JOIN bed b ON b.id = o.bed_id JOIN place p ON p.id = o.place_id
        WHERE s.ended_on IS NULL
        AND ((o.until > b.member_until AND coalesce(s.hard_end, o.until) > b.member_until)
        OR (o.until > p.closes AND coalesce(s.hard_end, o.until) > p.closes))""",
    "a stay ends before it began": """
        SELECT id FROM stay WHERE ended_on < began_on""",
    # Asking houses (design.md 3, Offer; 6).
    "a house was asked once the referral had ended": """
        SELECT f.id FROM offer f JOIN referral r ON r.id = f.referral_id
        WHERE f.state IN ('asked', 'answered') AND r.state = 'ended'""",
    "a second choice is still asked after acceptance": """
        SELECT f.id FROM offer f JOIN placement p ON p.referral_id = f.referral_id
        WHERE f.state IN ('asked', 'answered') AND p.state IN ('accepted', 'arriving')""",
    "an offer led to a placement of somebody else, or to none": """
        SELECT f.id FROM offer f LEFT JOIN placement p ON p.id = f.placement_id
        WHERE f.state = 'taken' AND (p.id IS NULL OR p.referral_id <> f.referral_id)""",
    "an offer stands otherwise than it was answered": """
        SELECT id FROM offer WHERE (state = 'asked' AND answer IS NOT NULL)
        OR (state = 'answered' AND (answer IS NULL OR answer = 'no'))""",
    "more houses are asked at once than three": """
        SELECT f.referral_id FROM offer f WHERE f.state IN ('asked', 'answered')
        GROUP BY f.referral_id HAVING count(*) > 3""",
    "what was disclosed was not withdrawn on the decline": """
        SELECT d.id FROM disclosure d JOIN offer f ON f.id = d.offer_id
        WHERE f.state IN ('declined', 'withdrawn') AND d.step <> 'criteria'
        AND d.withdrawn_at IS NULL""",
    "a house where nobody is, or is to come, reads what it was told": """
        SELECT f.id FROM offer f JOIN placement p ON p.id = f.placement_id
        WHERE (EXISTS (SELECT 1 FROM disclosure d
        WHERE d.offer_id = f.id AND d.withdrawn_at IS NULL)
        OR EXISTS (SELECT 1 FROM note_release l WHERE l.withdrawn_at IS NULL
        AND (l.offer_id = f.id OR l.placement_id = p.id)))
        AND p.state NOT IN ('held', 'accepted', 'arriving') AND NOT EXISTS
        (SELECT 1 FROM stay s WHERE s.placement_id = p.id AND s.ended_on IS NULL)""",
    # The rest of the process (design.md 3 and 9).
    "temporary shelter goes on after the referral has ended": """
        SELECT t.id FROM temporary_shelter t JOIN referral r ON r.id = t.referral_id
        WHERE t.ended_on IS NULL AND r.state = 'ended'""",
    "something goes on in a case that is closed": """
        SELECT c.id FROM case_file c JOIN household h ON h.case_id = c.id
        WHERE c.closed_at IS NOT NULL AND (
        EXISTS (SELECT 1 FROM referral r WHERE r.household_id = h.id AND r.state <> 'ended')
        OR EXISTS (SELECT 1 FROM stay s WHERE s.household_id = h.id AND s.ended_on IS NULL)
        OR EXISTS (SELECT 1 FROM placement p WHERE p.household_id = h.id
        AND p.state IN ('held', 'accepted', 'arriving')))""",
    "a house may still read of a case that is closed": """
        SELECT c.id FROM case_file c JOIN sealed_note n ON n.case_id = c.id
        JOIN note_release l ON l.note_id = n.id
        WHERE c.closed_at IS NOT NULL AND l.withdrawn_at IS NULL""",
    "a case has two zorgcoordinatoren": """
        SELECT case_id FROM coordination WHERE until IS NULL
        GROUP BY case_id HAVING count(*) > 1""",
    "the same work is queued twice": """
        SELECT digest FROM run WHERE state IN ('waiting', 'running')
        GROUP BY digest HAVING count(*) > 1""",
    "a run that is not running has a lease, or one that runs has none": """
        SELECT id FROM run WHERE (state = 'running') <> (lease_ends_at IS NOT NULL)""",
    "an act was done under a key without keeping its answer": """
        SELECT key FROM kept_answer WHERE CAST(answer AS text) = '{}'""",
    # The journal names records that are there.
    **{
        f"the journal tells of a {table} that is not there": _JOURNALLED.format(table)
        for table in ("placement", "referral", "stay", "offer", "run", "proposal")
    },
    # Who may act (design.md 7): a session that was over by itself needs no end.
    "a session goes on though its account is disabled": """
        SELECT s.id FROM sign_in s JOIN account a ON a.id = s.account_id
        WHERE a.disabled AND s.revoked_at IS NULL AND s.expires_at >
        (SELECT max(j.at) FROM journal j WHERE j.record_kind = 'account'
        AND j.record_id = a.id AND j.act = 'disable_account')""",
}
"""What must never be, and the rows that are so; at most three houses are design.md 3, Offer."""

STEPS: Mapping[str, frozenset[tuple[str | None, str]]] = {
    # Source: design.md 3 (Placement, Offer, Assignment) and 6.
    "placement": frozenset(
        {
            *((None, s) for s in ("held", "accepted")),
            *(("held", s) for s in ("accepted", "released", "displaced")),
            *(("accepted", s) for s in ("arriving", "arrived", "no_show", "released", "displaced")),
            *(("arriving", s) for s in ("arrived", "no_show", "released")),
        }
    ),
    "referral": frozenset(
        {
            *((None, s) for s in ("draft", "open")),
            *(("draft", s) for s in ("open", "ended")),
            *(("open", s) for s in ("open", "arranged", "ended")),
            # Facts are put right where it stands.
            *(("arranged", s) for s in ("open", "arranged", "ended")),
        }
    ),
    "offer": frozenset(
        {
            (None, "asked"),
            *(("asked", s) for s in ("answered", "declined", "taken", "withdrawn")),
            *(("answered", s) for s in ("answered", "declined", "taken", "withdrawn")),
        }
    ),
    "omm_application": frozenset(
        {
            (None, "applied"),
            *(("applied", s) for s in ("consulted", "withdrawn")),
            *(("consulted", s) for s in ("granted", "refused", "withdrawn")),
        }
    ),
    "case_transfer": frozenset(
        {
            *((None, s) for s in ("offered", "accepted")),
            *(("offered", s) for s in ("accepted", "declined", "withdrawn")),
        }
    ),
}
"""From which state to which a record may go, by hand."""
