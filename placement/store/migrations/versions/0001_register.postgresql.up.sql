CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE case_file (
    id TEXT NOT NULL,
    reference TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    synthetic BOOLEAN NOT NULL,
    CONSTRAINT pk_case_file PRIMARY KEY (id),
    CONSTRAINT uq_case_file_reference UNIQUE (reference)
);

CREATE TABLE cited_source (
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    dated TEXT NOT NULL,
    CONSTRAINT pk_cited_source PRIMARY KEY (id)
);

CREATE TABLE code_word (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    nl TEXT NOT NULL,
    en TEXT NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_code_word PRIMARY KEY (kind, code)
);

CREATE TABLE institution (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_institution PRIMARY KEY (id)
);

CREATE TABLE journal (
    number BIGSERIAL NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    act TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    facts JSONB NOT NULL,
    reason TEXT,
    CONSTRAINT pk_journal PRIMARY KEY (number)
);

CREATE INDEX ix_journal_at ON journal (at);

CREATE INDEX ix_journal_record ON journal (record_kind, record_id);

CREATE TABLE kept_answer (
    account_id TEXT NOT NULL,
    key TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    answer JSONB NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_kept_answer PRIMARY KEY (account_id, key)
);

CREATE INDEX ix_kept_answer_answered_at ON kept_answer (answered_at);

CREATE TABLE region (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    nl TEXT NOT NULL,
    en TEXT NOT NULL,
    begins DATE,
    until DATE,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_region PRIMARY KEY (code)
);

CREATE INDEX ix_region_kind ON region (kind);

CREATE TABLE scheme (
    code TEXT NOT NULL,
    nl TEXT NOT NULL,
    en TEXT NOT NULL,
    mode TEXT NOT NULL CONSTRAINT mode_is_known CHECK (mode IN ('place', 'mediate', 'refer')),
    legal_source TEXT NOT NULL,
    begins DATE NOT NULL,
    until DATE,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_scheme PRIMARY KEY (code)
);

CREATE TABLE sign_in_attempt (
    id TEXT NOT NULL,
    login_name_digest TEXT NOT NULL,
    source_digest TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_in_attempt PRIMARY KEY (id)
);

CREATE INDEX ix_sign_in_attempt_at ON sign_in_attempt (at);

CREATE INDEX ix_sign_in_attempt_login_name_digest ON sign_in_attempt (login_name_digest);

CREATE INDEX ix_sign_in_attempt_source_digest ON sign_in_attempt (source_digest);

CREATE TABLE account (
    id TEXT NOT NULL,
    login_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CONSTRAINT role_is_known CHECK (role IN ('helpdesk', 'institution', 'zorgcoordinator', 'policy_reader', 'administrator')),
    institution_id TEXT,
    language TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    demo BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT an_institution_account_names_its_institution CHECK (role <> 'institution' OR institution_id IS NOT NULL),
    CONSTRAINT uq_account_login_name UNIQUE (login_name),
    CONSTRAINT fk_account_institution_id FOREIGN KEY(institution_id) REFERENCES institution (id)
);

CREATE TABLE household (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    CONSTRAINT pk_household PRIMARY KEY (id),
    CONSTRAINT fk_household_case_id FOREIGN KEY(case_id) REFERENCES case_file (id)
);

CREATE INDEX ix_household_case_id ON household (case_id);

CREATE TABLE regional_coordination (
    id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    organisation TEXT NOT NULL,
    from_age INTEGER,
    below_age INTEGER,
    begins DATE,
    until DATE,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_regional_coordination PRIMARY KEY (id),
    CONSTRAINT fk_regional_coordination_region_code FOREIGN KEY(region_code) REFERENCES region (code)
);

CREATE INDEX ix_regional_coordination_region_code ON regional_coordination (region_code);

CREATE TABLE coordination_area (
    area_code TEXT NOT NULL,
    region_code TEXT NOT NULL,
    is_part BOOLEAN NOT NULL,
    begins DATE,
    until DATE,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_coordination_area PRIMARY KEY (area_code, region_code),
    CONSTRAINT fk_coordination_area_area_code FOREIGN KEY(area_code) REFERENCES region (code),
    CONSTRAINT fk_coordination_area_region_code FOREIGN KEY(region_code) REFERENCES region (code)
);

CREATE INDEX ix_coordination_area_region_code ON coordination_area (region_code);

CREATE TABLE registration (
    case_id TEXT NOT NULL,
    exploitation_forms TEXT NOT NULL,
    sector TEXT,
    nationality TEXT,
    dossier_type TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_registration PRIMARY KEY (case_id),
    CONSTRAINT fk_registration_case_id FOREIGN KEY(case_id) REFERENCES case_file (id)
);

