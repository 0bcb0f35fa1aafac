"""The rules of the protocol as switches: every default is the rule, one switch turned breaks one of them.

A weakened run must end in a counter-example (`weakened.py`); that is what shows that a rule is needed, and
that the explorer would notice its loss.
"""

from dataclasses import dataclass

MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """Each field is True when its rule is kept."""

    # claim
    claim_checks_epoch: bool = True
    token_per_message: bool = True
    nack_while_leased: bool = True
    lease_outlives_worker: bool = True
    unsafe_is_never_repeated: bool = True
    release_only_the_dead: bool = True
    # reads without a claim
    only_reads_unclaimed: bool = True
    only_first_deliveries_unclaimed: bool = True
    pending_commit_checks_epoch: bool = True
    lost_commit_is_recognised: bool = True
    # settle
    fenced_by_epoch: bool = True
    cap_in_the_condition: bool = True
    version_carried: bool = True
    version_carried_without_dependants: bool = True
    unknown_holds_dependants_back: bool = True
    failure_skips_dependants: bool = True
    failure_leaves_siblings_running: bool = True
    finish_looks_at_bad: bool = True
    record_named_by_token: bool = True
    record_before_transition: bool = True
    definitions_before_transition: bool = True
    blob_before_transition: bool = True
    blob_named_by_token: bool = True
    dependants_of_the_new_state: bool = True
    new_edges_carry_version: bool = True
    added_steps_heed_settled_ones: bool = True
    # calls
    key_without_attempt: bool = True
    begun_is_superseded: bool = True
    begun_is_open_when_late: bool = True
    unknown_is_not_recovered: bool = True
    unknown_retry_keeps_first_call: bool = True
    recover_keeps_first_call: bool = True
    last_unknown_is_asked: bool = True
    answer_after_settle_time: bool = True
    # needs and questions
    ids_by_content: bool = True
    planned_need_keeps_edge: bool = True
    question_is_a_step_of_its_own: bool = True
    early_answer_is_latched: bool = True
    callback_is_kept: bool = True
    callback_is_latched: bool = True
    answer_names_its_question: bool = True
    orphans_are_skipped: bool = True
    # help and sweep
    helps: bool = True
    help_heeds_not_before: bool = True
    sweeps: bool = True
    stopped_is_refused: bool = True
    stopped_stays_due: bool = True
    wait_leaves_due: bool = True
    due_is_conditional: bool = True
    leaves_after_last_running: bool = True
    leaves_without_delivery: bool = True
    # what may go wrong outside
    api_may_crash: bool = True
    messages_may_be_lost: bool = True
    effects_may_land_late: bool = False
