"""The rules of the protocol and of the code around it, each with the edit that switches it off and who notices.

The numbers are those of the protocol's counter-examples (docs/protocol.md); letters are rules that the code has
besides.  Two parts of 26 have no mutant because there is nothing to switch off: no step is called without a claim,
and so none is read without one.
"""

from dataclasses import dataclass

ENGINE, DOMAIN = "chalicelib/engine/", "chalicelib/domain/"
TRANSITIONS = DOMAIN + "transitions.py"
RULES, FOUND, OPEN = (f"tests/proof/test_{name}.py::test_" for name in ("rules", "found", "open_outcomes"))
CONSENT = "tests/contracts/test_consent.py::test_"
SWEEP = "sweep: "


@dataclass(frozen=True)
class Mutant:
    """`caught_by`: a test, or a scenario of the crash sweep."""

    number: str
    rule: str
    file: str
    old: str
    new: str
    caught_by: str


MUTANTS = (
    Mutant(
        "1", "the idempotency key names the step, never the attempt", ENGINE + "act.py",
        "key=call_key(task, step.id,",
        'key=engine.ports.token(4) + "/" + call_key(task, step.id,',
        SWEEP + "linear",
    ),
    Mutant(
        "2", "an unsafe step is not simply claimed again", TRANSITIONS,
        'step.lease < self.now and step.kind != "u"\n',
        "step.lease < self.now\n",
        SWEEP + "two unsafe in a row",
    ),
    Mutant(
        "3", "who cannot claim helps", ENGINE + "runner.py",
        '        help_on(engine, ref, control)\n        return Ack("helped")',
        '        return Ack("helped")',
        RULES + "a_copy_of_a_message_whose_step_is_settled_helps_whoever_may_start",
    ),
    Mutant(
        "4", "a copy is not acked while the lease is live", ENGINE + "runner.py",
        'return Nack((live.lease - now) // 1000 + 1, "another worker holds the step")',
        'return Ack("another worker holds the step")',
        RULES + "a_copy_that_comes_while_the_lease_is_live_comes_again_when_it_has_ended",
    ),
    Mutant(
        "5", "a commit is fenced by the epoch", TRANSITIONS,
        "if control.terminal or step is None or step.epoch != self.epoch:",
        "if control.terminal or step is None:",
        FOUND + "a_commit_under_an_older_epoch_is_refused",
    ),
    Mutant(
        "6", "a lease outlives its worker", ENGINE + "settings.py",
        "if self.lease <= self.function_timeout:",
        "if self.lease < 0:",
        FOUND + "settings_that_break_a_timing_rule_are_refused",
    ),
    Mutant(
        "7", '"it did not happen" is taken only after the settle time', ENGINE + "signals.py",
        "if left > 0:",
        "if left > 10**12:",
        RULES + "it_did_not_happen_is_not_taken_before_the_request_can_no_longer_land",
    ),
    Mutant(
        "8", "what a commit enables is told from the state after it", ENGINE + "settle.py",
        "for other in ready(after) if other in touched",
        ("for other in ready(after) if other in touched and all(\n            dep == sid or dep not"
        " in before.steps or before.live(dep) is None\n            for dep in getattr(before.live("
        "other), 'deps', ())\n        )"),
        RULES + "two_that_end_together_start_what_waits_for_both_without_the_sweeper",
    ),
    Mutant(
        "9", "the id of a need is made from what it does", DOMAIN + "edit.py",
        'if key not in ("id", "label", "reason",',
        'if key not in ("id", "label",',
        SWEEP + "each finds the same need by itself",
    ),
    Mutant(
        "10", "the cap is part of the condition", TRANSITIONS,
        "            or control.entered > self.cap - len(self.adds)\n",
        "",
        RULES + "a_remedy_past_the_cap_is_refused_by_the_condition_itself",
    ),
    Mutant(
        "11", "an answer that comes early is kept", DOMAIN + "waits.py",
        "if step is None or step.kind not in WAITS or step.answer is not None:",
        "if step is None or step.kind not in WAITS:",
        RULES + "a_kept_answer_keeps_the_question_from_waiting",
    ),
    Mutant(
        "12", "the sweeper sends what may start", ENGINE + "sweep.py",
        "    if messages:\n        engine.ports.queue.send(messages)\n",
        "    if messages:\n",
        SWEEP + "linear",
    ),
    Mutant(
        "13", "dependants wait for the question about an unknown outcome", ENGINE + "decide.py",
        "if sid != dep and (live := self.control.live(sid)) and dep not in live.deps",
        'if letter != "U" and sid != dep and (live := self.control.live(sid)) and dep not in live.deps',
        SWEEP + "unsafe, and it did not",
    ),
    Mutant(
        "14", "a failure skips its dependants", ENGINE + "decide.py",
        'self._settle("F", "failed", skips=all_dependants(self.control, self.held.sid), edit=edit)',
        'self._settle("F", "failed", edit=edit)',
        RULES + "a_failure_ends_nothing_but_what_depends_on_it",
    ),
    Mutant(
        "15", "a failure does not end the task while siblings work", TRANSITIONS,
        "            due=control.due if self.due is None else self.due,\n",
        ('            due=control.due if self.due is None else self.due,\n            status="FAIL"'
        ' if self.letter == "F" else control.status,\n'),
        RULES + "a_failure_ends_nothing_but_what_depends_on_it",
    ),
    Mutant(
        "16", "a task with a failed step does not end OK", TRANSITIONS,
        ("if control.terminal or control.open != 0 or control.bad == self.ok:\n            return N"
        'one\n        return replace(control, status="OK" if self.ok else "FAIL")'),
        ("if control.terminal or control.open != 0:\n            return None\n        return replace"
        '(control, status="OK")'),
        SWEEP + "two fail together",
    ),
    Mutant(
        "17", "an unsafe call with an unknown outcome is not repeated", ENGINE + "runner.py",
        'if step.effect == "unsafe" or not acted.digest or live.attempts >= engine.settings.max_attempts:',
        "if not acted.digest or live.attempts >= engine.settings.max_attempts:",
        SWEEP + "unsafe, and it happened",
    ),
    Mutant(
        "18", "a claim carries the epoch of its message", TRANSITIONS,
        'step.state == "P" and step.epoch == self.epoch\n',
        'step.state == "P"\n',
        FOUND + "a_claim_with_an_older_epoch_is_refused",
    ),
    Mutant(
        "19", "a wait does not move the due instant", DOMAIN + "waits.py",
        'return with_step(control, self.sid, replace(\n            step, state="W", expires=self.expires,',
        ("return with_step(replace(control, due=self.expires), self.sid, replace(\n            step"
        ', state="W", expires=self.expires,'),
        RULES + "a_wait_leaves_the_due_instant_alone",
    ),
    Mutant(
        "20", "the sweeper moves due only as it has seen it", TRANSITIONS,
        "return replace(control, due=self.due) if control.due == self.seen else None",
        "return replace(control, due=self.due)",
        FOUND + "the_sweeper_leaves_a_look_that_somebody_asked_for_meanwhile",
    ),
    Mutant(
        "21", "a need that is planned already keeps its edge", ENGINE + "decide.py",
        "(sid, dep) for dep in self._standing(step.id for step in steps)",
        "(sid, dep) for dep in self._standing(step.id for step in added)",
        FOUND + "a_need_that_was_replaced_is_waited_for_through_its_replacement",
    ),
    Mutant(
        "22", "a change of the graph carries its version", TRANSITIONS,
        "source and (self.seen is None or control.version == self.seen)\n            and",
        "source\n            and",
        RULES + "a_change_of_the_graph_from_an_old_snapshot_is_refused",
    ),
    Mutant(
        "23", "HELP keeps to not-before", DOMAIN + "control.py",
        "        and (step.not_before is None or step.not_before <= now)\n",
        "",
        SWEEP + "told to come later",
    ),
    Mutant(
        "24", "the owner is a fresh token for each record", ENGINE + "runner.py",
        "owner = engine.ports.token(6)\n    now = engine.ports.now()\n    claim",
        'owner = "worker"\n    now = engine.ports.now()\n    claim',
        RULES + "two_records_of_one_batch_do_not_both_call_the_tool",
    ),
    Mutant(
        "27", "a task leaves the index only when nothing runs", ENGINE + "sweep.py",
        "if not running and told and",
        "if told and",
        SWEEP + "cancelled while it works",
    ),
    Mutant(
        "27b", "a task leaves the index without a webhook too", ENGINE + "sweep.py",
        "told = webhook(engine, account) is None or",
        "told =",
        SWEEP + "linear",
    ),
    Mutant(
        "28", "a question that nobody needs is skipped", ENGINE + "sweep.py",
        "for sid in orphans(control):\n",
        "for sid in ():\n",
        SWEEP + "a question that nobody needs any more",
    ),
    Mutant(
        "33", "RETRY-LATER keeps the first call", TRANSITIONS,
        'step, state="P", not_before=self.not_before, lease=None, owner=None,\n',
        'step, state="P", not_before=self.not_before, lease=None, owner=None, first_call=None,\n',
        RULES + "a_retry_keeps_the_first_call_and_only_a_refusal_gives_the_attempt_back",
    ),
    Mutant(
        "34", "RECOVER keeps the first call while an outcome is open", ENGINE + "decide.py",
        "return live.first_call < live.lease - settings.lease",
        "return False",
        RULES + "a_recovery_keeps_the_first_call_of_an_earlier_claim_only",
    ),
    Mutant(
        "33b", "an idempotent call is repeated only while its key is remembered", ENGINE + "earlier.py",
        'return live.kind == "i" and live.attempts > 1 and',
        "return False and",
        RULES + "an_idempotent_call_is_not_repeated_when_its_key_may_be_forgotten",
    ),
    Mutant(
        "35", "the deps of a remedy carry the version", ENGINE + "decide.py",
        "shared = {*needed, *(dep for step in new for dep in step.deps)} - {step.sid for step in new}",
        "shared = set(needed) - {step.sid for step in new}",
        RULES + "a_remedy_that_reads_a_step_which_may_still_fail_carries_the_version",
    ),
    Mutant(
        "36", "a step that is added late depends on nothing that failed", ENGINE + "decide.py",
        ("settled = (self.control.settled(sid) for sid in (*self._standing(step.id for step in ste"
        "ps), *needed))"),
        "settled = (self.control.settled(sid) for sid in self._standing(step.id for step in steps))",
        RULES + "a_need_that_reads_what_failed_takes_the_dependants_along",
    ),
    Mutant(
        "36b", "what was replaced is waited for through its replacement", ENGINE + "decide.py",
        'if settled is not None and settled.letter in ("U", "S"):',
        "if False:",
        FOUND + "a_need_that_was_replaced_is_waited_for_through_its_replacement",
    ),
    Mutant(
        "37", "an answer settles the question that was read, no other", ENGINE + "signals.py",
        "        control = answered.control\n    raise",
        "        control = answered.control\n        sid = _waiting_question(engine, task, control, reply)\n    raise",
        RULES + "an_answer_that_comes_second_is_refused_and_not_given_to_the_next_question",
    ),
    Mutant(
        "A", "the record is written before the transition", "tests/proof/gate.py",
        ("        for write in writes:\n            self.put(write)\n        result = self.apply(pk,"
        " transition)\n"),
        ("        result = self.apply(pk, transition)\n        for write in writes:\n            sel"
        "f.put(write)\n"),
        SWEEP + "linear",
    ),
    Mutant(
        "B", "an expired question ends", ENGINE + "sweep.py",
        "live.expires is not None and live.expires < now:",
        "False:",
        SWEEP + "nobody answers",
    ),
    Mutant(
        "C", "a step that kills its workers is given up", ENGINE + "dead_worker.py",
        "    if live.attempts >= engine.settings.max_attempts:\n        failure",
        "    if live.attempts >= 10**6:\n        failure",
        SWEEP + "a step that kills its workers",
    ),
    Mutant(
        "D", "a result that comes after the end is recorded", ENGINE + "settle.py",
        "        if answer.control.terminal:\n            return _late(engine, ref, held, decision, described)\n",
        '        if answer.control.terminal:\n            return Ack("late")\n',
        "tests/engine/test_retry.py::test_a_cancelled_task_goes_on_from_where_it_was",
    ),
    Mutant(
        "E", "what was to wait for approval is not done when the task is cancelled", ENGINE + "ends.py",
        '        case RecoverStep() if decision.failure is None:\n            return "X"',
        '        case None:\n            return "X"',
        FOUND + "a_step_that_was_to_wait_for_approval_is_not_done_when_the_task_is_cancelled",
    ),
    Mutant(
        "F", "a step that must be approved is not called before", ENGINE + "permits.py",
        "    rules = asking(call.sub_agent.requires_approval, call.action, call.inputs)\n",
        "    rules = ()\n",
        SWEEP + "a person approves",
    ),
    Mutant(
        "G", "the final event is put again if a crash swallowed it", ENGINE + "sweep.py",
        '    announce(engine, account, task_id, event, "final")\n',
        "",
        SWEEP + "nobody answers, and that is told",
    ),
    Mutant(
        "H", "a lost claim reply is recognised by its token", ENGINE + "runner.py",
        'if isinstance(answer, Refused) and not (live and live.state == "R" and live.owner == owner):',
        "if isinstance(answer, Refused):",
        RULES + "a_claim_whose_reply_was_lost_is_known_by_its_token",
    ),
    Mutant(
        "I", "steps that would wait for each other are left out", ENGINE + "decide.py",
        "set(self._behind(sid, new)) & (set(waiting) - {sid}) for sid",
        "False for sid",
        FOUND + "a_need_that_waits_for_what_would_wait_for_it_is_left_out",
    ),
    Mutant(
        "J", "a refusal costs no attempt", TRANSITIONS,
        "attempts=step.attempts - self.refund,",
        "attempts=step.attempts,",
        RULES + "a_retry_keeps_the_first_call_and_only_a_refusal_gives_the_attempt_back",
    ),
    Mutant(
        "K", "one item that cannot be swept does not stop the others", ENGINE + "sweep.py",
        "                errors.append(error)\n",
        "                raise error\n",
        FOUND + "one_task_that_cannot_be_swept_does_not_keep_the_others_from_their_turn",
    ),
    Mutant(
        "L", "a worker decides again as often as its neighbours commit first", ENGINE + "settle.py",
        "TRIES = 2 * CAP",
        "TRIES = 6",
        FOUND + "a_worker_whose_neighbours_commit_first_many_times_still_settles_its_step",
    ),
    Mutant(
        "10b", "the cap is part of the condition of a commit too", TRANSITIONS,
        "            and (not self.adds or control.entered <= self.cap - len(self.adds))\n",
        "",
        RULES + "steps_past_the_cap_are_refused_by_the_condition_itself",
    ),
    Mutant(
        "22b", "the version is carried also where no dependant was seen", TRANSITIONS,
        "(self.seen is None or control.version == self.seen)\n            and",
        "(not (self.edges or self.skips or self.adds) or control.version == self.seen)\n            and",
        RULES + "a_change_of_the_graph_from_an_old_snapshot_is_refused",
    ),
    Mutant(
        "25", "a question is a step of its own: nothing else waits", DOMAIN + "waits.py",
        "if step is None or step.kind not in WAITS or step.answer",
        "if step is None or step.answer",
        RULES + "an_action_never_waits_it_is_the_question_before_it_that_does",
    ),
    Mutant(
        "26", "RECOVER raises the epoch", TRANSITIONS,
        'step, state="P", epoch=step.epoch + 1, deps=',
        'step, state="P", deps=',
        RULES + "a_message_from_the_time_when_a_step_ran_cannot_start_it_before_its_remedies",
    ),
    Mutant(
        "M", "what a person has done again for ever ends as a loop", ENGINE + "revisions.py",
        "    if revisions(plan, step) < most:\n",
        "    if most:\n",
        OPEN + "a_step_that_a_person_has_done_again_for_ever_ends_as_a_loop",
    ),
    Mutant(
        "N", "a step with an open earlier call has not failed", ENGINE + "work.py",
        "if doubt is None or loaded.step is None:",
        "if True:",
        OPEN + "a_step_whose_earlier_answer_was_lost_has_not_failed_when_a_later_call_fails",
    ),
    Mutant(
        "O", "a call that may have been made is asked about when the time is over", ENGINE + "runner.py",
        'if step and step.effect != "read" and may_have_been_made(',
        'if step and step.effect == "" and may_have_been_made(',
        OPEN + "a_call_that_may_have_been_made_is_asked_about_when_the_time_is_over",
    ),
    Mutant(
        "P", "what may have been called is not said to be skipped", ENGINE + "refuse.py",
        'return live.kind in ("i", "u") and called_before(live, engine.settings)',
        "return False",
        OPEN + "what_was_called_before_is_not_said_to_be_skipped_when_the_task_is_cancelled",
    ),
    Mutant(
        "Q", "what has begun is not said to be skipped", ENGINE + "refuse.py",
        "if step.poll is not None and not is_probe(step):",
        "if step.poll is False:",
        OPEN + "what_has_begun_is_not_said_to_be_skipped_when_the_task_is_cancelled_while_it_is_asked",
    ),
    Mutant(
        "R", "what has begun has not failed when the cap ends the task", ENGINE + "decide.py",
        'begun = letter == "S" and self.failure is None',
        "begun = False",
        OPEN + "what_has_begun_has_not_failed_when_no_room_is_left_to_ask_about_it",
    ),
    Mutant(
        "S", "an early answer in a blob is read whole", ENGINE + "asking.py",
        "full_output(work.engine.ports, given) if given",
        "given.output if given",
        OPEN + "an_early_answer_that_lies_in_a_blob_is_read_whole",
    ),
    Mutant(
        "T", "a word about one unknown effect is not taken for another's", ENGINE + "signals.py",
        "    if len(fit) > 1:",
        "    if len(fit) > 9:",
        OPEN + "a_word_about_one_unknown_effect_is_not_taken_for_another_one",
    ),
    Mutant(
        "U", "what a cancelled task's last outcome needs is planned when it is retried", ENGINE + "lineage.py",
        'control.status in ("DEPTH", "CANC") and',
        'control.status == "DEPTH" and',
        OPEN + "a_cancelled_task_that_is_retried_plans_what_its_last_outcome_had_shown_to_be_needed",
    ),
    Mutant(
        "V", "a poisoned step keeps its key when its task is retried", ENGINE + "kept.py",
        'settled.letter in ("U", "F"):',
        'settled.letter == "U":',
        OPEN + "a_poisoned_step_keeps_its_key_when_its_task_is_retried",
    ),
    Mutant(
        "W", "a retried job has the key that it was begun with", ENGINE + "kept.py",
        "            if past.steps[sid].poll is not None:",
        "            if False:",
        OPEN + "a_job_that_is_begun_again_has_the_key_that_it_was_begun_with",
    ),
    Mutant(
        "X", "a payload is there when its record names it", ENGINE + "records.py",
        '        ports.blobs.put(key, data)\n        stored["output"]',
        '        stored["output"]',
        SWEEP + "every payload in a blob",
    ),
    Mutant(
        "Y", "nothing is called while a switch is thrown", ENGINE + "runner.py",
        "    stop = stopped(engine, ref.account, ref.task)",
        '    stop = ""',
        SWEEP + "stopped, and let go on",
    ),
    Mutant(
        "Z", "calls keep to the tool's rate", ENGINE + "throttle.py",
        "        if wait:\n            return wait\n",
        "        if wait and limits.concurrent:\n            return wait\n",
        SWEEP + "two calls a minute",
    ),
    Mutant(
        "AA", "calls keep to the tool's concurrency", ENGINE + "throttle.py",
        "        if wait:\n            return wait\n",
        "        if wait and limits.calls:\n            return wait\n",
        "tests/engine/test_throttle.py::test_a_second_call_at_once_is_held_back_while_the_first_goes_on",
    ),
    Mutant(
        "AB", "nothing is called when the budget is spent", ENGINE + "budget.py",
        "    if used <= limit:\n",
        "    if used:\n",
        SWEEP + "the time is over",
    ),
    Mutant(
        "AC", "a callback that comes while its step runs is kept", "chalicelib/domain/waits.py",
        "replace(step, answer=self.answer, not_before=None)",
        "replace(step, not_before=None)",
        "tests/engine/test_callbacks.py::test_a_callback_between_looking_for_it_and_waiting_is_not_lost",
    ),
    Mutant(
        "AD", "a callback that is not passed on stays due", ENGINE + "callbacks.py",
        'if status == "new" else None',
        "if False else None",
        SWEEP + "its tool calls back at once",
    ),
    Mutant(
        "AE", "a callback wakes the step that waits for it", ENGINE + "callbacks.py",
        'Wake(sid, live.epoch, CAME, due) if live.state == "W" else',
        "",
        SWEEP + "begun, and its tool calls back",
    ),
    Mutant(
        "AF", "what nobody asks about any more is unknown, not failed", ENGINE + "trace.py",
        'if state.letter == "F" and _unheard_of(past, sid):',
        "if False:",
        OPEN + "a_job_that_nobody_asks_about_any_more_is_not_begun_again_before_somebody_has_said_what_became_of_it",
    ),
    Mutant(
        "AH", "a yes is one to the request that was shown, and to no other", ENGINE + "permits.py",
        'shown["digest"] == request_digest(step, inputs, shown.get("open", ()))',
        "True",
        "tests/engine/test_approvals.py::test_a_request_that_changes_after_the_yes_is_asked_about_again",
    ),
    Mutant(
        "AI", "of two writes that are claimed together the second counts the first", ENGINE + "permits.py",
        "return state.first_call is not None if isinstance(state, Live) else",
        "return False if isinstance(state, Live) else",
        SWEEP + "more writes than are allowed",
    ),
    Mutant(
        "AJ", "a write that was not shown with the plan is put to a person", ENGINE + "permits.py",
        'whole = call.action.writes and call.task.approve == "plan"',
        "whole = False",
        SWEEP + "the plan is approved with what a read adds, and again with what a write adds",
    ),
    Mutant(
        "AK", "the question about all writes waits for none that is to wait for it", ENGINE + "decide.py",
        "            and not self._of_plan(sid)\n",
        "",
        "tests/engine/test_approvals.py::test_the_items_of_a_list_that_was_read_are_all_in_the_one_question",
    ),
    Mutant(
        "AM", "nobody is asked about all writes while something can still be read", ENGINE + "asking.py",
        "if step.ask.of_plan and still_to_read(",
        "if False and still_to_read(",
        "tests/engine/test_approvals.py::test_a_read_that_fails_takes_along_only_the_write_that_needs_it",
    ),
    Mutant(
        "AN", "nobody is asked whether a call may be made that may have been made already", ENGINE + "permits.py",
        'if call.step.effect != "read" and tried():',
        "if False:",
        "tests/engine/test_approvals.py::test_a_call_that_may_have_been_made_is_asked_about_and_not_put_to_a_person_"
        "whose_no_would_come_too_late",
    ),
    Mutant(
        "AL", "whoever said no to all writes is not asked again", ENGINE + "permits.py",
        'if state is not None and state.letter == "F":',
        "if False:",
        "tests/engine/test_approvals.py::test_whoever_said_no_to_the_rest_is_not_asked_again_by_what_comes_later",
    ),
    Mutant(
        "AG", "a question that is skipped says until when it was asked", ENGINE + "sweep.py",
        'Record(sid, owner, now, now, "skipped"',
        'Record(sid, owner, now, now, "waiting"',
        "tests/engine/test_budget.py::test_a_question_that_nobody_needs_any_more_stops_the_time_no_longer",
    ),
    Mutant(
        "AH", "who keeps a credential says so first", ENGINE + "consents.py",
        "    _put(engine, item)\n    kept = keep()",
        "    kept = keep()",
        SWEEP + "a person connects the service",
    ),
    Mutant(
        "AI", "a question looks at the connection once more after it can be told", ENGINE + "consents.py",
        "return _is_new(self.grant(), seen)",
        "return False",
        CONSENT + "a_credential_that_comes_while_the_question_is_being_put_is_not_missed",
    ),
    Mutant(
        "AJ", "a code is sent to its provider once", "chalicelib/tools/consent.py",
        'return self._sent_before(taken) if data["code"] == code else None',
        "return None",
        CONSENT + "when_the_api_dies_with_the_code_the_code_is_never_sent_again",
    ),
    Mutant(
        "AK", "a link connects once", "chalicelib/tools/consent.py",
        'same = data["code"] == code and bool(back.code)',
        "same = True",
        CONSENT + "a_link_connects_once_and_a_reload_of_its_page_does_no_harm",
    ),
    Mutant(
        "AL", "an answer of another provider is not redeemed", "chalicelib/tools/consent.py",
        "if not _from(taken.site, back.issuer):",
        "if False:",
        CONSENT + "the_answer_of_another_provider_is_not_redeemed",
    ),
    Mutant(
        "AO", "values that are not kept go before the task leaves the index", ENGINE + "sweep.py",
        '        if control.record != "full":\n            strip',
        "        if False:\n            strip",
        SWEEP + "nothing is kept",
    ),
    Mutant(
        "AP", "values stay until the event that carries them is over", ENGINE + "sweep.py",
        '(control.record == "full" or item.data["status"] != "pending")',
        "True",
        "tests/engine/test_record.py::test_the_result_goes_out_by_webhook_and_stays_until_it_is_delivered",
    ),
    Mutant(
        "AQ", "what a callback says too late is not kept either", ENGINE + "callbacks.py",
        'status == "late" and control.terminal and control.record != "full"',
        "False",
        SWEEP + "nothing is kept of a late callback",
    ),
    Mutant(
        "AR", "what a running task needs is prolonged", ENGINE + "sweep.py",
        "if outlast(engine, account, task_id, ended=False):",
        "if False:",
        "tests/engine/test_lasting.py::test_a_task_that_waits_longer_than_its_records_are_kept_still_has_them_at_its_end",
    ),
    Mutant(
        "AM", "what a consent has not given is not asked for again", "chalicelib/planning/revise/recover.py",
        "if not _asked_before(run, step, candidate.steps[0]):",
        "if True:",
        CONSENT + "a_scope_that_consent_does_not_give_ends_the_task_without_a_second_question",
    ),
)
