"""Actions that are named after the methods of requests, and what they are called in words."""

import pytest

from chalicelib.planning.composer.methods import in_words

REST = [
    ("get_people", "GET /people: everybody here."), ("post_memo", "POST /memos: send a memo."),
    ("post_deadline", "POST /deadlines"), ("patch_matter", "PATCH /matters/{number}: change a title."),
    ("put_entry_status", "PUT /entries/{id}/status: post a draft."),
]


def test_the_verb_is_that_of_the_description_or_what_the_method_does() -> None:
    assert [said for said, _ in in_words(REST)] == [
        "", "send memo", "create deadline", "update matter", "set entry status",
    ]


def test_a_description_goes_on_behind_its_method_and_path() -> None:
    assert [text for _, text in in_words(REST)][:3] == ["everybody here.", "send a memo.", ""]


@pytest.mark.parametrize("names", [
    ["get_messages", "post_message", "delete_message"], ["get_users", "patch_device", "install_app", "remove_app"],
])  # fmt: skip
def test_plain_verbs_stay_what_they_are(names: list[str]) -> None:
    assert [said for said, _ in in_words([(name, "") for name in names])] == [""] * len(names)
