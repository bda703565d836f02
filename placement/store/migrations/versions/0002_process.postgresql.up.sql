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
);

CREATE TABLE pressure_figure (
    night DATE NOT NULL,
    scope TEXT NOT NULL CONSTRAINT scope_is_known CHECK (scope IN ('site', 'scheme', 'region')),
    scope_id TEXT NOT NULL,
    past_right INTEGER NOT NULL,
    ends_within_14 INTEGER NOT NULL,
    ends_within_30 INTEGER NOT NULL,
    ready INTEGER NOT NULL,
    usable INTEGER NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_pressure_figure PRIMARY KEY (night, scope, scope_id)
);

CREATE TABLE record_version (
    number BIGSERIAL NOT NULL,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    gone BOOLEAN NOT NULL,
    facts JSONB NOT NULL,
    CONSTRAINT pk_record_version PRIMARY KEY (number),
    CONSTRAINT nobody_knows_a_night_so_far_ahead CHECK ((facts ->> 'begins')::date <= (known_from AT TIME ZONE 'UTC')::date + 731 OR record_kind <> 'occupancy')
);

CREATE INDEX ix_record_version_bed ON record_version ((facts ->> 'bed_id'), (facts ->> 'begins'), known_from) WHERE record_kind = 'occupancy';

CREATE INDEX ix_record_version_known_from ON record_version (known_from);

CREATE INDEX ix_record_version_record ON record_version (record_kind, record_id, known_from, number);

CREATE TABLE transaction_moment (
    id SERIAL NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_transaction_moment PRIMARY KEY (id)
);

CREATE TABLE case_key (
    case_id TEXT NOT NULL,
    sealed_key TEXT NOT NULL,
    ring_version INTEGER NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    destroyed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_case_key PRIMARY KEY (case_id),
    CONSTRAINT fk_case_key_case_id FOREIGN KEY(case_id) REFERENCES case_file (id)
);

CREATE TABLE case_transfer (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn')),
    from_account TEXT,
    to_account TEXT,
    offered_by TEXT NOT NULL,
    offered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_case_transfer PRIMARY KEY (id),
    CONSTRAINT fk_case_transfer_case_id FOREIGN KEY(case_id) REFERENCES case_file (id),
    CONSTRAINT fk_case_transfer_from_account FOREIGN KEY(from_account) REFERENCES account (id),
    CONSTRAINT fk_case_transfer_to_account FOREIGN KEY(to_account) REFERENCES account (id),
    CONSTRAINT fk_case_transfer_offered_by FOREIGN KEY(offered_by) REFERENCES account (id)
);

CREATE INDEX ix_case_transfer_to_account ON case_transfer (to_account);

CREATE UNIQUE INDEX one_offered_transfer_per_case ON case_transfer (case_id) WHERE state = 'offered';

CREATE TABLE consent (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    purpose TEXT NOT NULL CONSTRAINT purpose_is_known CHECK (purpose IN ('shelter', 'registration')),
    receiver TEXT NOT NULL,
    ground TEXT NOT NULL CONSTRAINT ground_is_known CHECK (ground IN ('anonymous', 'oral', 'signed', 'guardian_signed')),
    signatory TEXT NOT NULL CONSTRAINT signatory_is_known CHECK (signatory IN ('self', 'guardian')),
    with_interpreter BOOLEAN NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    signature_due_on DATE,
    signed_on DATE,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (id),
    CONSTRAINT only_a_signed_consent_has_its_day CHECK ((signed_on IS NULL) OR (ground IN ('signed', 'guardian_signed'))),
    CONSTRAINT fk_consent_case_id FOREIGN KEY(case_id) REFERENCES case_file (id),
    CONSTRAINT fk_consent_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id),
    CONSTRAINT fk_consent_withdrawn_by FOREIGN KEY(withdrawn_by) REFERENCES account (id)
);

CREATE INDEX ix_consent_case ON consent (case_id);

CREATE UNIQUE INDEX one_consent_stands ON consent (case_id, purpose, receiver) WHERE withdrawn_at IS NULL AND ground <> 'anonymous';

