ALTER TABLE case_file ADD COLUMN close_reason TEXT CONSTRAINT close_reason_is_known CHECK (close_reason IN ('completed', 'taken_over', 'declined_help', 'contact_lost', 'not_a_victim', 'duplicate', 'other'));

ALTER TABLE case_file ADD COLUMN version INTEGER DEFAULT 1 NOT NULL;

ALTER TABLE referral ADD COLUMN near TEXT DEFAULT '[]' NOT NULL;

ALTER TABLE referral ADD COLUMN group_id TEXT;

ALTER TABLE referral ADD COLUMN smallest_part INTEGER;

CREATE INDEX ix_occupancy_bed_begins ON occupancy (bed_id, begins);

CREATE INDEX ix_occupancy_held ON occupancy (placement_id) WHERE kind = 'hold';

CREATE INDEX ix_occupancy_open ON occupancy (bed_id) WHERE basis = 'open';

CREATE TABLE decline_reason (
    code TEXT NOT NULL,
    party TEXT NOT NULL CONSTRAINT party_is_known CHECK (party IN ('house', 'victim', 'helpdesk')),
    nl TEXT NOT NULL,
    en TEXT NOT NULL,
    effect TEXT NOT NULL CONSTRAINT effect_is_known CHECK (effect IN ('parks', 'changes_profile', 'lowers_trust', 'none')),
    park_days INTEGER,
    CONSTRAINT pk_decline_reason PRIMARY KEY (code),
    CONSTRAINT only_a_parking_reason_has_days CHECK (park_days IS NULL OR (effect = 'parks' AND park_days > 0))
) STRICT;

CREATE TABLE pressure_figure (
    night TEXT NOT NULL,
    scope TEXT NOT NULL CONSTRAINT scope_is_known CHECK (scope IN ('site', 'scheme', 'region')),
    scope_id TEXT NOT NULL,
    past_right INTEGER NOT NULL,
    ends_within_14 INTEGER NOT NULL,
    ends_within_30 INTEGER NOT NULL,
    ready INTEGER NOT NULL,
    usable INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT pk_pressure_figure PRIMARY KEY (night, scope, scope_id)
) STRICT;

CREATE TABLE record_version (
    number INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    known_from TEXT NOT NULL,
    gone INTEGER NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT pk_record_version PRIMARY KEY (number),
    CONSTRAINT nobody_knows_a_night_so_far_ahead CHECK (facts ->> 'begins' <= date(known_from, '+731 days') OR record_kind <> 'occupancy')
) STRICT;

CREATE INDEX ix_record_version_bed ON record_version ((facts ->> 'bed_id'), (facts ->> 'begins'), known_from) WHERE record_kind = 'occupancy';

CREATE INDEX ix_record_version_known_from ON record_version (known_from);

CREATE INDEX ix_record_version_record ON record_version (record_kind, record_id, known_from, number);

CREATE TABLE transaction_moment (
    id INTEGER NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_transaction_moment PRIMARY KEY (id)
) STRICT;

CREATE TABLE case_key (
    case_id TEXT NOT NULL,
    sealed_key TEXT NOT NULL,
    ring_version INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    destroyed_at TEXT,
    CONSTRAINT pk_case_key PRIMARY KEY (case_id),
    CONSTRAINT fk_case_key_case_id FOREIGN KEY(case_id) REFERENCES case_file (id)
) STRICT;

