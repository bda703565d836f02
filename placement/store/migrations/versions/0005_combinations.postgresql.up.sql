CREATE UNIQUE INDEX ix_place_id_site_id_scheme_code ON place (id, site_id, scheme_code);

CREATE TABLE combination_room (
    combination_id TEXT NOT NULL,
    room_id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    scheme_code TEXT NOT NULL,
    CONSTRAINT pk_combination_room PRIMARY KEY (combination_id, room_id),
    CONSTRAINT a_combination_is_of_one_house FOREIGN KEY(combination_id, site_id, scheme_code) REFERENCES place (id, site_id, scheme_code),
    CONSTRAINT a_room_is_of_the_house_of_its_combination FOREIGN KEY(room_id, site_id, scheme_code) REFERENCES place (id, site_id, scheme_code)
);

CREATE INDEX ix_combination_room_room_id ON combination_room (room_id);

CREATE TABLE taken_whole (
    placement_id TEXT NOT NULL,
    lacks TEXT,
    CONSTRAINT pk_taken_whole PRIMARY KEY (placement_id),
    CONSTRAINT a_combination_is_taken_whole FOREIGN KEY(lacks) REFERENCES place (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_taken_whole_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id)
);

-- Rooms and the combination are locked, so that nobody gives one of them beds or rooms meanwhile.
CREATE FUNCTION a_combination_is_made_of_rooms() RETURNS trigger LANGUAGE plpgsql AS '
DECLARE
    wrong boolean;
BEGIN
    IF TG_TABLE_NAME = ''bed'' THEN
        PERFORM 1 FROM place WHERE id = NEW.place_id FOR NO KEY UPDATE;
        wrong := EXISTS (SELECT 1 FROM combination_room WHERE combination_id = NEW.place_id);
    ELSIF TG_OP = ''INSERT'' THEN
        PERFORM 1 FROM place WHERE id IN (NEW.combination_id, NEW.room_id)
        ORDER BY id FOR NO KEY UPDATE;
        wrong := NEW.combination_id = NEW.room_id
            OR EXISTS (SELECT 1 FROM combination_room WHERE combination_id = NEW.room_id)
            OR EXISTS (SELECT 1 FROM combination_room WHERE room_id = NEW.combination_id)
            OR EXISTS (SELECT 1 FROM bed WHERE place_id = NEW.combination_id)
            OR EXISTS (SELECT 1 FROM placement WHERE place_id = NEW.combination_id);
    ELSE
        wrong := true;
    END IF;
    IF wrong THEN
        RAISE EXCEPTION USING
            ERRCODE = ''check_violation'',
            CONSTRAINT = ''a_combination_is_made_of_rooms'',
            MESSAGE = ''a_combination_is_made_of_rooms'';
    END IF;
    RETURN NEW;
END';

CREATE TRIGGER a_combination_is_made_of_rooms
BEFORE INSERT OR UPDATE OR DELETE ON combination_room
FOR EACH ROW EXECUTE FUNCTION a_combination_is_made_of_rooms();

CREATE TRIGGER a_combination_is_made_of_rooms
BEFORE INSERT OR UPDATE OF place_id ON bed
FOR EACH ROW EXECUTE FUNCTION a_combination_is_made_of_rooms();

CREATE FUNCTION note_what_is_taken_whole() RETURNS trigger LANGUAGE plpgsql AS '
DECLARE
    one text;
BEGIN
    IF TG_TABLE_NAME = ''placement'' THEN
        one := NEW.id;
    ELSIF TG_OP = ''DELETE'' THEN
        one := OLD.placement_id;
    ELSE
        one := NEW.placement_id;
    END IF;
    INSERT INTO taken_whole (placement_id, lacks)
    SELECT p.id, (
        SELECT ''no bed in '' || min(r.room_id) FROM combination_room AS r
        WHERE r.combination_id = p.place_id
            AND (p.state IN (''held'', ''accepted'', ''arriving'') OR t.until IS NOT NULL AND EXISTS (
                SELECT 1 FROM stay AS s WHERE s.placement_id = p.id AND s.ended_on IS NULL
            ))
            AND NOT EXISTS (
                SELECT 1 FROM occupancy AS o
                WHERE o.placement_id = p.id AND o.place_id = r.room_id AND o.begins = t.begins AND o.until = t.until
            )
    )
    FROM placement AS p, (
        SELECT max(o.begins) AS begins, max(o.until) AS until FROM occupancy AS o WHERE o.placement_id = one
    ) AS t
    WHERE p.id = one AND (
        EXISTS (SELECT 1 FROM combination_room AS r WHERE r.combination_id = p.place_id)
        OR EXISTS (SELECT 1 FROM taken_whole AS w WHERE w.placement_id = p.id)
    )
    ON CONFLICT (placement_id) DO UPDATE SET lacks = excluded.lacks;
    RETURN NULL;
END';

CREATE TRIGGER note_what_is_taken_whole
AFTER INSERT OR UPDATE OF state, place_id ON placement
FOR EACH ROW EXECUTE FUNCTION note_what_is_taken_whole();

CREATE TRIGGER note_what_is_taken_whole
AFTER INSERT OR UPDATE OR DELETE ON occupancy
FOR EACH ROW EXECUTE FUNCTION note_what_is_taken_whole();

CREATE TRIGGER note_what_is_taken_whole
AFTER INSERT OR UPDATE OF ended_on ON stay
FOR EACH ROW EXECUTE FUNCTION note_what_is_taken_whole();
