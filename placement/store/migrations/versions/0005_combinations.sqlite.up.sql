CREATE UNIQUE INDEX ix_place_id_site_id_scheme_code ON place (id, site_id, scheme_code);

CREATE TABLE combination_room (
    combination_id TEXT NOT NULL,
    room_id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    scheme_code TEXT NOT NULL,
    CONSTRAINT pk_combination_room PRIMARY KEY (combination_id, room_id),
    CONSTRAINT a_combination_is_of_one_house FOREIGN KEY(combination_id, site_id, scheme_code) REFERENCES place (id, site_id, scheme_code),
    CONSTRAINT a_room_is_of_the_house_of_its_combination FOREIGN KEY(room_id, site_id, scheme_code) REFERENCES place (id, site_id, scheme_code)
) STRICT;

CREATE INDEX ix_combination_room_room_id ON combination_room (room_id);

CREATE TABLE taken_whole (
    placement_id TEXT NOT NULL,
    lacks TEXT,
    CONSTRAINT pk_taken_whole PRIMARY KEY (placement_id),
    CONSTRAINT a_combination_is_taken_whole FOREIGN KEY(lacks) REFERENCES place (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_taken_whole_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id)
) STRICT;

-- A deferred reference has no name on SQLite; who wants to know before the end touches the row.
CREATE TRIGGER a_combination_is_taken_whole
BEFORE UPDATE OF placement_id ON taken_whole WHEN OLD.lacks IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a_combination_is_taken_whole');
END;

CREATE TRIGGER a_combination_is_made_of_rooms_on_insert
BEFORE INSERT ON combination_room WHEN NEW.combination_id = NEW.room_id
    OR EXISTS (SELECT 1 FROM combination_room WHERE combination_id = NEW.room_id)
    OR EXISTS (SELECT 1 FROM combination_room WHERE room_id = NEW.combination_id)
    OR EXISTS (SELECT 1 FROM bed WHERE place_id = NEW.combination_id)
    OR EXISTS (SELECT 1 FROM placement WHERE place_id = NEW.combination_id)
BEGIN
    SELECT RAISE(ABORT, 'a_combination_is_made_of_rooms');
END;

CREATE TRIGGER a_combination_is_made_of_rooms_on_update
BEFORE UPDATE ON combination_room WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'a_combination_is_made_of_rooms');
END;

CREATE TRIGGER a_combination_is_made_of_rooms_on_delete
BEFORE DELETE ON combination_room WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'a_combination_is_made_of_rooms');
END;

CREATE TRIGGER a_combination_is_made_of_rooms_on_insert_of_bed
BEFORE INSERT ON bed WHEN EXISTS (SELECT 1 FROM combination_room WHERE combination_id = NEW.place_id)
BEGIN
    SELECT RAISE(ABORT, 'a_combination_is_made_of_rooms');
END;

CREATE TRIGGER a_combination_is_made_of_rooms_on_update_of_bed
BEFORE UPDATE OF place_id ON bed WHEN EXISTS (SELECT 1 FROM combination_room WHERE combination_id = NEW.place_id)
BEGIN
    SELECT RAISE(ABORT, 'a_combination_is_made_of_rooms');
END;

CREATE TRIGGER note_what_is_taken_whole_on_insert_of_placement
AFTER INSERT ON placement
BEGIN
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT 'no bed in ' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN ('held', 'accepted', 'arriving') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = NEW.id
    ) AS t
    WHERE p.id = NEW.id AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
END;

CREATE TRIGGER note_what_is_taken_whole_on_update_of_placement
AFTER UPDATE OF state, place_id ON placement
BEGIN
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT 'no bed in ' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN ('held', 'accepted', 'arriving') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = NEW.id
    ) AS t
    WHERE p.id = NEW.id AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
END;

CREATE TRIGGER note_what_is_taken_whole_on_insert_of_occupancy
AFTER INSERT ON occupancy
BEGIN
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT 'no bed in ' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN ('held', 'accepted', 'arriving') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = NEW.placement_id
    ) AS t
    WHERE p.id = NEW.placement_id AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
END;

CREATE TRIGGER note_what_is_taken_whole_on_update_of_occupancy
AFTER UPDATE ON occupancy
BEGIN
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT 'no bed in ' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN ('held', 'accepted', 'arriving') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = NEW.placement_id
    ) AS t
    WHERE p.id = NEW.placement_id AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
END;

CREATE TRIGGER note_what_is_taken_whole_on_delete_of_occupancy
AFTER DELETE ON occupancy
BEGIN
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT 'no bed in ' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN ('held', 'accepted', 'arriving') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = OLD.placement_id
    ) AS t
    WHERE p.id = OLD.placement_id AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
END;

CREATE TRIGGER note_what_is_taken_whole_on_insert_of_stay
AFTER INSERT ON stay
BEGIN
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT 'no bed in ' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN ('held', 'accepted', 'arriving') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = NEW.placement_id
    ) AS t
    WHERE p.id = NEW.placement_id AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
END;

CREATE TRIGGER note_what_is_taken_whole_on_update_of_stay
AFTER UPDATE OF ended_on ON stay
BEGIN
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT 'no bed in ' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN ('held', 'accepted', 'arriving') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = NEW.placement_id
    ) AS t
    WHERE p.id = NEW.placement_id AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
END;
