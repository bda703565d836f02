CREATE OR REPLACE FUNCTION a_changed_room_is_one_room() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF TG_OP = ''UPDATE'' AND NEW.bed_id = OLD.bed_id AND NEW.place_id = OLD.place_id
        AND NEW.use_key IS NOT DISTINCT FROM OLD.use_key
        AND NEW.begins >= OLD.begins AND NEW.until <= OLD.until THEN
        RETURN NEW;
    END IF;
    PERFORM FROM place WHERE id = NEW.place_id FOR NO KEY UPDATE;
    PERFORM FROM place WHERE id = (
        SELECT first_id FROM same_room WHERE place_id = NEW.place_id
    ) FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM same_bed AS s
        JOIN occupancy AS o ON o.bed_id IN (s.bed_id, s.first_id)
        WHERE s.first_id = coalesce((SELECT first_id FROM same_bed WHERE bed_id = NEW.bed_id), NEW.bed_id)
            AND o.bed_id <> NEW.bed_id AND o.begins < NEW.until AND NEW.begins < o.until
    ) THEN
        PERFORM refuse_by_name(''a_bed_is_never_given_twice'');
    END IF;
    IF NEW.kind <> ''outage'' AND EXISTS (
        SELECT 1 FROM same_room AS s
        JOIN occupancy AS o ON o.place_id IN (s.place_id, s.first_id)
        WHERE s.first_id = coalesce((SELECT first_id FROM same_room WHERE place_id = NEW.place_id), NEW.place_id)
            AND o.place_id <> NEW.place_id AND o.kind <> ''outage'' AND o.use_key <> NEW.use_key
            AND o.begins < NEW.until AND NEW.begins < o.until
    ) THEN
        PERFORM refuse_by_name(''a_room_has_one_use_a_night'');
    END IF;
    RETURN NEW;
END';