CREATE TABLE site (
    id TEXT NOT NULL,
    institution_id TEXT NOT NULL,
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    security INTEGER NOT NULL,
    arrival_days TEXT NOT NULL,
    admits_until TEXT NOT NULL,
    out_of_hours BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_site PRIMARY KEY (id),
    CONSTRAINT a_security_level_is_not_negative CHECK (security >= 0),
    CONSTRAINT fk_site_institution_id FOREIGN KEY(institution_id) REFERENCES institution (id)
);

CREATE INDEX ix_site_institution_id ON site (institution_id);

CREATE TABLE contract (
    id TEXT NOT NULL,
    scheme_code TEXT NOT NULL,
    institution_id TEXT,
    site_id TEXT,
    lot TEXT,
    begins DATE NOT NULL,
    until DATE,
    places INTEGER NOT NULL,
    crisis_reserve INTEGER NOT NULL,
    note TEXT NOT NULL,
    note_en TEXT NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_contract PRIMARY KEY (id),
    CONSTRAINT a_contract_ends_after_it_begins CHECK (until IS NULL OR begins < until),
    CONSTRAINT a_contract_funds_places CHECK (places > 0),
    CONSTRAINT a_reserve_is_part_of_its_contract CHECK (crisis_reserve BETWEEN 0 AND places),
    CONSTRAINT fk_contract_scheme_code FOREIGN KEY(scheme_code) REFERENCES scheme (code),
    CONSTRAINT fk_contract_institution_id FOREIGN KEY(institution_id) REFERENCES institution (id),
    CONSTRAINT fk_contract_site_id FOREIGN KEY(site_id) REFERENCES site (id)
);

CREATE INDEX ix_contract_institution_id ON contract (institution_id);

CREATE INDEX ix_contract_scheme_code ON contract (scheme_code);

CREATE INDEX ix_contract_site_id ON contract (site_id);

