"""Words in front of the verbs of some names that name nothing: `RouteGetSilences`."""

from chalicelib.planning.composer.methods import in_words

PLAIN = [
    ("HandlerGetLamps", "Get all lamps."), ("HandlerPutLamp", "Update a lamp."),
    ("HandlerDeleteTide", "Delete a tide."),
]  # fmt: skip


def said(*told: tuple[str, str]) -> list[str]:
    return [name for name, _ in in_words(told)]


def test_a_word_in_front_of_verbs_that_is_said_nowhere_else_is_left_out() -> None:
    assert said(*PLAIN, ("getTides", "Get all tides.")) == ["get lamps", "put lamp", "delete tide", ""]


def test_a_word_that_a_description_speaks_of_is_a_thing() -> None:
    assert said(*PLAIN, ("getTides", "Get the tides of a handler.")) == ["", "", "", ""]


def test_a_thing_in_front_of_all_that_is_done_to_it_is_no_idle_word() -> None:
    memos = [("memos_get_all", "Shows memos."), ("memos_add_one", "Adds a memo."), ("memos_end_one", "Ends a memo.")]

    assert said(*memos) == [""] * 3
