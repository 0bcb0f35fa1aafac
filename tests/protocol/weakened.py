"""One rule removed at a time: each must end in a counter-example.

`number` is that of the list in docs/protocol.md.  `faults` is the least budget that shows it.
"""

from dataclasses import dataclass, replace
from typing import Any  # Any: fields of a scenario differ

from tests.protocol.rules import Rules
from tests.protocol.scenarios import SCENARIOS, Scenario

NO_SWEEPER = ("sweeps", "api_may_crash", "messages_may_be_lost")


@dataclass(frozen=True, slots=True)
class Weakened:
    number: str
    what: str
    scenario: Scenario
    faults: int
    rules: Rules


def _without(
    number: str, what: str, scenario: str, faults: int, *broken: str, **scene: Any
) -> Weakened:
    """`broken` rules are turned; `scene` changes the scenario."""
    switches = {name: not getattr(Rules(), name) for name in broken}
    return Weakened(number, what, replace(SCENARIOS[scenario], specs={}, **scene), faults, Rules(**switches))


WEAKENED = (
    _without("1", "the key contains the attempt", "chain", 1, "key_without_attempt"),
    _without("2", "an unsafe step is simply retried", "unsafe", 1, "unsafe_is_never_repeated"),
    _without("3", "no HELP, no sweeper", "chain", 1, "helps", *NO_SWEEPER),
    _without("4", "a duplicate is acked while the lease runs, no sweeper", "chain", 1,
             "nack_while_leased", *NO_SWEEPER),
    _without("5", "a commit is not fenced by the epoch", "chain", 1, "fenced_by_epoch", "lease_outlives_worker"),
    _without("6", "the lease is shorter than the worker's life", "unsafe", 1, "lease_outlives_worker"),
    _without("7", "an answer before the settle time", "unsafe", 1, "answer_after_settle_time", "effects_may_land_late"),
    _without("8", "what a commit enables is told from the claim's snapshot, no sweeper", "one need, two dependants", 0,
             "dependants_of_the_new_state", *NO_SWEEPER),
    _without("9", "needs are named by worker", "one need, joint dependant", 0, "ids_by_content"),
    _without("10", "the cap is read, then written", "endless planner", 0, "cap_in_the_condition", "version_carried"),
    _without("11", "an early answer is dropped", "approval, answered early", 0, "early_answer_is_latched"),
    _without("12", "no sweeper: the API crashes", "chain", 1, "sweeps"),
    _without("13", "dependants of an unknown outcome are not held back", "unsafe, then b", 1,
             "unknown_holds_dependants_back"),
    _without("14", "a failure does not skip dependants", "failure", 0, "failure_skips_dependants"),
    _without("15", "a failure ends the task at once", "failure", 0, "failure_leaves_siblings_running"),
    _without("16", "FINISH is always OK", "failure", 0, "finish_looks_at_bad"),
    _without("17", "RECOVER after an unknown outcome", "unsafe", 1, "unknown_is_not_recovered"),
    _without("18", "CLAIM without the message's epoch", "remedy", 1, "claim_checks_epoch"),
    _without("19", "WAIT writes due", "approval, sibling", 1, "wait_leaves_due"),
    _without("20", "the sweeper moves due unconditionally", "approval", 1, "due_is_conditional"),
    _without("21", "a need that is planned already loses its edge", "one need, two dependants", 0,
             "planned_need_keeps_edge"),
    _without("22a", "no graph version", "two fail", 0, "version_carried"),
    _without("22b", "version only where dependants were seen", "need fails, one dependant", 0,
             "version_carried_without_dependants"),
    _without("23", "HELP ignores the delay", "delayed", 1, "help_heeds_not_before"),
    _without("24", "the owner is the invocation", "unsafe", 1, "token_per_message"),
    _without("25", "the needing step itself waits", "approval", 0, "question_is_a_step_of_its_own"),
    _without("26a", "an unsafe step is called without a claim", "unsafe", 1, "only_reads_unclaimed", unclaimed=True),
    _without("26b", "the commit of an unclaimed read does not look at the epoch", "read, remedy", 1,
             "pending_commit_checks_epoch"),
    _without("26c", "an unclaimed read is claimed late whatever the epoch", "read, remedy", 1, "claim_checks_epoch"),
    _without("26d", "a read is never claimed, though its message came before", "read kills", 0,
             "only_first_deliveries_unclaimed"),
    _without("26e", "records of unclaimed reads are named by the step", "read", 1, "record_named_by_token"),
    _without("26f", "whose commit it was is not looked at, no sweeper", "read", 1, "lost_commit_is_recognised",
             *NO_SWEEPER),
    _without("27a", "the index is left on delivery", "cancelled", 1, "leaves_after_last_running"),
    _without("27b", "the index is left on delivery only", "webhook that always fails", 0, "leaves_without_delivery"),
    _without("28", "no SKIP", "orphaned question", 0, "orphans_are_skipped",
             answers=(), watches_due=False),
    _without("29", "RELEASE of a worker that lives", "released, unsafe", 1, "release_only_the_dead"),
    _without("30", "records named by the step", "chain", 1, "record_named_by_token", "lease_outlives_worker"),
    _without("31", "the record is written after the transition", "chain", 1, "record_before_transition"),
    _without("32", "definitions are written after the transition", "remedy", 1, "definitions_before_transition"),
    _without("33", "RETRY-LATER of an unknown outcome forgets the first call", "key window", 1,
             "unknown_retry_keeps_first_call"),
    _without("34", "RECOVER forgets the first call", "key window", 1, "recover_keeps_first_call"),
    _without("35", "a remedy's edge to an existing step carries no version", "remedy needs x", 0,
             "new_edges_carry_version"),
    _without("36a", "a new step depends on one that has failed", "f fails, b adds n", 0,
             "added_steps_heed_settled_ones"),
    _without("36b", "a new step depends on one whose outcome is unknown", "unsafe, b adds n", 1,
             "added_steps_heed_settled_ones"),
    _without("37", "an answer does not name its question", "two approvals", 1, "answer_names_its_question"),
    _without("39", "the blob is put after the transition", "large payloads", 1, "blob_before_transition"),
    _without("40", "blobs named by the step", "large payloads", 1, "blob_named_by_token", "lease_outlives_worker"),
    _without("41", "what has begun is begun again when it is not done", "begun", 0, "begun_is_superseded"),
    _without("42", "a callback that comes before its step is not kept, no sweeper", "calls back", 0,
             "callback_is_kept", "sweeps", "api_may_crash", "messages_may_be_lost"),
    _without("43", "a callback is not latched while its step runs, no sweeper", "calls back", 0,
             "callback_is_latched", "sweeps", "api_may_crash", "messages_may_be_lost"),
    _without("44", "what has begun is skipped when the task is cancelled", "calls back, cancelled", 0,
             "begun_is_open_when_late"),
    _without("45", "the switch is not looked at", "stopped", 0, "stopped_is_refused"),
    _without("46", "a stopped task is not looked at soon", "stopped", 0, "stopped_stays_due"),
    _without("38", "no expiry, and the cap refuses the answer", "unsafe", 1, cap=2),
)