CREATE TABLE coordination (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    begins DATE NOT NULL,
    until DATE,
    CONSTRAINT pk_coordination PRIMARY KEY (id),
    CONSTRAINT fk_coordination_case_id FOREIGN KEY(case_id) REFERENCES case_file (id),
    CONSTRAINT fk_coordination_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_coordination_account_id ON coordination (account_id);

CREATE UNIQUE INDEX one_coordinator_per_case ON coordination (case_id) WHERE until IS NULL;

CREATE TABLE keep_apart (
    one_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    CONSTRAINT pk_keep_apart PRIMARY KEY (one_id, other_id),
    CONSTRAINT a_link_is_written_once CHECK (one_id < other_id),
    CONSTRAINT fk_keep_apart_one_id FOREIGN KEY(one_id) REFERENCES household (id),
    CONSTRAINT fk_keep_apart_other_id FOREIGN KEY(other_id) REFERENCES household (id)
);

CREATE INDEX ix_keep_apart_other_id ON keep_apart (other_id);

CREATE TABLE person (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    sex TEXT NOT NULL CONSTRAINT sex_is_known CHECK (sex IN ('F', 'M', 'U')),
    age TEXT NOT NULL CONSTRAINT age_is_known CHECK (age IN ('0-3', '4-11', '12-15', '16-17', '18-22', '23+', 'unknown')),
    role TEXT NOT NULL CONSTRAINT role_is_known CHECK (role IN ('adult', 'parent', 'guardian', 'child')),
    role_checked BOOLEAN NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);

CREATE INDEX ix_person_household_id ON person (household_id);

CREATE TABLE place (
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    scheme_code TEXT NOT NULL,
    name TEXT NOT NULL,
    use TEXT NOT NULL CONSTRAINT use_is_known CHECK (use IN ('single_room', 'apartment', 'shared_room')),
    lot TEXT,
    opens DATE NOT NULL,
    closes DATE,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    confirmed_by TEXT,
    sex_policy TEXT NOT NULL CONSTRAINT sex_policy_is_known CHECK (sex_policy IN ('women', 'men', 'mixed')),
    oldest_child INTEGER,
    oldest_boy INTEGER,
    features TEXT NOT NULL,
    offers TEXT NOT NULL,
    spoken_here TEXT NOT NULL,
    cannot_admit TEXT NOT NULL,
    accepts_unclear BOOLEAN NOT NULL,
    accepts_without_status BOOLEAN NOT NULL,
    stated_terms TEXT NOT NULL,
    bought_for TEXT,
    max_nights INTEGER,
    nights_lost_when_asked INTEGER NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    synthetic TEXT NOT NULL,
    CONSTRAINT pk_place PRIMARY KEY (id),
    CONSTRAINT a_place_has_one_use UNIQUE (id, use),
    CONSTRAINT a_place_closes_after_it_opens CHECK (closes IS NULL OR opens < closes),
    CONSTRAINT a_longest_stay_has_nights CHECK (max_nights IS NULL OR max_nights > 0),
    CONSTRAINT fk_place_site_id FOREIGN KEY(site_id) REFERENCES site (id),
    CONSTRAINT fk_place_scheme_code FOREIGN KEY(scheme_code) REFERENCES scheme (code)
);

CREATE INDEX ix_place_scheme_code ON place (scheme_code);

CREATE INDEX ix_place_site_id ON place (site_id);

CREATE TABLE referral (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('draft', 'open', 'arranged', 'ended')),
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    registered_by TEXT NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    end_reason TEXT,
    synthetic BOOLEAN NOT NULL,
    reporter_kind TEXT NOT NULL,
    reporting_region TEXT,
    municipality_registered TEXT,
    municipality_found TEXT,
    consent_ground TEXT NOT NULL CONSTRAINT consent_ground_is_known CHECK (consent_ground IN ('anonymous', 'oral', 'signed', 'guardian_signed')),
    asked_alone TEXT NOT NULL CONSTRAINT asked_alone_is_known CHECK (asked_alone IN ('yes', 'no', 'not_possible')),
    urgency TEXT NOT NULL CONSTRAINT urgency_is_known CHECK (urgency IN ('acute', 'urgent', 'soon', 'planned')),
    needed_from DATE NOT NULL,
    needed_until DATE,
    arrives_from DATE NOT NULL,
    decide_before TIMESTAMP WITH TIME ZONE,
    onward BOOLEAN NOT NULL,
    victim_answer TEXT CONSTRAINT victim_answer_is_known CHECK (victim_answer IN ('yes', 'no')),
    victim_answered_at TIMESTAMP WITH TIME ZONE,
    legal_group TEXT NOT NULL CONSTRAINT legal_group_is_known CHECK (legal_group IN ('dutch', 'eu', 'third_country', 'unknown')),
    status_unclear BOOLEAN NOT NULL,
    bedenktijd TEXT NOT NULL CONSTRAINT bedenktijd_is_known CHECK (bedenktijd IN ('none', 'announced', 'granted')),
    bedenktijd_begins DATE,
    bedenktijd_ends DATE,
    dublin BOOLEAN NOT NULL,
    dublin_transfer_on DATE,
    asylum_procedure BOOLEAN NOT NULL,
    cosm_exception_by TEXT,
    b8_permit BOOLEAN NOT NULL,
    without_status BOOLEAN NOT NULL,
    lawful_stay BOOLEAN NOT NULL,
    multi_problem BOOLEAN NOT NULL,
    omm_applied_by TEXT,
    omm_consulted BOOLEAN NOT NULL,
    omm_weighed BOOLEAN NOT NULL,
    inspectorate_agreed BOOLEAN NOT NULL,
    seriously_disadvantaged BOOLEAN NOT NULL,
    crisis_terms TEXT NOT NULL,
    budget_group TEXT,
    risk_answered_by TEXT,
    risk_regions TEXT NOT NULL,
    known_sites TEXT NOT NULL,
    security_needed INTEGER NOT NULL,
    cannot_do_without TEXT NOT NULL,
    brings TEXT NOT NULL,
    needs TEXT NOT NULL,
    speaks TEXT NOT NULL,
    never_regions TEXT NOT NULL,
    never_features TEXT NOT NULL,
    wishes TEXT NOT NULL,
    home_regions TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_referral PRIMARY KEY (id),
    CONSTRAINT a_referral_is_of_one_household UNIQUE (id, household_id),
    CONSTRAINT a_stay_asked_for_has_nights CHECK (needed_until IS NULL OR needed_from < needed_until),
    CONSTRAINT a_bedenktijd_ends_after_it_begins CHECK ((bedenktijd = 'none') = (bedenktijd_begins IS NULL) AND (bedenktijd_begins IS NULL) = (bedenktijd_ends IS NULL) AND (bedenktijd_begins IS NULL OR bedenktijd_begins < bedenktijd_ends)),
    CONSTRAINT fk_referral_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_referral_omm_applied_by FOREIGN KEY(omm_applied_by) REFERENCES institution (id)
);

CREATE INDEX ix_referral_household_id ON referral (household_id);

