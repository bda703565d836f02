DROP TRIGGER a_changed_room_is_one_room ON occupancy;

DROP TABLE same_bed;

DROP TABLE same_room;

DROP FUNCTION a_changed_room_is_one_room();

DROP FUNCTION same_bed_stays_the_same();

DROP FUNCTION same_room_stays_the_same();

DROP FUNCTION refuse_by_name(text);
