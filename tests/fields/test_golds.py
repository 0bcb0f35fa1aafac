"""The expected ends and past runs of the fields can be had from what a careful person sees: prompt, schemas, answers.

No planner runs here.  It speaks of fields that are left out, so whoever works on the planner does not read it either.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import jsonschema
import pytest

from tests.fields import (
    agenda,
    allotments,
    bistro,
    board,
    deals,
    devices,
    expenses,
    flags,
    marina,
    museum,
    oncall,
    plans,
    returns,
    subscribers,
    translations,
    workshop,
)
from tests.fields.service import ASK, Call, Field, Job, Refusal, Service

NEWEST = [
    marina.FIELD, museum.FIELD, translations.FIELD, allotments.FIELD,
    deals.FIELD, returns.FIELD, oncall.FIELD, agenda.FIELD,
    subscribers.FIELD, plans.FIELD, board.FIELD, workshop.FIELD,
    expenses.FIELD, devices.FIELD, flags.FIELD, bistro.FIELD,
]  # fmt: skip


def leaves(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        value = [*value.values()]
    return [leaf for one in value for leaf in leaves(one)] if isinstance(value, list) else [value]


def keys(kind: Field) -> set[str]:
    """What the service calls its records by; whole numbers are left out, for amounts are those as well."""
    return {str(row[next(iter(row))]) for table in kind.rows.values() for row in table} - {str(one) for one in range(1000)}


def calls(kind: Field) -> list[Call]:
    ends = [call for job in kind.jobs if job.end != ASK for call in job.end]
    return [*ends, *(call for past in kind.pasts for call in (*past.looks, *past.writes))]


def unordered(kind: Field, end: Sequence[Call]) -> dict[str, list[str]]:
    """The rows after these calls without their order; a record that was added has the id that was free."""
    after = Service(kind).end(end)
    return {
        name: sorted(str([*row.values()][bool(kind.rows[name]) and row not in kind.rows[name]:]) for row in table)
        for name, table in after.items()
    }


def changed(kind: Field, job: Job) -> set[str]:
    after = Service(kind).end(job.end)
    return {name for name, table in after.items() if table != kind.rows[name]}


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_each_call_of_an_expected_end_fits_the_schema_that_the_tool_declares(kind: Field) -> None:
    schemas = {one["name"]: {**one["parameters"], "additionalProperties": False} for one in kind.document()["tools"]}

    for name, inputs in calls(kind):
        jsonschema.validate(dict(inputs), schemas[name])


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_whoever_did_a_past_task_had_read_the_ids_that_were_written(kind: Field) -> None:
    for past, run in zip(kind.pasts, kind.runs(), strict=True):
        seen = past.prompt + str([step["result"] for step in run["steps"][:len(past.looks)]])

        assert not [leaf for _, inputs in past.writes for leaf in leaves(inputs) if str(leaf) in keys(kind) and str(leaf) not in seen]


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_nothing_done_is_right_only_where_nothing_is_to_be_done(kind: Field) -> None:
    for job in kind.jobs:
        if job.end not in (ASK, []):
            assert changed(kind, job), job.prompt
            assert all(changed(kind, Job(job.prompt, [call])) for call in job.end), job.prompt
        assert not job.shows or job.end == []


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_a_read_changes_nothing_and_every_other_tool_of_the_field_is_met_in_a_task(kind: Field) -> None:
    used = {name for name, _ in calls(kind)}
    reads = {name for past in kind.pasts for name, _ in past.looks}

    assert {one.name for one in kind.tools} == used | reads
    for past in kind.pasts:
        assert Service(kind).end(past.looks) == kind.rows


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_the_order_in_which_the_calls_of_an_end_are_made_does_not_matter(kind: Field) -> None:
    for job in kind.jobs:
        if job.end not in (ASK, []):
            assert unordered(kind, job.end) == unordered(kind, job.end[::-1]), job.prompt


def turned(value: Any) -> Any:
    return {name: turned(one) for name, one in [*value.items()][::-1]} if isinstance(value, Mapping) else value


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
def test_the_order_in_which_the_inputs_of_a_call_stand_does_not_matter(kind: Field) -> None:
    for call in calls(kind):
        assert str(Service(kind).end([call])) == str(Service(kind).end([(call[0], turned(call[1]))])), call


@pytest.mark.parametrize("kind", NEWEST, ids=lambda kind: kind.name)
@pytest.mark.parametrize("value", ["nothing", -1, 0.5, None, True, [], {}, {"x": 1}], ids=repr)
def test_whatever_a_service_is_sent_it_answers_or_refuses_and_never_breaks(kind: Field, value: Any) -> None:
    for name, inputs in calls(kind):
        for wrong in inputs:
            with suppress(Refusal, TypeError, KeyError):
                Service(kind).call(name, {**inputs, wrong: value})


def test_the_museum_gives_every_loan_once_page_by_page() -> None:
    service, token, seen = Service(museum.FIELD), "", []
    for _ in range(3):
        page = service.call("searchLoans", {"pageToken": token})
        seen += [row["loanId"] for row in page["loans"]]
        token = page.get("nextPageToken", "")

    assert not token and seen == [row["loanId"] for row in museum.ROWS["loans"]]


def test_the_agency_says_so_where_its_search_has_stopped() -> None:
    service = Service(translations.FIELD)

    assert service.call("lingo_find_orders", {})["has_more"]
    assert not service.call("lingo_find_orders", {"status": "in_progress"})["has_more"]


@pytest.mark.parametrize(("kind", "name", "inputs"), [
    (marina.FIELD, "reserve_berth", {"boat": "Petrel", "berth": "B2", "arrival": "2026-03-20", "departure": "2026-03-22"}),
    (marina.FIELD, "reserve_berth", {"boat": "Old Bess", "berth": "V1", "arrival": "2026-03-20", "departure": "2026-03-22"}),
    (marina.FIELD, "move_boat", {"boat": "Halcyon", "to_berth": "A2"}),
    (marina.FIELD, "move_boat", {"boat": "Kittiwake", "to_berth": "C1"}),
    (marina.FIELD, "record_departure", {"mooring": 306}),
    (museum.FIELD, "decideLoan", {"loanId": "LN-2401", "decision": "APPROVE"}),
    (museum.FIELD, "cancelLoan", {"loanId": "LN-2401"}),
    (museum.FIELD, "updateLoan", {"loanId": "LN-2401", "patch": {"state": "RETURNED"}}),
    (museum.FIELD, "searchLoans", {"pageToken": "next"}),
    (translations.FIELD, "lingo_assign_translator", {"order_id": "ord_7a504", "translator_id": "tr_04"}),
    (translations.FIELD, "lingo_remind_invoice", {"invoice_id": "inv_904"}),
    (translations.FIELD, "lingo_set_deadline", {"order_id": "ord_7a504", "due_at": "2026-04-01"}),
    (allotments.FIELD, "Tenancies_Start", {"PlotNo": "M-01", "To": "W-31", "From": "2026-04-01"}),
    (allotments.FIELD, "Invoices_MarkPaid", {"InvoiceNo": 7002}),
    (allotments.FIELD, "Notices_Serve", {"PlotNo": "M-01", "Kind": "noise", "ReplyBy": "2026-04-01"}),
    (deals.FIELD, "deals_mark_won", {"deal_id": 4011}),
    (deals.FIELD, "deals_update", {"deal_id": 4001, "properties": {"stage": "won"}}),
    (deals.FIELD, "deals_update", {"deal_id": 4008, "properties": {"amount": 1}}),
    (deals.FIELD, "contacts_create", {"properties": {"first_name": "Liam", "last_name": "Byrne", "company_id": 2099}}),
    (returns.FIELD, "cancelOrder", {"orderNo": 10432}),
    (returns.FIELD, "refundOrder", {"orderNo": 10440, "amountCents": 1}),
    (returns.FIELD, "refundReturn", {"returnId": "R-71"}),
    (returns.FIELD, "openReturn", {"orderNo": 10431, "itemId": "I-1", "reason": "defective"}),
    (returns.FIELD, "extendVoucher", {"code": "WELCOME-Q1", "expiresOn": "2026-05-01"}),
    (oncall.FIELD, "Incident_Acknowledge", {"number": 2041}),
    (oncall.FIELD, "Incident_Assign", {"number": 2039, "handle": "kofi"}),
    (oncall.FIELD, "Shift_Reassign", {"shift_id": "S-330", "handle": "kofi"}),
    (oncall.FIELD, "Maintenance_Schedule", {"service_id": "svc-web", "starts_at": 1773400000, "ends_at": 1773300000}),
    (agenda.FIELD, "set_event_room", {"event_id": "ev_36", "room_id": "rm_none"}),
    (agenda.FIELD, "remove_attendee", {"event_id": "ev_32", "attendee": "omar.said@orbit.example"}),
    (agenda.FIELD, "create_event", {"title": "Lunch", "start": "noon"}),
    (expenses.FIELD, "expenseUpdate", {"expenseId": 20418, "amount": 604}),
    (expenses.FIELD, "expenseReject", {"expenseId": 20415, "reason": "Too late"}),
    (expenses.FIELD, "expenseReimburse", {"expenseIds": [20418, 20411]}),
    (expenses.FIELD, "billSchedule", {"billId": 50073}),
    (expenses.FIELD, "billDispute", {"billId": 50075, "reason": "Too much"}),
    (expenses.FIELD, "vendorUpdate", {"vendorId": 3301, "termsDays": "a month"}),
    (devices.FIELD, "Devices.assign", {"deviceId": devices.uid("15"), "userId": devices.uid("nobody")}),
    (devices.FIELD, "Devices.rename", {"deviceId": devices.uid("6"), "name": "lat-spare-2"}),
    (devices.FIELD, "Devices.retire", {"deviceId": devices.uid("6"), "reason": "old"}),
    (devices.FIELD, "Devices.scheduleUpdate", {"deviceId": devices.uid("2"), "at": "tonight"}),
    (devices.FIELD, "Apps.install", {"appId": "us.zoom", "deviceIds": [devices.uid("1"), "nothing"]}),
    (devices.FIELD, "Groups.removeDevice", {"groupId": devices.uid("group-kiosk"), "deviceId": devices.uid("1")}),
    (flags.FIELD, "flag-set-rollout", {"key": "dark-mode", "rollout": {"percentage": 101}}),
    (flags.FIELD, "flag-set-rollout", {"key": "dark-mode", "rollout": {"percentage": 10}, "environment": "test"}),
    (flags.FIELD, "flag-schedule-change", {"key": "dark-mode", "at": 1773651600, "change": {"on": False}}),
    (flags.FIELD, "flag-create", {"key": "dark-mode", "name": "Dark mode"}),
    (flags.FIELD, "release-approve", {"release": 1843}),
    (flags.FIELD, "release-promote", {"release": 1845, "environment": "production"}),
    (bistro.FIELD, "update_reservation", {"reservation_id": "rsv-211", "time": "20:00"}),
    (bistro.FIELD, "update_reservation", {"reservation_id": "rsv-207", "table_number": 9}),
    (bistro.FIELD, "create_reservation", {"name": "Rosa", "party_size": 2, "date": "2026-03-14", "time": "evening"}),
    (bistro.FIELD, "add_order_line", {"order_id": 8801, "item_id": 103}),
    (bistro.FIELD, "apply_discount", {"order_id": 8800, "percent": 10}),
    (subscribers.FIELD, "schedule_campaign", {"campaign_id": "cmp_301", "send_at": "2026-04-01T08:00:00Z"}),
    (subscribers.FIELD, "schedule_campaign", {"campaign_id": "cmp_304", "send_at": "tomorrow"}),
    (subscribers.FIELD, "add_subscriber", {"email": "grace.lin@harbourpost.example", "list_ids": ["lst_n8"]}),
    (subscribers.FIELD, "tag_subscribers", {"subscriber_ids": ["sub_2f1", "nobody"], "tag": "vip"}),
    (plans.FIELD, "updateSubscription", {"subscription": "sub_110", "changes": {"seats": 6}}),
    (plans.FIELD, "updateSubscription", {"subscription": "sub_101", "changes": {"seats": 0}}),
    (plans.FIELD, "voidInvoice", {"invoice": "in_5005"}),
    (plans.FIELD, "extendTrial", {"subscription": "sub_101", "trialEnd": 1774915200}),
    (plans.FIELD, "applyCoupon", {"subscription": "sub_101", "coupon": "spring"}),
    (board.FIELD, "card_move", {"card": 1041, "column": "app-2"}),
    (board.FIELD, "card_assign", {"card": 1041, "member": "Maya Lind"}),
    (board.FIELD, "card_remove_label", {"card": 1041, "label": "bug"}),
    (workshop.FIELD, "SetJobStatus", {"JobNo": 5213, "Status": "BOOKED"}),
    (workshop.FIELD, "AddPartToJob", {"JobNo": 5203, "PartNo": "CL-07"}),
    (workshop.FIELD, "DecideEstimate", {"EstimateNo": "E-903", "Decision": "DECLINED"}),
])  # fmt: skip
def test_a_service_refuses_what_it_cannot_do_and_stays_as_it_was(kind: Field, name: str, inputs: Mapping[str, Any]) -> None:
    service = Service(kind)

    with pytest.raises(Refusal):
        service.call(name, inputs)
    assert service.rows == kind.rows


def test_the_agenda_gives_every_event_to_come_once_page_by_page_and_in_order() -> None:
    service, seen = Service(agenda.FIELD), []
    for page in range(1, 1 + service.call("search_events", {})["pages"]):
        seen += [row["event_id"] for row in service.call("search_events", {"page": page})["events"]]

    assert seen == [row["event_id"] for row in agenda.ROWS["events"]]


def test_a_room_that_is_taken_at_that_time_is_neither_free_nor_given() -> None:
    service = Service(agenda.FIELD)
    service.call("reschedule_event", {"event_id": "ev_35", "start": "2026-03-12T11:00"})

    assert "rm_elm" not in str(service.call("find_free_rooms", {"start": "2026-03-12T11:00", "end": "2026-03-12T11:45"}))
    with pytest.raises(Refusal):
        service.call("set_event_room", {"event_id": "ev_35", "room_id": "rm_elm"})


def test_the_devices_are_given_once_page_by_page_and_a_wrong_cursor_is_refused() -> None:
    service, cursor, seen = Service(devices.FIELD), "", []
    for _ in range(3):
        answer = service.call("Devices.list", {"cursor": cursor})
        seen += [row["deviceId"] for row in answer["devices"]]
        cursor = answer.get("nextCursor", "")

    assert not cursor and seen == [row["deviceId"] for row in devices.ROWS["devices"]]
    with pytest.raises(Refusal):
        service.call("Devices.list", {"cursor": devices.uid("nobody")})


def test_a_bill_falls_due_by_the_terms_of_its_vendor_unless_it_says_when() -> None:
    told = {"vendorId": 3301, "billNumber": "BB-1", "amount": 1, "accountCode": 6410, "invoiceDate": "2026-03-09"}

    assert Service(expenses.FIELD).call("billCreate", told)["dueDate"] == "2026-03-23"
    assert Service(expenses.FIELD).call("billCreate", {**told, "dueDate": "2026-04-01"})["dueDate"] == "2026-04-01"


def test_the_customers_of_the_subscriptions_are_given_once_page_by_page() -> None:
    service, after, seen = Service(plans.FIELD), "", []
    for _ in range(3):
        page = service.call("listCustomers", {"startingAfter": after})
        seen += [row["id"] for row in page["data"]]
        after = seen[-1]

    assert not page["hasMore"] and seen == [row["id"] for row in plans.ROWS["customers"]]


def test_an_instant_is_the_same_in_whatever_offset_it_is_told() -> None:
    told = [{"campaign_id": "cmp_304", "send_at": at} for at in ("2026-04-01T08:00:00Z", "2026-04-01T10:00:00+02:00", "2026-04-01T08:00")]

    assert len({str(Service(subscribers.FIELD).end([("schedule_campaign", one)])) for one in told}) == 1


def test_a_part_that_is_put_on_a_bill_leaves_the_store() -> None:
    rows = Service(workshop.FIELD).end([("AddPartToJob", {"JobNo": 5203, "PartNo": "WB-02", "Quantity": 2})])

    assert next(row for row in rows["parts"] if row["PartNo"] == "WB-02")["Stock"] == 7


def test_an_applicant_who_gets_a_plot_leaves_the_waiting_list_and_holds_it() -> None:
    rows = Service(allotments.FIELD).end([("Tenancies_Start", {"PlotNo": "R-02", "To": "W-32", "From": "2026-04-01"})])

    holder = next(row for row in rows["holders"] if row["Name"] == "Omar Haddad")
    assert next(row for row in rows["plots"] if row["PlotNo"] == "R-02")["HolderId"] == holder["HolderId"]
    assert "Omar Haddad" not in str(rows["waiting"])