CREATE INDEX ix_referral_state ON referral (state);

CREATE UNIQUE INDEX one_open_referral_per_household ON referral (household_id) WHERE state IN ('open', 'arranged');

CREATE TABLE sign_in (
    id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_sign_in PRIMARY KEY (id),
    CONSTRAINT fk_sign_in_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT uq_sign_in_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_sign_in_account_id ON sign_in (account_id);

CREATE TABLE site_region (
    site_id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    CONSTRAINT pk_site_region PRIMARY KEY (site_id, region_code),
    CONSTRAINT fk_site_region_site_id FOREIGN KEY(site_id) REFERENCES site (id),
    CONSTRAINT fk_site_region_region_code FOREIGN KEY(region_code) REFERENCES region (code)
);

CREATE INDEX ix_site_region_region_code ON site_region (region_code);

CREATE TABLE bed (
    id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    name TEXT NOT NULL,
    member_from DATE NOT NULL,
    member_until DATE,
    CONSTRAINT pk_bed PRIMARY KEY (id),
    CONSTRAINT a_bed_stands_in_one_place UNIQUE (id, place_id),
    CONSTRAINT a_bed_leaves_after_it_came CHECK (member_until IS NULL OR member_from < member_until),
    CONSTRAINT fk_bed_place_id FOREIGN KEY(place_id) REFERENCES place (id)
);

CREATE INDEX ix_bed_place_id ON bed (place_id);

CREATE TABLE house_answer (
    referral_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    answer TEXT NOT NULL CONSTRAINT answer_is_known CHECK (answer IN ('yes', 'no')),
    reason TEXT,
    answered_by TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_house_answer PRIMARY KEY (referral_id, place_id),
    CONSTRAINT fk_house_answer_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
    CONSTRAINT fk_house_answer_place_id FOREIGN KEY(place_id) REFERENCES place (id)
);

CREATE INDEX ix_house_answer_place_id ON house_answer (place_id);

CREATE TABLE proposal (
    id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    referral_id TEXT,
    facts_digest TEXT NOT NULL,
    facts JSONB NOT NULL,
    rulebook_version TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    seed INTEGER NOT NULL,
    parameters JSONB NOT NULL,
    proof TEXT NOT NULL CONSTRAINT proof_is_known CHECK (proof IN ('optimal', 'within', 'ranked')),
    points INTEGER NOT NULL,
    bound INTEGER,
    plan JSONB NOT NULL,
    explanation JSONB,
    CONSTRAINT pk_proposal PRIMARY KEY (id),
    CONSTRAINT fk_proposal_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id)
);

CREATE INDEX ix_proposal_referral_id ON proposal (referral_id);

CREATE TABLE placement (
    id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('held', 'accepted', 'arriving', 'arrived', 'no_show', 'released', 'displaced')),
    begins DATE NOT NULL,
    until DATE NOT NULL,
    accepted_by TEXT NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason TEXT NOT NULL,
    hold_expires_at TIMESTAMP WITH TIME ZONE,
    proposal_id TEXT,
    waits_for TEXT NOT NULL,
    overridden_rules TEXT NOT NULL,
    answer_was_missing BOOLEAN NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    close_reason TEXT,
    synthetic BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_placement PRIMARY KEY (id),
    CONSTRAINT a_placement_is_of_the_household_of_its_referral FOREIGN KEY(referral_id, household_id) REFERENCES referral (id, household_id),
    CONSTRAINT a_placement_is_of_one_household UNIQUE (id, household_id),
    CONSTRAINT a_placement_has_nights CHECK (begins < until),
    CONSTRAINT a_placement_has_a_named_acceptor FOREIGN KEY(accepted_by) REFERENCES account (id),
    CONSTRAINT only_a_hold_expires CHECK ((state = 'held') = (hold_expires_at IS NOT NULL)),
    CONSTRAINT fk_placement_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_placement_place_id FOREIGN KEY(place_id) REFERENCES place (id),
    CONSTRAINT fk_placement_proposal_id FOREIGN KEY(proposal_id) REFERENCES proposal (id)
);

CREATE INDEX ix_placement_household_id ON placement (household_id);

CREATE INDEX ix_placement_place_id ON placement (place_id);

CREATE INDEX ix_placement_referral_id ON placement (referral_id);

CREATE INDEX ix_placement_state ON placement (state);

CREATE UNIQUE INDEX one_live_placement_per_referral ON placement (referral_id) WHERE state IN ('held', 'accepted', 'arriving');