CREATE TABLE duty_shift (
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    begins_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    duty TEXT NOT NULL,
    telephone TEXT NOT NULL,
    admits TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_duty_shift PRIMARY KEY (id),
    CONSTRAINT a_shift_has_hours CHECK (begins_at < ends_at),
    CONSTRAINT fk_duty_shift_site_id FOREIGN KEY(site_id) REFERENCES site (id),
    CONSTRAINT fk_duty_shift_entered_by FOREIGN KEY(entered_by) REFERENCES account (id)
);

CREATE INDEX ix_duty_shift_site ON duty_shift (site_id, begins_at);

CREATE TABLE profile_change (
    id TEXT NOT NULL,
    record_kind TEXT NOT NULL CONSTRAINT record_kind_is_known CHECK (record_kind IN ('place', 'site')),
    record_id TEXT NOT NULL,
    begins DATE NOT NULL,
    facts JSONB NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by TEXT NOT NULL,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    cancelled_by TEXT,
    CONSTRAINT pk_profile_change PRIMARY KEY (id),
    CONSTRAINT fk_profile_change_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id),
    CONSTRAINT fk_profile_change_cancelled_by FOREIGN KEY(cancelled_by) REFERENCES account (id)
);

CREATE INDEX ix_profile_change_record ON profile_change (record_kind, record_id, begins);

CREATE TABLE right_decision (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('bedenktijd', 'dublin', 'iszw_nights', 'clarification_talk')),
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('announced', 'granted', 'ended')),
    begins DATE,
    ends DATE,
    decided_by TEXT NOT NULL,
    decided_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_right_decision PRIMARY KEY (id),
    CONSTRAINT a_right_has_days CHECK (begins IS NULL OR ends IS NULL OR begins < ends),
    CONSTRAINT fk_right_decision_household_id FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_right_decision_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id)
);

CREATE INDEX ix_right_decision_household_id ON right_decision (household_id);

CREATE TABLE run (
    id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('propose_for_many', 'import_register', 'settle_sites', 'nightly', 'forget_old_answers')),
    question JSONB NOT NULL,
    digest TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    asked_by TEXT,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    retried_by TEXT,
    retried_at TIMESTAMP WITH TIME ZONE,
    attempts INTEGER NOT NULL,
    attempts_before INTEGER NOT NULL,
    worker TEXT,
    lease_ends_at TIMESTAMP WITH TIME ZONE,
    heartbeat_at TIMESTAMP WITH TIME ZONE,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    cancel_asked_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    answer JSONB,
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
);

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
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_sealed_note PRIMARY KEY (id),
    CONSTRAINT notes_are_counted_from_one CHECK (number > 0),
    CONSTRAINT fk_sealed_note_case_id FOREIGN KEY(case_id) REFERENCES case_file (id),
    CONSTRAINT fk_sealed_note_written_by FOREIGN KEY(written_by) REFERENCES account (id)
);

CREATE UNIQUE INDEX one_note_of_a_number ON sealed_note (case_id, part, number);

CREATE TABLE site_address (
    site_id TEXT NOT NULL,
    sealed_text TEXT NOT NULL,
    ring_version INTEGER NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_site_address PRIMARY KEY (site_id),
    CONSTRAINT fk_site_address_site_id FOREIGN KEY(site_id) REFERENCES site (id)
);

CREATE TABLE week_overview (
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    nothing_changed BOOLEAN NOT NULL,
    CONSTRAINT pk_week_overview PRIMARY KEY (id),
    CONSTRAINT fk_week_overview_site_id FOREIGN KEY(site_id) REFERENCES site (id),
    CONSTRAINT fk_week_overview_confirmed_by FOREIGN KEY(confirmed_by) REFERENCES account (id)
);

CREATE INDEX ix_week_overview_site ON week_overview (site_id, confirmed_at);

CREATE TABLE call_note (
    id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    result TEXT NOT NULL CONSTRAINT result_is_known CHECK (result IN ('no_answer', 'promised', 'refused')),
    promised_until TIMESTAMP WITH TIME ZONE,
    promised_night DATE,
    reason TEXT,
    called_by TEXT NOT NULL,
    called_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_call_note PRIMARY KEY (id),
    CONSTRAINT a_refusal_by_phone_has_its_reason CHECK ((result = 'refused') = (reason IS NOT NULL)),
    CONSTRAINT a_promise_has_its_end CHECK ((result = 'promised') = (promised_until IS NOT NULL)),
    CONSTRAINT fk_call_note_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
    CONSTRAINT fk_call_note_place_id FOREIGN KEY(place_id) REFERENCES place (id),
    CONSTRAINT fk_call_note_reason FOREIGN KEY(reason) REFERENCES decline_reason (code),
    CONSTRAINT fk_call_note_called_by FOREIGN KEY(called_by) REFERENCES account (id)
);