CREATE TABLE case_transfer (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn')),
    from_account TEXT,
    to_account TEXT,
    offered_by TEXT NOT NULL,
    offered_at TEXT NOT NULL,
    answered_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_case_transfer PRIMARY KEY (id),
    CONSTRAINT fk_case_transfer_case_id FOREIGN KEY(case_id) REFERENCES case_file (id),
    CONSTRAINT fk_case_transfer_from_account FOREIGN KEY(from_account) REFERENCES account (id),
    CONSTRAINT fk_case_transfer_to_account FOREIGN KEY(to_account) REFERENCES account (id),
    CONSTRAINT fk_case_transfer_offered_by FOREIGN KEY(offered_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_case_transfer_to_account ON case_transfer (to_account);

CREATE UNIQUE INDEX one_offered_transfer_per_case ON case_transfer (case_id) WHERE state = 'offered';

CREATE TABLE consent (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    purpose TEXT NOT NULL CONSTRAINT purpose_is_known CHECK (purpose IN ('shelter', 'registration')),
    receiver TEXT NOT NULL,
    ground TEXT NOT NULL CONSTRAINT ground_is_known CHECK (ground IN ('anonymous', 'oral', 'signed', 'guardian_signed')),
    signatory TEXT NOT NULL CONSTRAINT signatory_is_known CHECK (signatory IN ('self', 'guardian')),
    with_interpreter INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    signature_due_on TEXT,
    signed_on TEXT,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (id),
    CONSTRAINT only_a_signed_consent_has_its_day CHECK ((signed_on IS NULL) OR (ground IN ('signed', 'guardian_signed'))),
    CONSTRAINT fk_consent_case_id FOREIGN KEY(case_id) REFERENCES case_file (id),
    CONSTRAINT fk_consent_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id),
    CONSTRAINT fk_consent_withdrawn_by FOREIGN KEY(withdrawn_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_consent_case ON consent (case_id);

CREATE UNIQUE INDEX one_consent_stands ON consent (case_id, purpose, receiver) WHERE withdrawn_at IS NULL AND ground <> 'anonymous';

CREATE TABLE duty_shift (
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    begins_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    duty TEXT NOT NULL,
    telephone TEXT NOT NULL,
    admits TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_duty_shift PRIMARY KEY (id),
    CONSTRAINT a_shift_has_hours CHECK (begins_at < ends_at),
    CONSTRAINT fk_duty_shift_site_id FOREIGN KEY(site_id) REFERENCES site (id),
    CONSTRAINT fk_duty_shift_entered_by FOREIGN KEY(entered_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_duty_shift_site ON duty_shift (site_id, begins_at);

CREATE TABLE profile_change (
    id TEXT NOT NULL,
    record_kind TEXT NOT NULL CONSTRAINT record_kind_is_known CHECK (record_kind IN ('place', 'site')),
    record_id TEXT NOT NULL,
    begins TEXT NOT NULL,
    facts TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    cancelled_at TEXT,
    cancelled_by TEXT,
    CONSTRAINT pk_profile_change PRIMARY KEY (id),
    CONSTRAINT fk_profile_change_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id),
    CONSTRAINT fk_profile_change_cancelled_by FOREIGN KEY(cancelled_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_profile_change_record ON profile_change (record_kind, record_id, begins);

CREATE TABLE right_decision (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('bedenktijd', 'dublin', 'iszw_nights', 'clarification_talk')),
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('announced', 'granted', 'ended')),
    begins TEXT,
    ends TEXT,
    decided_by TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT pk_right_decision PRIMARY KEY (id),
    CONSTRAINT a_right_has_days CHECK (begins IS NULL OR ends IS NULL OR begins < ends),
    CONSTRAINT fk_right_decision_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_right_decision_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_right_decision_household_id ON right_decision (household_id);

CREATE TABLE run (
    id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('propose_for_many', 'import_register', 'settle_sites', 'nightly', 'forget_old_answers')),
    question TEXT NOT NULL,
    digest TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    asked_by TEXT,
    asked_at TEXT NOT NULL,
    retried_by TEXT,
    retried_at TEXT,
    attempts INTEGER NOT NULL,
    attempts_before INTEGER NOT NULL,
    worker TEXT,
    lease_ends_at TEXT,
    heartbeat_at TEXT,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    cancel_asked_at TEXT,
    finished_at TEXT,
    answer TEXT,
    fault TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_run PRIMARY KEY (id),
    CONSTRAINT only_a_running_run_is_leased CHECK ((state = 'running') = (lease_ends_at IS NOT NULL)),
    CONSTRAINT progress_is_a_part_of_the_whole CHECK (done >= 0 AND total >= done),
    CONSTRAINT attempts_only_grow CHECK (attempts_before >= 0 AND attempts >= attempts_before),
    CONSTRAINT a_retry_has_its_asker CHECK ((retried_by IS NULL) = (retried_at IS NULL)),
    CONSTRAINT a_finished_run_has_its_moment CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CONSTRAINT fk_run_asked_by FOREIGN KEY(asked_by) REFERENCES account (id),
    CONSTRAINT fk_run_retried_by FOREIGN KEY(retried_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_run_asked_at ON run (asked_at);

CREATE INDEX ix_run_state ON run (state, lease_ends_at);

CREATE UNIQUE INDEX one_live_run_per_question ON run (digest) WHERE state IN ('waiting', 'running');

CREATE TABLE sealed_note (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    part TEXT NOT NULL CONSTRAINT part_is_known CHECK (part IN ('care', 'safety', 'practical', 'legal')),
    number INTEGER NOT NULL,
    sealed_text TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_sealed_note PRIMARY KEY (id),
    CONSTRAINT notes_are_counted_from_one CHECK (number > 0),
    CONSTRAINT fk_sealed_note_case_id FOREIGN KEY(case_id) REFERENCES case_file (id),
    CONSTRAINT fk_sealed_note_written_by FOREIGN KEY(written_by) REFERENCES account (id)
) STRICT;

CREATE UNIQUE INDEX one_note_of_a_number ON sealed_note (case_id, part, number);

CREATE TABLE site_address (
    site_id TEXT NOT NULL,
    sealed_text TEXT NOT NULL,
    ring_version INTEGER NOT NULL,
    written_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_site_address PRIMARY KEY (site_id),
    CONSTRAINT fk_site_address_site_id FOREIGN KEY(site_id) REFERENCES site (id)
) STRICT;

CREATE TABLE week_overview (
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at TEXT NOT NULL,
    nothing_changed INTEGER NOT NULL,
    CONSTRAINT pk_week_overview PRIMARY KEY (id),
    CONSTRAINT fk_week_overview_site_id FOREIGN KEY(site_id) REFERENCES site (id),
    CONSTRAINT fk_week_overview_confirmed_by FOREIGN KEY(confirmed_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_week_overview_site ON week_overview (site_id, confirmed_at);

CREATE TABLE call_note (
    id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    result TEXT NOT NULL CONSTRAINT result_is_known CHECK (result IN ('no_answer', 'promised', 'refused')),
    promised_until TEXT,
    promised_night TEXT,
    reason TEXT,
    called_by TEXT NOT NULL,
    called_at TEXT NOT NULL,
    CONSTRAINT pk_call_note PRIMARY KEY (id),
    CONSTRAINT a_refusal_by_phone_has_its_reason CHECK ((result = 'refused') = (reason IS NOT NULL)),
    CONSTRAINT a_promise_has_its_end CHECK ((result = 'promised') = (promised_until IS NOT NULL)),
    CONSTRAINT fk_call_note_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
    CONSTRAINT fk_call_note_place_id FOREIGN KEY(place_id) REFERENCES place (id),
    CONSTRAINT fk_call_note_reason FOREIGN KEY(reason) REFERENCES decline_reason (code),
    CONSTRAINT fk_call_note_called_by FOREIGN KEY(called_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_call_note_called_at ON call_note (called_at);

CREATE INDEX ix_call_note_referral_id ON call_note (referral_id);

CREATE TABLE confirmed_place (
    overview_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    CONSTRAINT pk_confirmed_place PRIMARY KEY (overview_id, place_id),
    CONSTRAINT fk_confirmed_place_overview_id FOREIGN KEY(overview_id) REFERENCES week_overview (id),
    CONSTRAINT fk_confirmed_place_place_id FOREIGN KEY(place_id) REFERENCES place (id)
) STRICT;

CREATE INDEX ix_confirmed_place_place_id ON confirmed_place (place_id);

CREATE TABLE confirmed_bed (
    overview_id TEXT NOT NULL,
    bed_id TEXT NOT NULL,
    CONSTRAINT pk_confirmed_bed PRIMARY KEY (overview_id, bed_id),
    CONSTRAINT fk_confirmed_bed_overview_id FOREIGN KEY(overview_id) REFERENCES week_overview (id),
    CONSTRAINT fk_confirmed_bed_bed_id FOREIGN KEY(bed_id) REFERENCES bed (id)
) STRICT;

CREATE INDEX ix_confirmed_bed_bed_id ON confirmed_bed (bed_id);

CREATE TABLE omm_application (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    institution_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('applied', 'consulted', 'granted', 'refused', 'withdrawn')),
    problems TEXT NOT NULL,
    applied_by TEXT NOT NULL,
    applied_at TEXT NOT NULL,
    consulted_by TEXT,
    consulted_at TEXT,
    weighed_by TEXT,
    weighed_at TEXT,
    weighing TEXT,
    referral_id TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_omm_application PRIMARY KEY (id),
    CONSTRAINT a_weighing_has_its_person CHECK ((state IN ('granted', 'refused')) = (weighed_by IS NOT NULL)),
    CONSTRAINT fk_omm_application_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_omm_application_institution_id FOREIGN KEY(institution_id) REFERENCES institution (id),
    CONSTRAINT fk_omm_application_applied_by FOREIGN KEY(applied_by) REFERENCES account (id),
    CONSTRAINT fk_omm_application_consulted_by FOREIGN KEY(consulted_by) REFERENCES account (id),
    CONSTRAINT fk_omm_application_weighed_by FOREIGN KEY(weighed_by) REFERENCES account (id),
    CONSTRAINT fk_omm_application_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id)
) STRICT;

CREATE INDEX ix_omm_application_institution_id ON omm_application (institution_id);

CREATE INDEX ix_omm_application_state ON omm_application (state);

CREATE UNIQUE INDEX one_open_omm_application_per_household ON omm_application (household_id) WHERE state IN ('applied', 'consulted');

CREATE TABLE temporary_shelter (
    id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('police_emergency_bed', 'hotel', 'other')),
    began_on TEXT NOT NULL,
    ended_on TEXT,
    arranged_by TEXT NOT NULL,
    arranged_at TEXT NOT NULL,
    check_due_at TEXT NOT NULL,
    last_check TEXT CONSTRAINT last_check_is_known CHECK (last_check IN ('safe', 'not_safe', 'not_reached')),
    checked_by TEXT,
    checked_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_temporary_shelter PRIMARY KEY (id),
    CONSTRAINT fk_temporary_shelter_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
    CONSTRAINT fk_temporary_shelter_arranged_by FOREIGN KEY(arranged_by) REFERENCES account (id),
    CONSTRAINT fk_temporary_shelter_checked_by FOREIGN KEY(checked_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_temporary_shelter_referral_id ON temporary_shelter (referral_id);

CREATE UNIQUE INDEX one_temporary_shelter_per_referral ON temporary_shelter (referral_id) WHERE ended_on IS NULL;

CREATE TABLE unmet_need (
    night TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    people INTEGER NOT NULL,
    schemes TEXT NOT NULL,
    region TEXT,
    needs TEXT NOT NULL,
    rules TEXT NOT NULL,
    in_temporary_shelter INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT pk_unmet_need PRIMARY KEY (night, referral_id),
    CONSTRAINT unmet_need_is_of_people CHECK (people > 0),
    CONSTRAINT fk_unmet_need_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id)
) STRICT;

CREATE INDEX ix_unmet_need_referral_id ON unmet_need (referral_id);

CREATE TABLE offer (
    id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('asked', 'answered', 'declined', 'taken', 'withdrawn')),
    begins TEXT NOT NULL,
    until TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    answer_due_at TEXT NOT NULL,
    answer TEXT CONSTRAINT answer_is_known CHECK (answer IN ('yes', 'yes_if', 'maybe', 'no')),
    condition TEXT CONSTRAINT condition_is_known CHECK (condition IN ('date', 'talk', 'other_room')),
    condition_date TEXT,
    condition_place_id TEXT,
    decline_reason TEXT,
    answered_by TEXT,
    answered_at TEXT,
    intake_at TEXT,
    closed_at TEXT,
    placement_id TEXT,
    synthetic INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_offer PRIMARY KEY (id),
    CONSTRAINT an_offer_is_of_the_household_of_its_referral FOREIGN KEY(referral_id, household_id) REFERENCES referral (id, household_id),
    CONSTRAINT an_offer_has_nights CHECK (begins < until),
    CONSTRAINT an_answer_has_its_person_and_moment CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
    CONSTRAINT only_yes_if_has_a_condition CHECK (answer IS NULL OR (answer = 'yes_if') = (condition IS NOT NULL)),
    CONSTRAINT a_no_has_its_reason CHECK (answer IS NULL OR (answer = 'no') = (decline_reason IS NOT NULL)),
    CONSTRAINT fk_offer_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_offer_place_id FOREIGN KEY(place_id) REFERENCES place (id),
    CONSTRAINT fk_offer_asked_by FOREIGN KEY(asked_by) REFERENCES account (id),
    CONSTRAINT fk_offer_condition_place_id FOREIGN KEY(condition_place_id) REFERENCES place (id),
    CONSTRAINT fk_offer_decline_reason FOREIGN KEY(decline_reason) REFERENCES decline_reason (code),
    CONSTRAINT fk_offer_answered_by FOREIGN KEY(answered_by) REFERENCES account (id),
    CONSTRAINT fk_offer_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id)
) STRICT;

CREATE INDEX ix_offer_place_id ON offer (place_id);

CREATE INDEX ix_offer_referral_id ON offer (referral_id);

CREATE INDEX ix_offer_state ON offer (state);

CREATE UNIQUE INDEX one_open_offer_per_referral_and_place ON offer (referral_id, place_id) WHERE state IN ('asked', 'answered');

CREATE TABLE absence (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('hospital', 'missing', 'elsewhere')),
    began_on TEXT NOT NULL,
    kept_until TEXT NOT NULL,
    ended_on TEXT,
    reported_by TEXT NOT NULL,
    reported_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_absence PRIMARY KEY (id),
    CONSTRAINT a_kept_bed_has_nights CHECK (began_on < kept_until),
    CONSTRAINT fk_absence_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_absence_reported_by FOREIGN KEY(reported_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_absence_stay_id ON absence (stay_id);

CREATE UNIQUE INDEX one_absence_at_a_time ON absence (stay_id) WHERE ended_on IS NULL;

CREATE TABLE decline (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    offer_id TEXT,
    placement_id TEXT,
    said_by TEXT NOT NULL,
    said_at TEXT NOT NULL,
    until TEXT,
    reassessed_at TEXT,
    reassessed_by TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_decline PRIMARY KEY (id),
    CONSTRAINT fk_decline_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_decline_place_id FOREIGN KEY(place_id) REFERENCES place (id),
    CONSTRAINT fk_decline_reason FOREIGN KEY(reason) REFERENCES decline_reason (code),
    CONSTRAINT fk_decline_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id),
    CONSTRAINT fk_decline_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id),
    CONSTRAINT fk_decline_said_by FOREIGN KEY(said_by) REFERENCES account (id),
    CONSTRAINT fk_decline_reassessed_by FOREIGN KEY(reassessed_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_decline_household ON decline (household_id);

CREATE INDEX ix_decline_place_id ON decline (place_id);

CREATE TABLE disclosure (
    id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    step TEXT NOT NULL CONSTRAINT step_is_known CHECK (step IN ('criteria', 'profile', 'risk_summary', 'handover_note', 'address')),
    disclosed_by TEXT NOT NULL,
    disclosed_at TEXT NOT NULL,
    withdrawn_at TEXT,
    CONSTRAINT pk_disclosure PRIMARY KEY (id),
    CONSTRAINT fk_disclosure_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id),
    CONSTRAINT fk_disclosure_disclosed_by FOREIGN KEY(disclosed_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_disclosure_offer_id ON disclosure (offer_id);

CREATE UNIQUE INDEX one_disclosure_of_a_step ON disclosure (offer_id, step) WHERE withdrawn_at IS NULL;

CREATE TABLE milestone (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    expected_on TEXT,
    reached_on TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_milestone PRIMARY KEY (id),
    CONSTRAINT fk_milestone_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_milestone_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id)
) STRICT;

CREATE UNIQUE INDEX one_milestone_of_a_kind ON milestone (stay_id, kind);

CREATE TABLE note_release (
    id TEXT NOT NULL,
    note_id TEXT NOT NULL,
    institution_id TEXT NOT NULL,
    offer_id TEXT,
    placement_id TEXT,
    released_by TEXT NOT NULL,
    released_at TEXT NOT NULL,
    withdrawn_at TEXT,
    CONSTRAINT pk_note_release PRIMARY KEY (id),
    CONSTRAINT a_release_is_for_one_house CHECK ((offer_id IS NULL) <> (placement_id IS NULL)),
    CONSTRAINT fk_note_release_note_id FOREIGN KEY(note_id) REFERENCES sealed_note (id),
    CONSTRAINT fk_note_release_institution_id FOREIGN KEY(institution_id) REFERENCES institution (id),
    CONSTRAINT fk_note_release_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id),
    CONSTRAINT fk_note_release_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id),
    CONSTRAINT fk_note_release_released_by FOREIGN KEY(released_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_note_release_institution_id ON note_release (institution_id);

CREATE INDEX ix_note_release_note_id ON note_release (note_id);

CREATE UNIQUE INDEX one_release_for_a_placement ON note_release (note_id, placement_id) WHERE withdrawn_at IS NULL;

CREATE UNIQUE INDEX one_release_for_a_question ON note_release (note_id, offer_id) WHERE withdrawn_at IS NULL;

CREATE TABLE outcome (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    moment TEXT NOT NULL CONSTRAINT moment_is_known CHECK (moment IN ('departure', 'after_1_month', 'after_6_months', 'after_12_months')),
    due_on TEXT NOT NULL,
    answer TEXT,
    recorded_by TEXT,
    recorded_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_outcome PRIMARY KEY (id),
    CONSTRAINT an_outcome_has_its_moment CHECK ((answer IS NULL) = (recorded_at IS NULL)),
    CONSTRAINT fk_outcome_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_outcome_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_outcome_due_on ON outcome (due_on);

CREATE UNIQUE INDEX one_outcome_of_a_moment ON outcome (stay_id, moment);

CREATE TABLE past_right_reason (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    code TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    holds_until TEXT NOT NULL,
    CONSTRAINT pk_past_right_reason PRIMARY KEY (id),
    CONSTRAINT fk_past_right_reason_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_past_right_reason_given_by FOREIGN KEY(given_by) REFERENCES account (id)
) STRICT;

CREATE INDEX ix_past_right_reason_stay_id ON past_right_reason (stay_id);

INSERT INTO transaction_moment (id, at)
VALUES (1, strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00');

CREATE TRIGGER one_offered_transfer_per_case_on_insert
BEFORE INSERT ON case_transfer WHEN NEW.state = 'offered' AND EXISTS (
    SELECT 1 FROM case_transfer AS o
    WHERE o.case_id = NEW.case_id AND o.state = 'offered'
)
BEGIN
    SELECT RAISE(ABORT, 'one_offered_transfer_per_case');
END;

CREATE TRIGGER one_offered_transfer_per_case_on_update
BEFORE UPDATE ON case_transfer WHEN NEW.state = 'offered' AND EXISTS (
    SELECT 1 FROM case_transfer AS o
    WHERE o.case_id = NEW.case_id AND o.state = 'offered' AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_offered_transfer_per_case');
END;

CREATE TRIGGER one_consent_stands_on_insert
BEFORE INSERT ON consent WHEN NEW.withdrawn_at IS NULL AND NEW.ground <> 'anonymous' AND EXISTS (
    SELECT 1 FROM consent AS o
    WHERE o.case_id = NEW.case_id AND o.purpose = NEW.purpose AND o.receiver = NEW.receiver AND o.withdrawn_at IS NULL AND o.ground <> 'anonymous'
)
BEGIN
    SELECT RAISE(ABORT, 'one_consent_stands');
END;

CREATE TRIGGER one_consent_stands_on_update
BEFORE UPDATE ON consent WHEN NEW.withdrawn_at IS NULL AND NEW.ground <> 'anonymous' AND EXISTS (
    SELECT 1 FROM consent AS o
    WHERE o.case_id = NEW.case_id AND o.purpose = NEW.purpose AND o.receiver = NEW.receiver AND o.withdrawn_at IS NULL AND o.ground <> 'anonymous' AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_consent_stands');
END;

CREATE TRIGGER one_live_run_per_question_on_insert
BEFORE INSERT ON run WHEN NEW.state IN ('waiting', 'running') AND EXISTS (
    SELECT 1 FROM run AS o
    WHERE o.digest = NEW.digest AND o.state IN ('waiting', 'running')
)
BEGIN
    SELECT RAISE(ABORT, 'one_live_run_per_question');
END;

CREATE TRIGGER one_live_run_per_question_on_update
BEFORE UPDATE ON run WHEN NEW.state IN ('waiting', 'running') AND EXISTS (
    SELECT 1 FROM run AS o
    WHERE o.digest = NEW.digest AND o.state IN ('waiting', 'running') AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_live_run_per_question');
END;

CREATE TRIGGER one_note_of_a_number_on_insert
BEFORE INSERT ON sealed_note WHEN EXISTS (
    SELECT 1 FROM sealed_note AS o
    WHERE o.case_id = NEW.case_id AND o.part = NEW.part AND o.number = NEW.number
)
BEGIN
    SELECT RAISE(ABORT, 'one_note_of_a_number');
END;

CREATE TRIGGER one_note_of_a_number_on_update
BEFORE UPDATE ON sealed_note WHEN EXISTS (
    SELECT 1 FROM sealed_note AS o
    WHERE o.case_id = NEW.case_id AND o.part = NEW.part AND o.number = NEW.number AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_note_of_a_number');
END;

CREATE TRIGGER one_open_omm_application_per_household_on_insert
BEFORE INSERT ON omm_application WHEN NEW.state IN ('applied', 'consulted') AND EXISTS (
    SELECT 1 FROM omm_application AS o
    WHERE o.household_id = NEW.household_id AND o.state IN ('applied', 'consulted')
)
BEGIN
    SELECT RAISE(ABORT, 'one_open_omm_application_per_household');
END;

CREATE TRIGGER one_open_omm_application_per_household_on_update
BEFORE UPDATE ON omm_application WHEN NEW.state IN ('applied', 'consulted') AND EXISTS (
    SELECT 1 FROM omm_application AS o
    WHERE o.household_id = NEW.household_id AND o.state IN ('applied', 'consulted') AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_open_omm_application_per_household');
END;

CREATE TRIGGER one_temporary_shelter_per_referral_on_insert
BEFORE INSERT ON temporary_shelter WHEN NEW.ended_on IS NULL AND EXISTS (
    SELECT 1 FROM temporary_shelter AS o
    WHERE o.referral_id = NEW.referral_id AND o.ended_on IS NULL
)
BEGIN
    SELECT RAISE(ABORT, 'one_temporary_shelter_per_referral');
END;

CREATE TRIGGER one_temporary_shelter_per_referral_on_update
BEFORE UPDATE ON temporary_shelter WHEN NEW.ended_on IS NULL AND EXISTS (
    SELECT 1 FROM temporary_shelter AS o
    WHERE o.referral_id = NEW.referral_id AND o.ended_on IS NULL AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_temporary_shelter_per_referral');
END;

CREATE TRIGGER one_open_offer_per_referral_and_place_on_insert
BEFORE INSERT ON offer WHEN NEW.state IN ('asked', 'answered') AND EXISTS (
    SELECT 1 FROM offer AS o
    WHERE o.referral_id = NEW.referral_id AND o.place_id = NEW.place_id AND o.state IN ('asked', 'answered')
)
BEGIN
    SELECT RAISE(ABORT, 'one_open_offer_per_referral_and_place');
END;

CREATE TRIGGER one_open_offer_per_referral_and_place_on_update
BEFORE UPDATE ON offer WHEN NEW.state IN ('asked', 'answered') AND EXISTS (
    SELECT 1 FROM offer AS o
    WHERE o.referral_id = NEW.referral_id AND o.place_id = NEW.place_id AND o.state IN ('asked', 'answered') AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_open_offer_per_referral_and_place');
END;

CREATE TRIGGER one_absence_at_a_time_on_insert
BEFORE INSERT ON absence WHEN NEW.ended_on IS NULL AND EXISTS (
    SELECT 1 FROM absence AS o
    WHERE o.stay_id = NEW.stay_id AND o.ended_on IS NULL
)
BEGIN
    SELECT RAISE(ABORT, 'one_absence_at_a_time');
END;

CREATE TRIGGER one_absence_at_a_time_on_update
BEFORE UPDATE ON absence WHEN NEW.ended_on IS NULL AND EXISTS (
    SELECT 1 FROM absence AS o
    WHERE o.stay_id = NEW.stay_id AND o.ended_on IS NULL AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_absence_at_a_time');
END;

CREATE TRIGGER one_disclosure_of_a_step_on_insert
BEFORE INSERT ON disclosure WHEN NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM disclosure AS o
    WHERE o.offer_id = NEW.offer_id AND o.step = NEW.step AND o.withdrawn_at IS NULL
)
BEGIN
    SELECT RAISE(ABORT, 'one_disclosure_of_a_step');
END;

CREATE TRIGGER one_disclosure_of_a_step_on_update
BEFORE UPDATE ON disclosure WHEN NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM disclosure AS o
    WHERE o.offer_id = NEW.offer_id AND o.step = NEW.step AND o.withdrawn_at IS NULL AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_disclosure_of_a_step');
END;

CREATE TRIGGER one_milestone_of_a_kind_on_insert
BEFORE INSERT ON milestone WHEN EXISTS (
    SELECT 1 FROM milestone AS o
    WHERE o.stay_id = NEW.stay_id AND o.kind = NEW.kind
)
BEGIN
    SELECT RAISE(ABORT, 'one_milestone_of_a_kind');
END;

CREATE TRIGGER one_milestone_of_a_kind_on_update
BEFORE UPDATE ON milestone WHEN EXISTS (
    SELECT 1 FROM milestone AS o
    WHERE o.stay_id = NEW.stay_id AND o.kind = NEW.kind AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_milestone_of_a_kind');
END;

CREATE TRIGGER one_release_for_a_placement_on_insert
BEFORE INSERT ON note_release WHEN NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM note_release AS o
    WHERE o.note_id = NEW.note_id AND o.placement_id = NEW.placement_id AND o.withdrawn_at IS NULL
)
BEGIN
    SELECT RAISE(ABORT, 'one_release_for_a_placement');
END;

CREATE TRIGGER one_release_for_a_placement_on_update
BEFORE UPDATE ON note_release WHEN NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM note_release AS o
    WHERE o.note_id = NEW.note_id AND o.placement_id = NEW.placement_id AND o.withdrawn_at IS NULL AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_release_for_a_placement');
END;

CREATE TRIGGER one_release_for_a_question_on_insert
BEFORE INSERT ON note_release WHEN NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM note_release AS o
    WHERE o.note_id = NEW.note_id AND o.offer_id = NEW.offer_id AND o.withdrawn_at IS NULL
)
BEGIN
    SELECT RAISE(ABORT, 'one_release_for_a_question');
END;

CREATE TRIGGER one_release_for_a_question_on_update
BEFORE UPDATE ON note_release WHEN NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM note_release AS o
    WHERE o.note_id = NEW.note_id AND o.offer_id = NEW.offer_id AND o.withdrawn_at IS NULL AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_release_for_a_question');
END;

CREATE TRIGGER one_outcome_of_a_moment_on_insert
BEFORE INSERT ON outcome WHEN EXISTS (
    SELECT 1 FROM outcome AS o
    WHERE o.stay_id = NEW.stay_id AND o.moment = NEW.moment
)
BEGIN
    SELECT RAISE(ABORT, 'one_outcome_of_a_moment');
END;

CREATE TRIGGER one_outcome_of_a_moment_on_update
BEFORE UPDATE ON outcome WHEN EXISTS (
    SELECT 1 FROM outcome AS o
    WHERE o.stay_id = NEW.stay_id AND o.moment = NEW.moment AND NOT (o.id = OLD.id)
)
BEGIN
    SELECT RAISE(ABORT, 'one_outcome_of_a_moment');
END;

CREATE TRIGGER right_decision_is_never_rewritten_on_update
BEFORE UPDATE ON right_decision WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'right_decision_is_never_rewritten');
END;

CREATE TRIGGER right_decision_is_never_rewritten_on_delete
BEFORE DELETE ON right_decision WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'right_decision_is_never_rewritten');
END;

CREATE TRIGGER record_version_is_never_rewritten_on_update
BEFORE UPDATE ON record_version WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'record_version_is_never_rewritten');
END;

CREATE TRIGGER record_version_is_never_rewritten_on_delete
BEFORE DELETE ON record_version WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'record_version_is_never_rewritten');
END;

CREATE TRIGGER pressure_figure_is_never_rewritten_on_update
BEFORE UPDATE ON pressure_figure WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'pressure_figure_is_never_rewritten');
END;

CREATE TRIGGER pressure_figure_is_never_rewritten_on_delete
BEFORE DELETE ON pressure_figure WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'pressure_figure_is_never_rewritten');
END;

CREATE TRIGGER past_right_reason_is_never_rewritten_on_update
BEFORE UPDATE ON past_right_reason WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'past_right_reason_is_never_rewritten');
END;

CREATE TRIGGER past_right_reason_is_never_rewritten_on_delete
BEFORE DELETE ON past_right_reason WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'past_right_reason_is_never_rewritten');
END;

CREATE TRIGGER call_note_is_never_rewritten_on_update
BEFORE UPDATE ON call_note WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'call_note_is_never_rewritten');
END;

CREATE TRIGGER call_note_is_never_rewritten_on_delete
BEFORE DELETE ON call_note WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'call_note_is_never_rewritten');
END;

CREATE TRIGGER week_overview_is_never_rewritten_on_update
BEFORE UPDATE ON week_overview WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'week_overview_is_never_rewritten');
END;

CREATE TRIGGER week_overview_is_never_rewritten_on_delete
BEFORE DELETE ON week_overview WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'week_overview_is_never_rewritten');
END;

CREATE TRIGGER confirmed_place_is_never_rewritten_on_update
BEFORE UPDATE ON confirmed_place WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'confirmed_place_is_never_rewritten');
END;

CREATE TRIGGER confirmed_place_is_never_rewritten_on_delete
BEFORE DELETE ON confirmed_place WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'confirmed_place_is_never_rewritten');
END;

CREATE TRIGGER confirmed_bed_is_never_rewritten_on_update
BEFORE UPDATE ON confirmed_bed WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'confirmed_bed_is_never_rewritten');
END;