CREATE TABLE occupancy (
    id TEXT NOT NULL,
    bed_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    place_use TEXT NOT NULL CONSTRAINT place_use_is_known CHECK (place_use IN ('single_room', 'apartment', 'shared_room')),
    household_id TEXT,
    placement_id TEXT,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('hold', 'stay', 'outside', 'outage')),
    use_key TEXT,
    begins DATE NOT NULL,
    until DATE NOT NULL,
    basis TEXT NOT NULL CONSTRAINT basis_is_known CHECK (basis IN ('reported_departure', 'onward_move', 'expected_end', 'end_of_right', 'longest_stay', 'horizon', 'settled', 'open')),
    cause TEXT,
    synthetic BOOLEAN NOT NULL,
    CONSTRAINT pk_occupancy PRIMARY KEY (id),
    CONSTRAINT an_occupancy_is_in_the_place_of_its_bed FOREIGN KEY(bed_id, place_id) REFERENCES bed (id, place_id),
    CONSTRAINT an_occupancy_has_the_use_of_its_place FOREIGN KEY(place_id, place_use) REFERENCES place (id, use),
    CONSTRAINT an_occupancy_is_of_the_household_of_its_placement FOREIGN KEY(placement_id, household_id) REFERENCES placement (id, household_id),
    CONSTRAINT a_bed_is_never_given_twice EXCLUDE USING gist (bed_id WITH =, daterange(begins, until) WITH &&),
    CONSTRAINT a_room_has_one_use_a_night EXCLUDE USING gist (place_id WITH =, use_key WITH <>, daterange(begins, until) WITH &&) WHERE (kind <> 'outage'),
    CONSTRAINT a_household_sleeps_in_one_place EXCLUDE USING gist (household_id WITH =, placement_id WITH <>, daterange(begins, until) WITH &&) WHERE (kind = 'stay'),
    CONSTRAINT an_occupancy_has_nights CHECK (begins < until),
    CONSTRAINT only_a_shared_room_is_used_by_sex CHECK (use_key NOT IN ('F', 'M') OR place_use = 'shared_room'),
    CONSTRAINT only_an_outage_uses_no_room CHECK ((kind = 'outage') = (use_key IS NULL)),
    CONSTRAINT a_hold_or_stay_has_its_placement CHECK ((kind IN ('hold', 'stay')) = (placement_id IS NOT NULL) AND (placement_id IS NULL) = (household_id IS NULL)),
    CONSTRAINT an_outage_has_its_cause CHECK ((kind = 'outage') = (cause IS NOT NULL))
);

CREATE INDEX ix_occupancy_bed_id ON occupancy (bed_id);

CREATE INDEX ix_occupancy_household_id ON occupancy (household_id);

CREATE INDEX ix_occupancy_place_id ON occupancy (place_id);

CREATE INDEX ix_occupancy_placement_id ON occupancy (placement_id);

CREATE INDEX ix_occupancy_until ON occupancy (until);

CREATE TABLE stay (
    id TEXT NOT NULL,
    placement_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    began_on DATE NOT NULL,
    expected_end DATE,
    expected_end_reason TEXT,
    departs_on DATE,
    right_ends DATE,
    hard_end DATE,
    readiness TEXT NOT NULL CONSTRAINT readiness_is_known CHECK (readiness IN ('not_yet', 'ready')),
    ready_since DATE,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    ended_on DATE,
    destination TEXT,
    synthetic BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_stay PRIMARY KEY (id),
    CONSTRAINT a_stay_is_of_the_household_of_its_placement FOREIGN KEY(placement_id, household_id) REFERENCES placement (id, household_id),
    CONSTRAINT a_stay_ends_later CHECK (ended_on IS NULL OR began_on <= ended_on),
    CONSTRAINT uq_stay_placement_id UNIQUE (placement_id),
    CONSTRAINT fk_stay_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);

CREATE INDEX ix_stay_household_id ON stay (household_id);

CREATE UNIQUE INDEX one_ongoing_stay_per_household ON stay (household_id) WHERE ended_on IS NULL;

CREATE TABLE blocker (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    code TEXT NOT NULL,
    owner TEXT NOT NULL,
    next_contact_on DATE NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    synthetic BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_blocker PRIMARY KEY (id),
    CONSTRAINT fk_blocker_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id)
);

CREATE INDEX ix_blocker_stay_id ON blocker (stay_id);

CREATE FUNCTION the_journal_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = ''check_violation'',
        CONSTRAINT = ''the_journal_is_never_rewritten'',
        MESSAGE = ''the_journal_is_never_rewritten'';
END';

CREATE TRIGGER the_journal_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION the_journal_is_never_rewritten();