CREATE INDEX ix_call_note_called_at ON call_note (called_at);

CREATE INDEX ix_call_note_referral_id ON call_note (referral_id);

CREATE TABLE confirmed_place (
    overview_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    CONSTRAINT pk_confirmed_place PRIMARY KEY (overview_id, place_id),
    CONSTRAINT fk_confirmed_place_overview_id FOREIGN KEY(overview_id) REFERENCES week_overview (id),
    CONSTRAINT fk_confirmed_place_place_id FOREIGN KEY(place_id) REFERENCES place (id)
);

CREATE INDEX ix_confirmed_place_place_id ON confirmed_place (place_id);

CREATE TABLE confirmed_bed (
    overview_id TEXT NOT NULL,
    bed_id TEXT NOT NULL,
    CONSTRAINT pk_confirmed_bed PRIMARY KEY (overview_id, bed_id),
    CONSTRAINT fk_confirmed_bed_overview_id FOREIGN KEY(overview_id) REFERENCES week_overview (id),
    CONSTRAINT fk_confirmed_bed_bed_id FOREIGN KEY(bed_id) REFERENCES bed (id)
);

CREATE INDEX ix_confirmed_bed_bed_id ON confirmed_bed (bed_id);

CREATE TABLE omm_application (
    id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    institution_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('applied', 'consulted', 'granted', 'refused', 'withdrawn')),
    problems TEXT NOT NULL,
    applied_by TEXT NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE NOT NULL,
    consulted_by TEXT,
    consulted_at TIMESTAMP WITH TIME ZONE,
    weighed_by TEXT,
    weighed_at TIMESTAMP WITH TIME ZONE,
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
);

CREATE INDEX ix_omm_application_institution_id ON omm_application (institution_id);

CREATE INDEX ix_omm_application_state ON omm_application (state);

CREATE UNIQUE INDEX one_open_omm_application_per_household ON omm_application (household_id) WHERE state IN ('applied', 'consulted');

CREATE TABLE temporary_shelter (
    id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('police_emergency_bed', 'hotel', 'other')),
    began_on DATE NOT NULL,
    ended_on DATE,
    arranged_by TEXT NOT NULL,
    arranged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    check_due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_check TEXT CONSTRAINT last_check_is_known CHECK (last_check IN ('safe', 'not_safe', 'not_reached')),
    checked_by TEXT,
    checked_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_temporary_shelter PRIMARY KEY (id),
    CONSTRAINT fk_temporary_shelter_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id),
    CONSTRAINT fk_temporary_shelter_arranged_by FOREIGN KEY(arranged_by) REFERENCES account (id),
    CONSTRAINT fk_temporary_shelter_checked_by FOREIGN KEY(checked_by) REFERENCES account (id)
);

CREATE INDEX ix_temporary_shelter_referral_id ON temporary_shelter (referral_id);

CREATE UNIQUE INDEX one_temporary_shelter_per_referral ON temporary_shelter (referral_id) WHERE ended_on IS NULL;

CREATE TABLE unmet_need (
    night DATE NOT NULL,
    referral_id TEXT NOT NULL,
    people INTEGER NOT NULL,
    schemes TEXT NOT NULL,
    region TEXT,
    needs TEXT NOT NULL,
    rules TEXT NOT NULL,
    in_temporary_shelter BOOLEAN NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_unmet_need PRIMARY KEY (night, referral_id),
    CONSTRAINT unmet_need_is_of_people CHECK (people > 0),
    CONSTRAINT fk_unmet_need_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id)
);

CREATE INDEX ix_unmet_need_referral_id ON unmet_need (referral_id);