CREATE TRIGGER confirmed_bed_is_never_rewritten_on_delete
BEFORE DELETE ON confirmed_bed WHEN TRUE
BEGIN
    SELECT RAISE(ABORT, 'confirmed_bed_is_never_rewritten');
END;

CREATE TRIGGER bed_keeps_versions_on_insert
AFTER INSERT ON bed
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'bed', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'place_id', NEW.place_id,
        'name', NEW.name,
        'member_from', NEW.member_from,
        'member_until', NEW.member_until
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER bed_keeps_versions_on_update
AFTER UPDATE ON bed
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'bed', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'place_id', NEW.place_id,
        'name', NEW.name,
        'member_from', NEW.member_from,
        'member_until', NEW.member_until
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER bed_keeps_versions_on_delete
AFTER DELETE ON bed
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'bed', OLD.id, m.at, 1, json_object(
        'id', OLD.id,
        'place_id', OLD.place_id,
        'name', OLD.name,
        'member_from', OLD.member_from,
        'member_until', OLD.member_until
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER contract_keeps_versions_on_insert
AFTER INSERT ON contract
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'contract', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'scheme_code', NEW.scheme_code,
        'institution_id', NEW.institution_id,
        'site_id', NEW.site_id,
        'lot', NEW.lot,
        'begins', NEW.begins,
        'until', NEW.until,
        'places', NEW.places,
        'crisis_reserve', NEW.crisis_reserve,
        'note', NEW.note,
        'note_en', NEW.note_en,
        'version', NEW.version,
        'source', NEW.source,
        'as_of', NEW.as_of,
        'stated_by', NEW.stated_by,
        'synthetic', NEW.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER contract_keeps_versions_on_update
AFTER UPDATE ON contract
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'contract', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'scheme_code', NEW.scheme_code,
        'institution_id', NEW.institution_id,
        'site_id', NEW.site_id,
        'lot', NEW.lot,
        'begins', NEW.begins,
        'until', NEW.until,
        'places', NEW.places,
        'crisis_reserve', NEW.crisis_reserve,
        'note', NEW.note,
        'note_en', NEW.note_en,
        'version', NEW.version,
        'source', NEW.source,
        'as_of', NEW.as_of,
        'stated_by', NEW.stated_by,
        'synthetic', NEW.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER contract_keeps_versions_on_delete
AFTER DELETE ON contract
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'contract', OLD.id, m.at, 1, json_object(
        'id', OLD.id,
        'scheme_code', OLD.scheme_code,
        'institution_id', OLD.institution_id,
        'site_id', OLD.site_id,
        'lot', OLD.lot,
        'begins', OLD.begins,
        'until', OLD.until,
        'places', OLD.places,
        'crisis_reserve', OLD.crisis_reserve,
        'note', OLD.note,
        'note_en', OLD.note_en,
        'version', OLD.version,
        'source', OLD.source,
        'as_of', OLD.as_of,
        'stated_by', OLD.stated_by,
        'synthetic', OLD.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER occupancy_keeps_versions_on_insert
AFTER INSERT ON occupancy
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'occupancy', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'bed_id', NEW.bed_id,
        'place_id', NEW.place_id,
        'place_use', NEW.place_use,
        'household_id', NEW.household_id,
        'placement_id', NEW.placement_id,
        'kind', NEW.kind,
        'use_key', NEW.use_key,
        'begins', NEW.begins,
        'until', NEW.until,
        'basis', NEW.basis,
        'cause', NEW.cause,
        'synthetic', NEW.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER occupancy_keeps_versions_on_update
AFTER UPDATE ON occupancy
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'occupancy', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'bed_id', NEW.bed_id,
        'place_id', NEW.place_id,
        'place_use', NEW.place_use,
        'household_id', NEW.household_id,
        'placement_id', NEW.placement_id,
        'kind', NEW.kind,
        'use_key', NEW.use_key,
        'begins', NEW.begins,
        'until', NEW.until,
        'basis', NEW.basis,
        'cause', NEW.cause,
        'synthetic', NEW.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER occupancy_keeps_versions_on_delete
AFTER DELETE ON occupancy
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'occupancy', OLD.id, m.at, 1, json_object(
        'id', OLD.id,
        'bed_id', OLD.bed_id,
        'place_id', OLD.place_id,
        'place_use', OLD.place_use,
        'household_id', OLD.household_id,
        'placement_id', OLD.placement_id,
        'kind', OLD.kind,
        'use_key', OLD.use_key,
        'begins', OLD.begins,
        'until', OLD.until,
        'basis', OLD.basis,
        'cause', OLD.cause,
        'synthetic', OLD.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER place_keeps_versions_on_insert
AFTER INSERT ON place
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'place', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'site_id', NEW.site_id,
        'scheme_code', NEW.scheme_code,
        'name', NEW.name,
        'use', NEW.use,
        'lot', NEW.lot,
        'opens', NEW.opens,
        'closes', NEW.closes,
        'confirmed_at', NEW.confirmed_at,
        'confirmed_by', NEW.confirmed_by,
        'sex_policy', NEW.sex_policy,
        'oldest_child', NEW.oldest_child,
        'oldest_boy', NEW.oldest_boy,
        'features', NEW.features,
        'offers', NEW.offers,
        'spoken_here', NEW.spoken_here,
        'cannot_admit', NEW.cannot_admit,
        'accepts_unclear', NEW.accepts_unclear,
        'accepts_without_status', NEW.accepts_without_status,
        'stated_terms', NEW.stated_terms,
        'bought_for', NEW.bought_for,
        'max_nights', NEW.max_nights,
        'nights_lost_when_asked', NEW.nights_lost_when_asked,
        'version', NEW.version,
        'source', NEW.source,
        'as_of', NEW.as_of,
        'stated_by', NEW.stated_by,
        'synthetic', NEW.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER place_keeps_versions_on_update
AFTER UPDATE ON place
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'place', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'site_id', NEW.site_id,
        'scheme_code', NEW.scheme_code,
        'name', NEW.name,
        'use', NEW.use,
        'lot', NEW.lot,
        'opens', NEW.opens,
        'closes', NEW.closes,
        'confirmed_at', NEW.confirmed_at,
        'confirmed_by', NEW.confirmed_by,
        'sex_policy', NEW.sex_policy,
        'oldest_child', NEW.oldest_child,
        'oldest_boy', NEW.oldest_boy,
        'features', NEW.features,
        'offers', NEW.offers,
        'spoken_here', NEW.spoken_here,
        'cannot_admit', NEW.cannot_admit,
        'accepts_unclear', NEW.accepts_unclear,
        'accepts_without_status', NEW.accepts_without_status,
        'stated_terms', NEW.stated_terms,
        'bought_for', NEW.bought_for,
        'max_nights', NEW.max_nights,
        'nights_lost_when_asked', NEW.nights_lost_when_asked,
        'version', NEW.version,
        'source', NEW.source,
        'as_of', NEW.as_of,
        'stated_by', NEW.stated_by,
        'synthetic', NEW.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER place_keeps_versions_on_delete
AFTER DELETE ON place
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'place', OLD.id, m.at, 1, json_object(
        'id', OLD.id,
        'site_id', OLD.site_id,
        'scheme_code', OLD.scheme_code,
        'name', OLD.name,
        'use', OLD.use,
        'lot', OLD.lot,
        'opens', OLD.opens,
        'closes', OLD.closes,
        'confirmed_at', OLD.confirmed_at,
        'confirmed_by', OLD.confirmed_by,
        'sex_policy', OLD.sex_policy,
        'oldest_child', OLD.oldest_child,
        'oldest_boy', OLD.oldest_boy,
        'features', OLD.features,
        'offers', OLD.offers,
        'spoken_here', OLD.spoken_here,
        'cannot_admit', OLD.cannot_admit,
        'accepts_unclear', OLD.accepts_unclear,
        'accepts_without_status', OLD.accepts_without_status,
        'stated_terms', OLD.stated_terms,
        'bought_for', OLD.bought_for,
        'max_nights', OLD.max_nights,
        'nights_lost_when_asked', OLD.nights_lost_when_asked,
        'version', OLD.version,
        'source', OLD.source,
        'as_of', OLD.as_of,
        'stated_by', OLD.stated_by,
        'synthetic', OLD.synthetic
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER stay_keeps_versions_on_insert
AFTER INSERT ON stay
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'stay', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'placement_id', NEW.placement_id,
        'household_id', NEW.household_id,
        'began_on', NEW.began_on,
        'expected_end', NEW.expected_end,
        'expected_end_reason', NEW.expected_end_reason,
        'departs_on', NEW.departs_on,
        'right_ends', NEW.right_ends,
        'hard_end', NEW.hard_end,
        'readiness', NEW.readiness,
        'ready_since', NEW.ready_since,
        'confirmed_at', NEW.confirmed_at,
        'ended_on', NEW.ended_on,
        'destination', NEW.destination,
        'synthetic', NEW.synthetic,
        'version', NEW.version
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER stay_keeps_versions_on_update
AFTER UPDATE ON stay
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'stay', NEW.id, m.at, 0, json_object(
        'id', NEW.id,
        'placement_id', NEW.placement_id,
        'household_id', NEW.household_id,
        'began_on', NEW.began_on,
        'expected_end', NEW.expected_end,
        'expected_end_reason', NEW.expected_end_reason,
        'departs_on', NEW.departs_on,
        'right_ends', NEW.right_ends,
        'hard_end', NEW.hard_end,
        'readiness', NEW.readiness,
        'ready_since', NEW.ready_since,
        'confirmed_at', NEW.confirmed_at,
        'ended_on', NEW.ended_on,
        'destination', NEW.destination,
        'synthetic', NEW.synthetic,
        'version', NEW.version
    ) FROM transaction_moment AS m;
END;

CREATE TRIGGER stay_keeps_versions_on_delete
AFTER DELETE ON stay
BEGIN
    INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
    SELECT 'stay', OLD.id, m.at, 1, json_object(
        'id', OLD.id,
        'placement_id', OLD.placement_id,
        'household_id', OLD.household_id,
        'began_on', OLD.began_on,
        'expected_end', OLD.expected_end,
        'expected_end_reason', OLD.expected_end_reason,
        'departs_on', OLD.departs_on,
        'right_ends', OLD.right_ends,
        'hard_end', OLD.hard_end,
        'readiness', OLD.readiness,
        'ready_since', OLD.ready_since,
        'confirmed_at', OLD.confirmed_at,
        'ended_on', OLD.ended_on,
        'destination', OLD.destination,
        'synthetic', OLD.synthetic,
        'version', OLD.version
    ) FROM transaction_moment AS m;
END;

UPDATE bed SET id = id;

UPDATE contract SET id = id;

UPDATE occupancy SET id = id;

UPDATE place SET id = id;

UPDATE stay SET id = id;
