"""What the command line prints must be of use in a narrow terminal too."""

import io

from rich.console import Console

from chalicelib.cli.render import listing
from chalicelib.cli.tasks import as_asked, output_lines, parse_facts, result_lines, waiting_lines


def test_ids_stay_whole_however_narrow_the_terminal_and_the_last_column_gives_way() -> None:
    table = listing("task", "status", "prompt")
    table.add_row("task_Edfp6mAPHPe9JdbK", "complete", "Find the channel and post a summary " * 5)
    shown = io.StringIO()
    Console(file=shown, width=50).print(table)

    row = shown.getvalue().splitlines()[1]
    assert "task_Edfp6mAPHPe9JdbK" in row and "complete" in row and row.rstrip().endswith("…")


ASKED = {
    "reason": "missing_input", "message": "Which one is meant?", "step": "ask",
    "fields": {"properties": {
        "which": {"enum": ["0012", 7], "description": "0012 = room Oak; 7 = room Elm"},
        "request": {"type": "string", "description": "The whole request, said anew"},
    }},
}


def test_a_question_shows_what_can_be_answered_and_how_the_command_is_typed() -> None:
    shown = "\n".join(waiting_lines("task_1", ASKED))

    assert "which: 0012 | 7 (0012 = room Oak; 7 = room Elm)" in shown
    assert "request: string (The whole request, said anew)" in shown
    assert "replan tasks answer task_1 --value which=…" in shown
    lost = "\n".join(waiting_lines("task_1", {"reason": "outcome_unknown", "message": "Did it happen?"}))
    assert "--decision did_not_happen" in lost


def test_an_answer_is_sent_as_the_question_takes_it_whatever_it_looks_like_in_a_shell() -> None:
    typed = parse_facts(("which=0012",))
    assert as_asked(typed, ASKED) == {"which": "0012"}
    assert as_asked(parse_facts(("which=7",)), ASKED) == {"which": 7}
    assert as_asked(parse_facts(("request=2026",)), ASKED) == {"request": "2026"}
    assert as_asked(parse_facts(("other=true",)), ASKED) == {"other": True}


def test_records_are_shown_a_line_each_and_of_many_the_first() -> None:
    rows = [{"id": at, "name": f"Ürsula {at}"} for at in range(25)]
    shown = list(output_lines("utility.pick_fields", {"data": rows}))

    assert shown[0] == "utility.pick_fields: 25 records"
    assert shown[1] == '  id: 0, name: "Ürsula 0"'
    assert len(shown) == 22 and "5 more" in shown[-1]
    assert list(output_lines("shop.pay", {"paid": True})) == ['shop.pay: {"paid": true}']


def test_why_nothing_was_changed_is_said_first() -> None:
    first = next(result_lines({"notes": ["Nothing was changed: no such order"], "outputs": [{"output": 1}]}))

    assert "Nothing was changed: no such order" in first