CREATE TABLE offer (
    id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT state_is_known CHECK (state IN ('asked', 'answered', 'declined', 'taken', 'withdrawn')),
    begins DATE NOT NULL,
    until DATE NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answer_due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answer TEXT CONSTRAINT answer_is_known CHECK (answer IN ('yes', 'yes_if', 'maybe', 'no')),
    condition TEXT CONSTRAINT condition_is_known CHECK (condition IN ('date', 'talk', 'other_room')),
    condition_date DATE,
    condition_place_id TEXT,
    decline_reason TEXT,
    answered_by TEXT,
    answered_at TIMESTAMP WITH TIME ZONE,
    intake_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    placement_id TEXT,
    synthetic BOOLEAN NOT NULL,
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
);

CREATE INDEX ix_offer_place_id ON offer (place_id);

CREATE INDEX ix_offer_referral_id ON offer (referral_id);

CREATE INDEX ix_offer_state ON offer (state);

CREATE UNIQUE INDEX one_open_offer_per_referral_and_place ON offer (referral_id, place_id) WHERE state IN ('asked', 'answered');

CREATE TABLE absence (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('hospital', 'missing', 'elsewhere')),
    began_on DATE NOT NULL,
    kept_until DATE NOT NULL,
    ended_on DATE,
    reported_by TEXT NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_absence PRIMARY KEY (id),
    CONSTRAINT a_kept_bed_has_nights CHECK (began_on < kept_until),
    CONSTRAINT fk_absence_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_absence_reported_by FOREIGN KEY(reported_by) REFERENCES account (id)
);

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
    said_at TIMESTAMP WITH TIME ZONE NOT NULL,
    until DATE,
    reassessed_at TIMESTAMP WITH TIME ZONE,
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
);

CREATE INDEX ix_decline_household ON decline (household_id);

CREATE INDEX ix_decline_place_id ON decline (place_id);

CREATE TABLE disclosure (
    id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    step TEXT NOT NULL CONSTRAINT step_is_known CHECK (step IN ('criteria', 'profile', 'risk_summary', 'handover_note', 'address')),
    disclosed_by TEXT NOT NULL,
    disclosed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_disclosure PRIMARY KEY (id),
    CONSTRAINT fk_disclosure_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id),
    CONSTRAINT fk_disclosure_disclosed_by FOREIGN KEY(disclosed_by) REFERENCES account (id)
);

CREATE INDEX ix_disclosure_offer_id ON disclosure (offer_id);

CREATE UNIQUE INDEX one_disclosure_of_a_step ON disclosure (offer_id, step) WHERE withdrawn_at IS NULL;

CREATE TABLE milestone (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    expected_on DATE,
    reached_on DATE,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_milestone PRIMARY KEY (id),
    CONSTRAINT fk_milestone_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_milestone_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id)
);

CREATE UNIQUE INDEX one_milestone_of_a_kind ON milestone (stay_id, kind);

CREATE TABLE note_release (
    id TEXT NOT NULL,
    note_id TEXT NOT NULL,
    institution_id TEXT NOT NULL,
    offer_id TEXT,
    placement_id TEXT,
    released_by TEXT NOT NULL,
    released_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_note_release PRIMARY KEY (id),
    CONSTRAINT a_release_is_for_one_house CHECK ((offer_id IS NULL) <> (placement_id IS NULL)),
    CONSTRAINT fk_note_release_note_id FOREIGN KEY(note_id) REFERENCES sealed_note (id),
    CONSTRAINT fk_note_release_institution_id FOREIGN KEY(institution_id) REFERENCES institution (id),
    CONSTRAINT fk_note_release_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id),
    CONSTRAINT fk_note_release_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id),
    CONSTRAINT fk_note_release_released_by FOREIGN KEY(released_by) REFERENCES account (id)
);

CREATE INDEX ix_note_release_institution_id ON note_release (institution_id);

CREATE INDEX ix_note_release_note_id ON note_release (note_id);

CREATE UNIQUE INDEX one_release_for_a_placement ON note_release (note_id, placement_id) WHERE withdrawn_at IS NULL;

CREATE UNIQUE INDEX one_release_for_a_question ON note_release (note_id, offer_id) WHERE withdrawn_at IS NULL;

