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


def test_a_word_that_all_names_begin_with_is_the_services() -> None:
    told = [
        ("CRM_FIND_DEALS", "Finds deals."), ("CRM_CLOSE_DEAL", "Closes a deal."), ("CRM_LIST_PEOPLE", ""),
        ("CRM_ADD_PERSON_TO_DEAL", "Adds somebody."),
    ]  # fmt: skip
    assert [said for said, _ in in_words(told)] == ["find deals", "close deal", "list people", "add person to deal"]


@pytest.mark.parametrize("names", [
    ["deal_find_all", "deal_close_one", "deal_stage_list", "deals_by_owner"], ["list_all_deals", "list_my_people"] * 2,
    ["boat_find_mine", "boat_moor_there", "boat_lift_boat", "boat_log_read"],
])  # fmt: skip
def test_a_word_that_is_said_elsewhere_or_does_something_is_none_of_the_services(names: list[str]) -> None:
    assert [said for said, _ in in_words([(name, "Of a deal") for name in names])] == [""] * len(names)
