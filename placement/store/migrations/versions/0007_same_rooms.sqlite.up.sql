CREATE TABLE same_room (
    place_id TEXT NOT NULL,
    first_id TEXT NOT NULL,
    CONSTRAINT pk_same_room PRIMARY KEY (place_id),
    CONSTRAINT fk_same_room_place_id FOREIGN KEY(place_id) REFERENCES place (id),
    CONSTRAINT fk_same_room_first_id FOREIGN KEY(first_id) REFERENCES place (id)
) STRICT;

CREATE INDEX ix_same_room_first_id ON same_room (first_id);

CREATE TABLE same_bed (
    bed_id TEXT NOT NULL,
    first_id TEXT NOT NULL,
    CONSTRAINT pk_same_bed PRIMARY KEY (bed_id),
    CONSTRAINT fk_same_bed_bed_id FOREIGN KEY(bed_id) REFERENCES bed (id),
    CONSTRAINT fk_same_bed_first_id FOREIGN KEY(first_id) REFERENCES bed (id)
) STRICT;

CREATE INDEX ix_same_bed_first_id ON same_bed (first_id);

-- The journal tells which place followed which. It does not tell which bed became which: all of
-- them went along, so they are taken in the order of their ids.
WITH RECURSIVE told (place_id, was_id, opened) AS (
    SELECT place.id, was.id, place.opens
    FROM journal
    JOIN place ON place.id = journal.record_id
    JOIN place AS was ON was.id = journal.facts ->> 'follows'
    WHERE journal.act = 'open_place'
), followed (place_id, first_id) AS (
    SELECT place_id, was_id FROM told WHERE was_id NOT IN (SELECT place_id FROM told)
    UNION ALL
    SELECT told.place_id, followed.first_id
    FROM told JOIN followed ON followed.place_id = told.was_id
)
INSERT INTO same_room (place_id, first_id) SELECT place_id, first_id FROM followed;

WITH RECURSIVE told (place_id, was_id, opened) AS (
    SELECT place.id, was.id, place.opens
    FROM journal
    JOIN place ON place.id = journal.record_id
    JOIN place AS was ON was.id = journal.facts ->> 'follows'
    WHERE journal.act = 'open_place'
), came (id, place_id, came_on, number) AS (
    SELECT id, place_id, member_from,
        row_number() OVER (PARTITION BY place_id, member_from ORDER BY id)
    FROM bed
), went (id, place_id, went_on, number) AS (
    SELECT id, place_id, member_until,
        row_number() OVER (PARTITION BY place_id, member_until ORDER BY id)
    FROM bed
), became (bed_id, was_id) AS (
    SELECT came.id, went.id
    FROM told
    JOIN came ON came.place_id = told.place_id AND came.came_on = told.opened
    JOIN went ON went.place_id = told.was_id AND went.went_on = told.opened
        AND went.number = came.number
), followed (bed_id, first_id) AS (
    SELECT bed_id, was_id FROM became WHERE was_id NOT IN (SELECT bed_id FROM became)
    UNION ALL
    SELECT became.bed_id, followed.first_id
    FROM became JOIN followed ON followed.bed_id = became.was_id
)
INSERT INTO same_bed (bed_id, first_id) SELECT bed_id, first_id FROM followed;

-- The promises of beds and rooms, over all ids that they had. A row that becomes shorter breaks none.
CREATE TRIGGER a_changed_bed_is_never_given_twice_on_insert
BEFORE INSERT ON occupancy WHEN EXISTS (
    SELECT 1 FROM same_bed AS s
    JOIN occupancy AS o ON o.bed_id IN (s.bed_id, s.first_id)
    WHERE s.first_id = coalesce((SELECT first_id FROM same_bed WHERE bed_id = NEW.bed_id), NEW.bed_id)
        AND o.bed_id <> NEW.bed_id AND o.begins < NEW.until AND NEW.begins < o.until
)
BEGIN
    SELECT RAISE(ABORT, 'a_bed_is_never_given_twice');
END;