CREATE TABLE outcome (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    moment TEXT NOT NULL CONSTRAINT moment_is_known CHECK (moment IN ('departure', 'after_1_month', 'after_6_months', 'after_12_months')),
    due_on DATE NOT NULL,
    answer TEXT,
    recorded_by TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_outcome PRIMARY KEY (id),
    CONSTRAINT an_outcome_has_its_moment CHECK ((answer IS NULL) = (recorded_at IS NULL)),
    CONSTRAINT fk_outcome_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_outcome_recorded_by FOREIGN KEY(recorded_by) REFERENCES account (id)
);

CREATE INDEX ix_outcome_due_on ON outcome (due_on);

CREATE UNIQUE INDEX one_outcome_of_a_moment ON outcome (stay_id, moment);

CREATE TABLE past_right_reason (
    id TEXT NOT NULL,
    stay_id TEXT NOT NULL,
    code TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    holds_until DATE NOT NULL,
    CONSTRAINT pk_past_right_reason PRIMARY KEY (id),
    CONSTRAINT fk_past_right_reason_stay_id FOREIGN KEY(stay_id) REFERENCES stay (id),
    CONSTRAINT fk_past_right_reason_given_by FOREIGN KEY(given_by) REFERENCES account (id)
);

CREATE INDEX ix_past_right_reason_stay_id ON past_right_reason (stay_id);

CREATE FUNCTION never_rewritten() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = ''check_violation'',
        CONSTRAINT = TG_NAME,
        MESSAGE = TG_NAME;
END';

CREATE TRIGGER right_decision_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON right_decision
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE TRIGGER record_version_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON record_version
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE TRIGGER pressure_figure_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON pressure_figure
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE TRIGGER past_right_reason_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON past_right_reason
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE TRIGGER call_note_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON call_note
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE TRIGGER week_overview_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON week_overview
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE TRIGGER confirmed_place_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON confirmed_place
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE TRIGGER confirmed_bed_is_never_rewritten
BEFORE UPDATE OR DELETE OR TRUNCATE ON confirmed_bed
FOR EACH STATEMENT EXECUTE FUNCTION never_rewritten();

CREATE FUNCTION keep_version() RETURNS trigger LANGUAGE plpgsql AS '
DECLARE
    moment timestamptz := coalesce(
        nullif(current_setting(''placement.moment'', true), '''')::timestamptz, now()
    );
BEGIN
    IF TG_OP = ''DELETE'' THEN
        INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
        VALUES (TG_TABLE_NAME, OLD.id, moment, true, to_jsonb(OLD));
    ELSIF TG_OP = ''INSERT'' OR OLD IS DISTINCT FROM NEW THEN
        INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
        VALUES (TG_TABLE_NAME, NEW.id, moment, false, to_jsonb(NEW));
    END IF;
    RETURN NULL;
END';

CREATE TRIGGER bed_keeps_versions
AFTER INSERT OR UPDATE OR DELETE ON bed
FOR EACH ROW EXECUTE FUNCTION keep_version();

CREATE TRIGGER contract_keeps_versions
AFTER INSERT OR UPDATE OR DELETE ON contract
FOR EACH ROW EXECUTE FUNCTION keep_version();

CREATE TRIGGER occupancy_keeps_versions
AFTER INSERT OR UPDATE OR DELETE ON occupancy
FOR EACH ROW EXECUTE FUNCTION keep_version();

CREATE TRIGGER place_keeps_versions
AFTER INSERT OR UPDATE OR DELETE ON place
FOR EACH ROW EXECUTE FUNCTION keep_version();

CREATE TRIGGER stay_keeps_versions
AFTER INSERT OR UPDATE OR DELETE ON stay
FOR EACH ROW EXECUTE FUNCTION keep_version();

INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
SELECT 'bed', t.id, now(), false, to_jsonb(t) FROM bed AS t;

INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
SELECT 'contract', t.id, now(), false, to_jsonb(t) FROM contract AS t;

INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
SELECT 'occupancy', t.id, now(), false, to_jsonb(t) FROM occupancy AS t;

INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
SELECT 'place', t.id, now(), false, to_jsonb(t) FROM place AS t;

INSERT INTO record_version (record_kind, record_id, known_from, gone, facts)
SELECT 'stay', t.id, now(), false, to_jsonb(t) FROM stay AS t;
