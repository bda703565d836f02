DROP TRIGGER a_changed_bed_is_never_given_twice_on_insert;

DROP TRIGGER a_changed_bed_is_never_given_twice_on_update;

DROP TRIGGER a_changed_room_has_one_use_a_night_on_insert;

DROP TRIGGER a_changed_room_has_one_use_a_night_on_update;

DROP TABLE same_bed;

DROP TABLE same_room;
