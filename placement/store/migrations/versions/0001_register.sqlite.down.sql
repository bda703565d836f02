DROP TABLE blocker;

DROP TABLE stay;

DROP TABLE occupancy;

DROP TABLE placement;

DROP TABLE proposal;

DROP TABLE house_answer;

DROP TABLE bed;

DROP TABLE site_region;

DROP TABLE sign_in;

DROP TABLE referral;

DROP TABLE place;

DROP TABLE person;

DROP TABLE keep_apart;

DROP TABLE coordination;

DROP TABLE contract;

DROP TABLE site;

DROP TABLE registration;

DROP TABLE coordination_area;

DROP TABLE regional_coordination;

DROP TABLE household;

DROP TABLE account;

DROP TABLE sign_in_attempt;

DROP TABLE scheme;

DROP TABLE region;

DROP TABLE kept_answer;

DROP TABLE journal;

DROP TABLE institution;

DROP TABLE code_word;

DROP TABLE cited_source;

DROP TABLE case_file;