CREATE TRIGGER a_changed_room_has_one_use_a_night_on_insert
BEFORE INSERT ON occupancy WHEN NEW.kind <> 'outage' AND EXISTS (
    SELECT 1 FROM same_room AS s
    JOIN occupancy AS o ON o.place_id IN (s.place_id, s.first_id)
    WHERE s.first_id = coalesce((SELECT first_id FROM same_room WHERE place_id = NEW.place_id), NEW.place_id)
        AND o.place_id <> NEW.place_id AND o.kind <> 'outage' AND o.use_key <> NEW.use_key
        AND o.begins < NEW.until AND NEW.begins < o.until
)
BEGIN
    SELECT RAISE(ABORT, 'a_room_has_one_use_a_night');
END;

CREATE TRIGGER a_changed_bed_is_never_given_twice_on_update
BEFORE UPDATE ON occupancy WHEN NOT (
    NEW.bed_id = OLD.bed_id AND NEW.place_id = OLD.place_id
    AND NEW.use_key IS OLD.use_key
    AND NEW.begins >= OLD.begins AND NEW.until <= OLD.until
) AND EXISTS (
    SELECT 1 FROM same_bed AS s
    JOIN occupancy AS o ON o.bed_id IN (s.bed_id, s.first_id)
    WHERE s.first_id = coalesce((SELECT first_id FROM same_bed WHERE bed_id = NEW.bed_id), NEW.bed_id)
        AND o.bed_id <> NEW.bed_id AND o.begins < NEW.until AND NEW.begins < o.until
)
BEGIN
    SELECT RAISE(ABORT, 'a_bed_is_never_given_twice');
END;

CREATE TRIGGER a_changed_room_has_one_use_a_night_on_update
BEFORE UPDATE ON occupancy WHEN NEW.kind <> 'outage' AND NOT (
    NEW.bed_id = OLD.bed_id AND NEW.place_id = OLD.place_id
    AND NEW.use_key IS OLD.use_key
    AND NEW.begins >= OLD.begins AND NEW.until <= OLD.until
) AND EXISTS (
    SELECT 1 FROM same_room AS s
    JOIN occupancy AS o ON o.place_id IN (s.place_id, s.first_id)
    WHERE s.first_id = coalesce((SELECT first_id FROM same_room WHERE place_id = NEW.place_id), NEW.place_id)
        AND o.place_id <> NEW.place_id AND o.kind <> 'outage' AND o.use_key <> NEW.use_key
        AND o.begins < NEW.until AND NEW.begins < o.until
)
BEGIN
    SELECT RAISE(ABORT, 'a_room_has_one_use_a_night');
END;

CREATE TRIGGER same_room_stays_the_same_on_insert
BEFORE INSERT ON same_room WHEN EXISTS (SELECT 1 FROM occupancy WHERE place_id = NEW.place_id)
    OR EXISTS (SELECT 1 FROM same_room WHERE place_id = NEW.first_id OR first_id = NEW.place_id)
    OR NEW.place_id = NEW.first_id
BEGIN
    SELECT RAISE(ABORT, 'a_room_stays_the_room_it_was');
END;

CREATE TRIGGER same_room_stays_the_same_on_update
BEFORE UPDATE ON same_room WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'a_room_stays_the_room_it_was');
END;

CREATE TRIGGER same_room_stays_the_same_on_delete
BEFORE DELETE ON same_room WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'a_room_stays_the_room_it_was');
END;

CREATE TRIGGER same_bed_stays_the_same_on_insert
BEFORE INSERT ON same_bed WHEN EXISTS (SELECT 1 FROM occupancy WHERE bed_id = NEW.bed_id)
    OR EXISTS (SELECT 1 FROM same_bed WHERE bed_id = NEW.first_id OR first_id = NEW.bed_id)
    OR NOT EXISTS (
        SELECT 1 FROM bed AS b
        JOIN same_room AS r ON r.place_id = b.place_id
        JOIN bed AS f ON f.id = NEW.first_id
        LEFT JOIN same_room AS q ON q.place_id = f.place_id
        WHERE b.id = NEW.bed_id AND b.place_id <> f.place_id
            AND r.first_id = coalesce(q.first_id, f.place_id)
    )
BEGIN
    SELECT RAISE(ABORT, 'a_room_stays_the_room_it_was');
END;

CREATE TRIGGER same_bed_stays_the_same_on_update
BEFORE UPDATE ON same_bed WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'a_room_stays_the_room_it_was');
END;

CREATE TRIGGER same_bed_stays_the_same_on_delete
BEFORE DELETE ON same_bed WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'a_room_stays_the_room_it_was');
END;
