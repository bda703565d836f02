DROP TRIGGER note_what_is_taken_whole ON stay;

DROP TRIGGER note_what_is_taken_whole ON occupancy;

DROP TRIGGER note_what_is_taken_whole ON placement;

DROP FUNCTION note_what_is_taken_whole();

DROP TRIGGER a_combination_is_made_of_rooms ON bed;

DROP TABLE taken_whole;

DROP TABLE combination_room;

DROP FUNCTION a_combination_is_made_of_rooms();

DROP INDEX ix_place_id_site_id_scheme_code;
