"""The services of the fields answer as services do: page by page, with what is left out filled in, and refusing what is wrong.

No planner runs here.  It speaks of fields that are left out, so whoever works on the planner does not read it either.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.fields import (
    agenda,
    allotments,
    apiary,
    auction,
    badges,
    bistro,
    board,
    bulkywaste,
    choir,
    conference,
    cookbooks,
    crossdock,
    dairy,
    deals,
    devices,
    drawers,
    drivingschool,
    expenses,
    flags,
    florist,
    giving,
    greenhouse,
    hives,
    hostfamilies,
    kilns,
    laundry,
    lido,
    lostproperty,
    marina,
    museum,
    neighbours,
    oncall,
    pipelines,
    plans,
    playgrounds,
    practice,
    returns,
    rota,
    signing,
    storefront,
    subscribers,
    switchboard,
    timetable,
    tracker,
    translations,
    vegboxes,
    webinars,
    wedding,
    workshop,
    zones,
)
from tests.fields.service import Field, Refusal, Service


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
    (zones.FIELD, "records.list", {"domain": "acme.example"}),
    (zones.FIELD, "records.upsert", {"domain": "nimbus.example", "name": "api", "type": "A", "value": "203.0.113.22", "ttl": 5}),
    (zones.FIELD, "domains.update", {"domain": "nimbus.example", "changes": {"expires_on": "2030-01-01"}}),
    (zones.FIELD, "redirects.create", {"from_host": "oldnimbus.example", "to_url": "https://nimbus.example"}),
    (zones.FIELD, "certificates.revoke", {"cert_id": "crt-501", "reason": "lost"}),
    (giving.FIELD, "searchSupporters", {"query": ""}),
    (giving.FIELD, "recordGift", {"supporterId": "sup_a2", "amountCents": 7500, "method": "BT", "appeal": "WINTER25"}),
    (giving.FIELD, "sendReceipt", {"giftId": "gft_306"}),
    (giving.FIELD, "updatePledge", {"pledgeId": "plg_47", "patch": {"amountCents": 2000}}),
    (giving.FIELD, "emailSupporter", {"supporterId": "sup_a3", "subject": "Hello", "body": "Dear Delia"}),
    (timetable.FIELD, "move_lesson", {"lesson_id": 7104, "day": "TUE", "period": 2}),
    (timetable.FIELD, "change_lesson_room", {"lesson_id": 7113, "room": "R14"}),
    (timetable.FIELD, "change_lesson_teacher", {"lesson_id": 7113, "teacher": "HAL"}),
    (timetable.FIELD, "set_cover", {"lesson_id": 7119, "date": "2026-03-12", "teacher": "CHO"}),
    (timetable.FIELD, "report_absence", {"teacher": "GRI", "first_day": "2026-03-18", "last_day": "2026-03-17", "reason": "training"}),
    (pipelines.FIELD, "pipelines_retry", {"pipeline_id": 88112}),
    (pipelines.FIELD, "pipelines_cancel", {"pipeline_id": 88110}),
    (pipelines.FIELD, "schedules_update", {"schedule_id": 3301, "body": {"cron": "3:30"}}),
    (pipelines.FIELD, "variables_delete", {"project_id": 2001, "key": "VAT_MODE"}),
    (pipelines.FIELD, "projects_update", {"project_id": 2001, "body": {"timeout_minutes": 0}}),
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
    (florist.FIELD, "orders.confirm", {"orderId": 2201}),
    (florist.FIELD, "orders.cancel", {"orderId": 2209, "reason": "duplicate"}),
    (florist.FIELD, "orders.cancel", {"orderId": 2204, "reason": "no reason"}),
    (florist.FIELD, "orders.lines.update", {"orderId": 2204, "lineNo": 2, "quantity": 5}),
    (florist.FIELD, "orders.lines.update", {"orderId": 2210, "lineNo": 1, "quantity": 5}),
    (florist.FIELD, "orders.lines.add", {"orderId": 2204, "sku": "Sunflower", "quantity": 5}),
    (florist.FIELD, "orders.update", {"orderId": 2204, "delivery": {"slot": "noon", "address": "Am Anger 8"}}),
    (conference.FIELD, "resources.list", {"type": "talks", "filter": {"speaker": "51"}}),
    (conference.FIELD, "resources.update", {"data": {"type": "talks", "id": "301", "attributes": {"status": "open", "minutes": 30}}}),
    (conference.FIELD, "resources.update", {"data": {"type": "talks", "id": "301", "relationships": {"room": {"data": {"type": "rooms", "id": "9"}}}}}),
    (conference.FIELD, "resources.create", {"data": {"type": "attendees", "attributes": {"ticket": "vip"}}}),
    (conference.FIELD, "relationships.add", {"type": "talks", "id": "301", "relationship": "room", "data": [{"type": "rooms", "id": "2"}]}),
    (conference.FIELD, "relationships.remove", {"type": "talks", "id": "301", "relationship": "speakers", "data": [{"type": "speakers", "id": "52"}]}),
    (auction.FIELD, "HAMMER_SEARCH_LOTS", {"filters": []}),
    (auction.FIELD, "HAMMER_SEARCH_LOTS", {"filters": [{"field": "title", "op": "gt", "value": 1}]}),
    (auction.FIELD, "HAMMER_PLACE_BID", {"lot_id": "lot_101", "party_id": "pty_1d", "amount": 42000}),
    (auction.FIELD, "HAMMER_PLACE_BID", {"lot_id": "lot_103", "party_id": "pty_4a", "amount": 9000}),
    (auction.FIELD, "HAMMER_PLACE_BID", {"lot_id": "lot_301", "party_id": "pty_1d", "amount": 25000}),
    (auction.FIELD, "HAMMER_RELIST_LOT", {"lot_id": "lot_401", "sale_id": "sale_a4"}),
    (auction.FIELD, "HAMMER_UPDATE_LOT", {"lot_id": "lot_402", "set": {"reserve": 1000}}),
    (auction.FIELD, "HAMMER_RESCHEDULE_SALE", {"sale_id": "sale_a2", "closes_at": 1772000000}),
    (badges.FIELD, "keyway__suspend_badges", {"badgeIds": ["B-771", "B-773"], "reason": "lost"}),
    (badges.FIELD, "keyway__reactivate_badges", {"badgeIds": ["B-773", "B-778"]}),
    (badges.FIELD, "keyway__extend_badge", {"badgeId": "B-775", "validUntil": "2026-12-31"}),
    (badges.FIELD, "keyway__remove_members", {"groupId": "G-1", "personIds": ["P-1041", "P-1042"]}),
    (badges.FIELD, "keyway__lock_doors", {"doorIds": ["D-01", "D-10"]}),
    (badges.FIELD, "keyway__cancel_visits", {"visitIds": [9011, 9016]}),
    (tracker.FIELD, "doTransition", {"issueKey": "MOB-106", "transition": {"id": "31"}}),
    (tracker.FIELD, "editIssue", {"issueKey": "MOB-102", "fields": {"status": {"name": "Done"}}}),
    (tracker.FIELD, "editIssue", {"issueKey": "MOB-102", "fields": {"priority": "High"}}),
    (tracker.FIELD, "assignIssue", {"issueKey": "MOB-102", "accountId": "Ines"}),
    (tracker.FIELD, "moveIssuesToSprint", {"sprintId": 30, "issues": ["MOB-102"]}),
    (tracker.FIELD, "moveIssuesToSprint", {"sprintId": 32, "issues": ["MOB-102", "MOB-999"]}),
    (tracker.FIELD, "releaseVersion", {"versionId": 10030}),
    (storefront.FIELD, "variants_update", {"variant": {"id": 88101, "price": "cheap"}}),
    (storefront.FIELD, "variants_update", {"variant": {"price": "34.00"}}),
    (storefront.FIELD, "inventory_levels_adjust", {"inventory_item_id": 55102, "location_id": 6101, "available_adjustment": -1}),
    (storefront.FIELD, "inventory_levels_set", {"inventory_item_id": 55102, "location_id": 6103, "available": 1}),
    (storefront.FIELD, "inventory_levels_index", {}),
    (storefront.FIELD, "orders_cancel", {"id": 450050, "reason": "customer"}),
    (storefront.FIELD, "fulfillments_create", {"fulfillment": {"order_id": 450041}}),
    (storefront.FIELD, "refunds_create", {"refund": {"order_id": 450046, "amount": "200.00"}}),
    (storefront.FIELD, "refunds_create", {"refund": {"order_id": 450049}}),
    (drawers.FIELD, "files/move_v2", {"from_path": "/Office/Handbook.docx", "to_path": "/Office/Old handbook.docx"}),
    (drawers.FIELD, "files/move_v2", {"from_path": "/Office/Handbook.docx", "to_path": "/Nowhere/Handbook.docx"}),
    (drawers.FIELD, "files/move_v2", {"from_path": "/Clients", "to_path": "/Clients/Mill Lane/Clients"}),
    (drawers.FIELD, "files/restore", {"path": "/Office/Seating plan.pdf", "rev": "01e90"}),
    (drawers.FIELD, "sharing/add_member", {"path": "/Office/Handbook.docx", "members": [{".tag": "email", "email": "Priya"}]}),
    (drawers.FIELD, "sharing/remove_member", {"path": "/Office/Handbook.docx", "member": {".tag": "email", "email": drawers.TOM}}),
    (drawers.FIELD, "sharing/update_member", {"path": "/Office/Handbook.docx", "member": {".tag": "email", "email": drawers.SANNE}, "access_level": "editor"}),
    (drawers.FIELD, "files/lock", {"path": "/Clients/Harbour House/Floor plan v3.pdf"}),
    (webinars.FIELD, "webinars", {"filter": {"status": "DRAFT"}}),
    (webinars.FIELD, "registrants", {"after": "nobody"}),
    (webinars.FIELD, "people", {"query": ""}),
    (rota.FIELD, "schedule.UpdateShift", {"Id": "SHFT_4007", "If-Match": rota.tag(4008), "body": {"UserId": rota.SOFIA}}),
    (rota.FIELD, "schedule.UpdateShift", {"Id": "SHFT_4007", "body": {"UserId": rota.SOFIA}}),
    (rota.FIELD, "schedule.UpdateShift", {"Id": "SHFT_4007", "If-Match": rota.tag(4007), "body": {"UserId": rota.EMMA}}),
    (rota.FIELD, "schedule.UpdateShift", {"Id": "SHFT_4007", "If-Match": rota.tag(4007), "body": {"EndMinutes": 800}}),
    (rota.FIELD, "schedule.DeleteShift", {"Id": "SHFT_4007", "If-Match": "*"}),
    (rota.FIELD, "schedule.ListShifts", {"$filter": "Date is tomorrow"}),
    (rota.FIELD, "requests.ApproveTimeOff", {"Id": "TOR_815"}),
    (rota.FIELD, "requests.ApproveSwap", {"Id": "SWP_63"}),
    (signing.FIELD, "Envelopes_update", {"envelope_id": signing.uid("ruth"), "status": "voided", "voidedReason": "late"}),
    (signing.FIELD, "Envelopes_update", {"envelope_id": signing.uid("nils"), "status": "voided"}),
    (signing.FIELD, "Envelopes_update", {"envelope_id": signing.uid("mill"), "resend_envelope": "true"}),
    (signing.FIELD, "EnvelopeRecipients_update", {"envelope_id": signing.uid("harbour"), "signers": [{"recipientId": "1", "email": "ines@mail.example"}]}),
    (signing.FIELD, "EnvelopeRecipients_delete", {"envelope_id": signing.uid("board"), "recipient_id": "1"}),
    (signing.FIELD, "Folders_moveEnvelopes", {"folder_id": signing.uid("folder staff"), "envelopeIds": [signing.uid("ruth"), signing.uid("amir")]}),
    (signing.FIELD, "Envelopes_create", {"templateId": signing.uid("template nda"), "status": "sent", "templateRoles": [{"roleName": "Company", "name": "Bo", "email": "bo@mail.example"}]}),
    (greenhouse.FIELD, "ackAlarm", {"alarmId": greenhouse.uid("a3")}),
    (greenhouse.FIELD, "getTenantDeviceInfos", {"pageSize": 0, "page": 0}),
    (greenhouse.FIELD, "handleTwoWayDeviceRPCRequest", {"deviceId": greenhouse.uid("LT-201"), "method": "open", "params": {"seconds": 60}}),
    (greenhouse.FIELD, "handleTwoWayDeviceRPCRequest", {"deviceId": greenhouse.uid("VA-201"), "method": "open", "params": {}}),
    (greenhouse.FIELD, "saveEntityAttributesV2", {"entityType": "DEVICE", "entityId": greenhouse.uid("CL-101"), "scope": "SHARED_SCOPE", "request": {"targetTemperature": "warm"}}),
    (greenhouse.FIELD, "saveDevice", {"device": {"name": "VA-401", "type": "valve", "label": "Herb drip line"}}),
    (greenhouse.FIELD, "saveSchedulerEvent", {"schedulerEvent": {"name": "Herb dawn watering"}}),
    (crossdock.FIELD, "replace_order_orders__order_no__put", {"order_no": "SO-70214", "body": {"carrier": "NFR"}}),
    (crossdock.FIELD, "set_state_orders__order_no__state_put", {"order_no": "SO-70217", "code": 10}),
    (crossdock.FIELD, "set_state_orders__order_no__state_put", {"order_no": "SO-70209", "code": 50}),
    (crossdock.FIELD, "assign_picker_orders__order_no__picker_put", {"order_no": "SO-70208", "badge": "W-11"}),
    (crossdock.FIELD, "create_adjustment_stock_adjustments_post", {"sku": "LN-700", "delta": -1, "reason": "DMG"}),
    (crossdock.FIELD, "replace_slot_docks_slots__slot_no__put", crossdock.docked(4405, dock=1, from_time="11:00", to_time="11:30")[1]),
    (crossdock.FIELD, "send_notice_notices_post", {"to": "Peer", "message": "Come to dock 3"}),
    (wedding.FIELD, "update_errand", {"errand_id": "6XGgm1", "priority": 5}),
    (wedding.FIELD, "update_errand", {"errand_id": "6XGgm1", "due_string": "next week"}),
    (wedding.FIELD, "move_errand", {"errand_id": "6XGgm1", "folder_id": wedding.F["guests"], "part_id": "7hBd1k"}),
    (wedding.FIELD, "create_errand", {"content": "Buy rice", "folder_id": "Party"}),
    (switchboard.FIELD, "extensions-patch", {**switchboard.at(switchboard.DEPOT), "extension_id": switchboard.at(switchboard.HARBOUR, "x-ray")["extension_id"], "record": {"ring_seconds": 30}}),
    (switchboard.FIELD, "extensions-patch", {**switchboard.at(switchboard.HARBOUR, "x-ray"), "record": {"name": "physio"}}),
    (switchboard.FIELD, "extensions-put", {**switchboard.at(switchboard.HARBOUR, "x-ray"), "record": {"content": "+442071000117"}}),
    (switchboard.FIELD, "call-rules-patch", {**switchboard.at(switchboard.HARBOUR), "rule_id": switchboard.uid("r3"), "actions": [{"id": "hang up"}]}),
    (apiary.FIELD, "list_records", apiary.at("Hives", filterByFormula="Name is Iris")),
    (apiary.FIELD, "update_records", apiary.at("Hives", records=[{"id": apiary.rec("Iris"), "fields": {"Status": "Dead"}}])),
    (apiary.FIELD, "update_records", apiary.at("Hives", records=[{"id": apiary.rec("Iris"), "fields": {"Supers": 1, "Queen": 2025}}])),
    (apiary.FIELD, "update_records", apiary.at("Hives", records=[{"id": apiary.rec("Iris"), "fields": {"Apiary": ["Orchard"]}}])),
    (apiary.FIELD, "delete_records", apiary.at("Hives", recordIds=[apiary.rec("Iris"), "recNobody"])),
    (lido.FIELD, "heater.set_temperature", {"target": {"entity_id": "heater.showers"}, "temperature": 60}),
    (lido.FIELD, "lamp.turn_on", {"target": {"entity_id": ["lamp.car_park", "pump.slide"]}}),
    (lido.FIELD, "gate.lock", {"target": {"area_id": "terrace"}}),
    (lido.FIELD, "state", {"entity_id": "Main gate"}),
    (neighbours.FIELD, "updateNoticeStatus", {"id": 201, "status": "closed", "enabled": True}),
    (neighbours.FIELD, "createPost", {"notice_id": 208, "raw": "It is back"}),
    (neighbours.FIELD, "addCircleMembers", {"id": 42, "usernames": "zak, tobias"}),
    (neighbours.FIELD, "removeCircleMembers", {"id": 42, "usernames": "gwen_h,zak"}),
    (neighbours.FIELD, "unsuspendResident", {"id": 18}),
    (practice.FIELD, "stop_session", {"studio_id": practice.STUDIO, "session_id": 9901010}),
    (practice.FIELD, "get_pieces", {"studio_id": 1}),
    (practice.FIELD, "patch_sessions", practice.edited("add", "description", "lento", 4, 5)[1]),
    (practice.FIELD, "create_piece", {"studio_id": practice.STUDIO, "name": "Elgar Concerto"}),
    (practice.FIELD, "get_sessions", {"start_date": "2026-03-01"}),
    (choir.FIELD, "events.patch", choir.patch(choir.MAIN, "7ch3a1s", location="Vestry")[1]),
    (choir.FIELD, "events.patch", choir.patch(choir.MAIN, "6dr2c0p", start=choir.at("2026-03-20T21:00:00"))[1]),
    (choir.FIELD, "events.insert", {"diaryId": choir.YOUTH, "body": {"summary": "Tea", "start": choir.at("four"), "end": choir.at("five")}}),
    (choir.FIELD, "files.list", {"q": "Tallis"}),
    (choir.FIELD, "files.update", {"fileId": "1Pd_tallX8", "addParents": "1Fd_archZ9"}),
    (choir.FIELD, "permissions.create", choir.access("create", "1Dc_listW6", type="user", role="editor", emailAddress=choir.mail("Wilf Hart"))[1]),
    (hives.FIELD, "RoutePutWatchRule", {"uid": "cdz5bn1", "body": {"isPaused": False}}),
    (hives.FIELD, "RoutePutWatchRule", hives.whole("cdz5bn2", **{"for": "twenty minutes"})[1]),
    (hives.FIELD, "RoutePutWatchRule", hives.whole("cdz5bn2", notification_settings={"receiver": "Nadia"})[1]),
    (hives.FIELD, "createHush", hives.hushed("Weight loss", "heath", "11T16:00", "11T14:00", "backwards")[1]),
    (hives.FIELD, "deleteHush", {"hushId": "e08d6a35-41bb"}),
    (hives.FIELD, "postView", hives.saved("vw7Ha1", version=-1)[1]),
    (laundry.FIELD, "clients_update", {"id": 7100312, "client": {"phone": "none"}}),
    (laundry.FIELD, "clients_update", {"id": 7100312, "client": {"id": 7100313, "note": "moved"}}),
    (laundry.FIELD, "orders_update", {"id": 887308, "order": {"total_price": "1.00"}}),
    (laundry.FIELD, "orders_cancel", {"id": 887294, "reason": "customer"}),
    (laundry.FIELD, "orders_cancel", {"id": 887322, "reason": "changed his mind"}),
    (laundry.FIELD, "orders_close", {"id": 887266}),
    (laundry.FIELD, "services_update", {"id": 5502, "service": {"price": "cheap"}}),
    (kilns.FIELD, "stopFiring", {"name": "raku", "number": 17}),
    (kilns.FIELD, "fireWithParameters", {"name": "lustre", "parameters": {}}),
    (kilns.FIELD, "fireWithParameters", {"name": "raku", "parameters": {"PEAK": "hot"}}),
    (kilns.FIELD, "fireWithParameters", {"name": "raku", "parameters": {"SHELF": "2"}}),
    (kilns.FIELD, "doDelete", {"name": "glaze-cone6", "number": 140}),
    (cookbooks.FIELD, "add-recipes-to-cookbook", {"cookbook_id": cookbooks.WEEK, "uris": ["0Ax7mRisT2"]}),
    (cookbooks.FIELD, "add-recipes-to-cookbook", cookbooks.added("52noRdicT0", "0Ax7mRisT2")[1]),
    (cookbooks.FIELD, "remove-recipes-cookbook", {**cookbooks.removed(cookbooks.WEEK, "1Be3stEwQ4")[1], "snapshot_id": "old"}),
    (cookbooks.FIELD, "change-cookbook-details", {"cookbook_id": cookbooks.BRUNCH, "public": True}),
    (cookbooks.FIELD, "create-cookbook", {"user_id": "marko", "name": "Picnic"}),
    (cookbooks.FIELD, "search", {"q": "tart", "type": "dish"}),
    (lostproperty.FIELD, "UpdateClaim", lostproperty.up(414, status="open")[1]),
    (lostproperty.FIELD, "UpdateClaim", lostproperty.up(402, assignee_id=8101)[1]),
    (lostproperty.FIELD, "UpdateClaim", lostproperty.up(402, status="done")[1]),
    (lostproperty.FIELD, "UpdateClaim", lostproperty.up(402, status="hold", comment={"body": ""})[1]),
    (lostproperty.FIELD, "ClaimsUpdateMany", {"ids": "402,414", "claim": {"priority": "high"}}),
    (lostproperty.FIELD, "MergeClaimsIntoTargetClaim", {"claim_id": 405, "ids": [412, 411]}),
    (lostproperty.FIELD, "Search", {"query": "colour:red"}),
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


def test_a_record_that_is_upserted_keeps_its_number_and_what_is_not_told() -> None:
    told = {"domain": "nimbus.example", "name": "api", "type": "A", "value": "203.0.113.22"}

    assert Service(zones.FIELD).call("records.upsert", told) == {
        **told, "record_id": "rec_103", "ttl": 300, "proxied": False, "comment": "",
    }  # fmt: skip


def test_the_pipelines_are_given_once_page_by_page_with_the_newest_first() -> None:
    service, page, seen = Service(pipelines.FIELD), 1, []
    while page:
        answer = service.call("pipelines_list", {"page": page})
        seen += [row["pipeline_id"] for row in answer["items"]]
        page = answer["next_page"]

    assert seen == [row["pipeline_id"] for row in pipelines.ROWS["pipelines"]][::-1]


def test_weekdays_of_a_cron_line_may_be_told_by_name() -> None:
    told = [{"schedule_id": 3305, "body": {"cron": cron}} for cron in ("0 6 * * 1-5", "0 6 * * mon-fri")]

    assert len({str(Service(pipelines.FIELD).end([("schedules_update", one)])) for one in told}) == 1


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


def test_a_list_of_orders_leaves_the_lines_out_and_a_line_keeps_its_number_when_another_goes() -> None:
    service = Service(florist.FIELD)
    service.call("orders.lines.remove", {"orderId": 2205, "lineNo": 1})
    added = service.call("orders.lines.add", {"orderId": 2205, "sku": "SU-STD", "quantity": 4})

    assert not [row for row in service.call("orders.list", {})["orders"] if "lines" in row]
    assert [row["lineNo"] for row in service.call("orders.get", {"orderId": 2205})["lines"]] == [2, 3, added["lineNo"]]


def test_an_article_that_is_swapped_on_a_line_takes_its_name_along() -> None:
    line = Service(florist.FIELD).call("orders.lines.update", {"orderId": 2206, "lineNo": 1, "sku": "RS-WHT"})

    assert line == {"lineNo": 1, "sku": "RS-WHT", "product": "White rose", "quantity": 8, "remark": ""}


def test_the_talks_are_given_once_page_by_page_and_a_filter_may_name_a_relationship() -> None:
    service, seen = Service(conference.FIELD), []
    last = service.call("resources.list", {"type": "talks"})["meta"]["page"]["last"]
    for at in range(1, 1 + last):
        seen += [row["id"] for row in service.call("resources.list", {"type": "talks", "page": {"number": at}})["data"]]

    assert last == 2 and seen == [row["id"] for row in conference.ROWS["talks"]]
    assert [row["id"] for row in service.call("resources.list", {"type": "talks", "filter": {"room": "4"}})["data"]] == ["303", "311"]


def test_what_a_patch_does_not_send_stays_as_it_was() -> None:
    sent = {"type": "talks", "id": "305", "attributes": {"starts": "15:00"}, "relationships": {"room": {"data": None}}}
    before, after = conference.ROWS["talks"][4], Service(conference.FIELD).call("resources.update", {"data": sent})["data"]

    assert after["attributes"] == {**before["attributes"], "starts": "15:00"}
    assert after["relationships"] == {**before["relationships"], "room": {"data": None}}


def test_the_lots_of_a_search_are_given_once_hit_by_hit_in_the_order_that_is_asked_for() -> None:
    service, seen = Service(auction.FIELD), []
    told = {"filters": [{"field": "reserve", "op": "gte", "value": 30000}], "sort": {"field": "reserve", "direction": "desc"}}
    while len(seen) < (answer := service.call("HAMMER_SEARCH_LOTS", {**told, "offset": len(seen)}))["total"]:
        seen += [row["reserve"] for row in answer["hits"]]

    assert seen == sorted((row["reserve"] for row in auction.ROWS["lots"] if row["reserve"] >= 30000), reverse=True)
    assert len(seen) > auction.LIMIT


def test_whoever_bid_before_leads_again_when_a_bid_is_retracted() -> None:
    rows = Service(auction.FIELD).end([("HAMMER_RETRACT_BID", {"bid_id": "bid_75"})])

    lot = next(row for row in rows["lots"] if row["lot_id"] == "lot_104")
    assert (lot["current_bid"], lot["leader_id"]) == (110000, "pty_1d")
    assert [row["state"] for row in rows["bids"] if row["lot_id"] == "lot_104"] == ["active", "retracted"]


def test_the_badges_are_given_once_eight_at_a_time() -> None:
    service, seen = Service(badges.FIELD), []
    while len(seen) < (answer := service.call("keyway__find_badges", {"skip": len(seen)}))["total"]:
        seen += [row["badgeId"] for row in answer["items"]]

    assert seen == [row["badgeId"] for row in badges.ROWS["badges"]]


def test_somebody_who_is_in_a_group_already_is_skipped_and_the_others_are_added() -> None:
    group = Service(badges.FIELD).call("keyway__add_members", {"groupId": "G-5", "personIds": ["P-1051", "P-1043"]})

    assert group["memberIds"] == ["P-1043", "P-1051"]


def test_the_issues_are_given_once_by_their_offset_and_nothing_of_them_stands_outside_fields() -> None:
    service, seen = Service(tracker.FIELD), []
    while len(seen) < (answer := service.call("searchIssues", {"startAt": len(seen)}))["total"]:
        seen += [row["key"] for row in answer["issues"]]

    assert seen == [row["key"] for row in tracker.ROWS["issues"]]
    assert {*service.call("searchIssues", {})["issues"][0]} == {"key", "fields"}


def test_a_step_that_is_offered_can_be_taken_and_no_other() -> None:
    service = Service(tracker.FIELD)
    offered = [one["id"] for one in service.call("getTransitions", {"issueKey": "MOB-101"})["transitions"]]

    assert offered == ["21", "31", "51"]
    service.call("doTransition", {"issueKey": "MOB-101", "transition": {"id": "21"}})
    assert service.call("getIssue", {"issueKey": "MOB-101"})["fields"]["status"] == {"name": "In Review"}


def test_a_sprint_that_is_completed_leaves_what_is_not_done_behind() -> None:
    rows = Service(tracker.FIELD).end([("completeSprint", {"sprintId": 31})])

    assert [row["key"] for row in rows["issues"] if row["sprint"] == 31] == ["MOB-106"]


def test_open_orders_are_given_once_behind_the_last_id_and_closed_ones_only_if_asked_for() -> None:
    service, since, seen = Service(storefront.FIELD), 0, []
    while page := service.call("orders_index", {"since_id": since})["orders"]:
        seen, since = [*seen, *(row["name"] for row in page)], page[-1]["id"]

    assert seen == [row["name"] for row in storefront.ROWS["orders"] if row["name"] != "#1051"]
    assert "#1051" in str(service.call("orders_index", {"status": "closed"}))


def test_a_price_may_be_told_as_a_number_and_an_order_that_is_refunded_in_parts_says_so() -> None:
    told = [{"variant": {"id": 88101, "price": price}} for price in ("34.00", "34", 34, 34.0)]
    service = Service(storefront.FIELD)
    service.call("refunds_create", {"refund": {"order_id": 450046, "amount": "21.50"}})

    assert len({str(Service(storefront.FIELD).end([("variants_update", one)])) for one in told}) == 1
    assert service.call("orders_show", {"id": 450046})["order"]["financial_status"] == "partially_refunded"
    assert service.call("refunds_create", {"refund": {"order_id": 450046}})["refund"]["amount"] == "100.00"


def test_a_folder_is_given_once_by_its_cursor_and_what_is_deleted_only_if_asked_for() -> None:
    service = Service(drawers.FIELD)
    answer = service.call("files/list_folder", {"path": "", "recursive": True})
    seen = [*answer["entries"]]
    while answer["has_more"]:
        answer = service.call("files/list_folder/continue", {"cursor": answer["cursor"]})
        seen += answer["entries"]

    assert [row["id"] for row in seen] == [row["id"] for row in drawers.ROWS["entries"] if not row["deleted"]]
    assert "Seating plan" in str(service.call("files/list_folder", {"path": "/Office", "include_deleted": True}))


def test_a_folder_that_moves_takes_along_what_is_in_it() -> None:
    rows = Service(drawers.FIELD).end([("files/move_v2", {"from_path": "/Finance/Invoices", "to_path": "/Archive/Invoices"})])

    assert len([row for row in rows["entries"] if row["path"].startswith("/Archive/Invoices/INV")]) == 3


def test_the_registrations_are_given_once_as_edges_and_a_comparator_holds_for_every_page() -> None:
    service, after, seen = Service(webinars.FIELD), "", []
    while after is not None:
        found = service.call("registrants", {"after": after, "filter": {"state": {"in": ["PENDING", "APPROVED"]}}})["registrants"]
        seen += [edge["node"]["id"] for edge in found["edges"]]
        after = found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else None

    wanted = [row["id"] for row in webinars.ROWS["registrants"] if row["state"] in ("PENDING", "APPROVED")]
    assert seen == wanted and found["totalCount"] == len(wanted)


@pytest.mark.parametrize(("name", "inputs"), [
    ("webinarPublish", {"id": f"{webinars.WEB}2081"}),
    ("webinarUpdate", {"id": f"{webinars.WEB}2081", "input": {"capacity": 0}}),
    ("registrantsApprove", {"ids": [f"{webinars.REG}5501", f"{webinars.REG}5515"]}),
    ("sessionReschedule", {"sessionId": f"{webinars.SES}3101", "startsAt": "2026-04-01T18:00:00Z"}),
    ("recordingRestore", {"id": f"{webinars.REC}7701"}),
    ("registrantAdd", {"input": {"webinarId": f"{webinars.WEB}2082", "name": "Clara Vogel", "email": "clara@vogel.example"}}),
])  # fmt: skip
def test_a_mutation_that_cannot_be_made_says_so_in_its_answer_and_changes_nothing(name: str, inputs: Mapping[str, Any]) -> None:
    service = Service(webinars.FIELD)

    assert service.call(name, inputs)["userErrors"]
    assert service.rows == webinars.ROWS


def test_a_time_without_offset_is_in_the_time_zone_of_the_webinar() -> None:
    told = [{"sessionId": f"{webinars.SES}3112", "startsAt": at} for at in ("2026-03-18T20:00:00", "2026-03-18T20:00:00-04:00", "2026-03-19T00:00:00Z")]

    assert len({str(Service(webinars.FIELD).end([("sessionReschedule", one)])) for one in told}) == 1


def test_whoever_is_registered_hears_that_a_webinar_is_cancelled_unless_nobody_is_to_be_told() -> None:
    ends = [Service(webinars.FIELD).end([("webinarCancel", {"id": f"{webinars.WEB}2084", "notify": tell})]) for tell in (True, False)]

    assert [[one["email"] for one in rows["messages"]] for rows in ends] == [["paul.martin@post.example"], []]


def test_the_shifts_are_given_once_by_skip_and_an_expression_holds_for_what_is_given() -> None:
    service, seen = Service(rota.FIELD), []
    while "@odata.nextLink" in (answer := service.call("schedule.ListShifts", {"$skip": len(seen)})):
        seen += [row["Id"] for row in answer["value"]]
    open_ones = service.call("schedule.ListShifts", {"$filter": "UserId eq null and EndMinutes gt 960"})

    assert [*seen, *(row["Id"] for row in answer["value"])] == [row["Id"] for row in rota.ROWS["shifts"]]
    assert [row["Id"] for row in open_ones["value"]] == ["SHFT_4007", "SHFT_4011"]


def test_a_shift_that_was_changed_needs_the_etag_that_it_has_now() -> None:
    service, told = Service(rota.FIELD), {"Id": "SHFT_4007", "If-Match": rota.tag(4007), "body": {"UserId": rota.SOFIA}}
    after = service.call("schedule.UpdateShift", told)

    with pytest.raises(Refusal):
        service.call("schedule.UpdateShift", told)
    assert service.call("schedule.UpdateShift", {**told, "If-Match": after["@odata.etag"], "body": {"UserId": None}})["@odata.etag"] == rota.tag(4007)


def test_drafts_are_shared_in_one_store_and_everybody_there_is_told_unless_nobody_is_to_be() -> None:
    told = {"StoreId": rota.NORD, "FirstDay": "2026-03-16", "LastDay": "2026-03-17"}
    loud, quiet = (Service(rota.FIELD).end([("schedule.ShareSchedule", {**told, "NotifyTeam": tell})]) for tell in (True, False))

    assert [row["Id"] for row in quiet["shifts"] if row["Draft"]] == ["SHFT_4016", "SHFT_4017", "SHFT_4019", "SHFT_4021"]
    assert loud["messages"] and not quiet["messages"]


def test_the_envelopes_are_given_once_by_their_position_and_say_how_to_go_on() -> None:
    service, seen = Service(signing.FIELD), []
    while "nextUri" in (answer := service.call("Envelopes_listStatusChanges", {"start_position": str(len(seen)), "count": "5"})):
        seen += [row["envelopeId"] for row in answer["envelopes"]]

    assert [*seen, *(row["envelopeId"] for row in answer["envelopes"])] == [row["envelopeId"] for row in signing.ROWS["envelopes"]]
    assert answer["totalSetSize"] == "16"


def test_only_those_whose_turn_it_is_are_reminded_and_only_open_envelopes_expire() -> None:
    service = Service(signing.FIELD)
    service.call("Envelopes_update", {"envelope_id": signing.uid("harbour"), "resend_envelope": "true"})

    assert [row["to"] for row in service.rows["reminders"]] == ["marc@calder.example"]
    assert service.call("Envelopes_get", {"envelope_id": signing.uid("board")})["expireDateTime"].startswith("2026-03-17T07:31")
    assert "expireDateTime" not in service.call("Envelopes_get", {"envelope_id": signing.uid("ruth")})


def test_the_devices_of_the_greenhouses_are_given_once_page_by_page_from_zero() -> None:
    service, page, seen = Service(greenhouse.FIELD), 0, []
    while (answer := service.call("getTenantDeviceInfos", {"pageSize": 50, "page": page}))["hasNext"]:
        page, seen = page + 1, [*seen, *(row["name"] for row in answer["data"])]

    assert [*seen, *(row["name"] for row in answer["data"])] == [row["name"] for row in greenhouse.ROWS["devices"]]
    assert page == 1 and answer["totalElements"] == 18


def test_a_setting_may_be_told_as_a_whole_number_and_another_is_kept() -> None:
    ends = [Service(greenhouse.FIELD).end([greenhouse.setting("CL-401", targetTemperature=value)]) for value in (20, 20.0)]

    assert str(ends[0]) == str(ends[1])
    assert next(row for row in ends[0]["devices"] if row["name"] == "CL-401")["shared"] == {"targetTemperature": 20.0, "targetHumidity": 60.0, "mode": "auto"}


def test_the_orders_of_the_warehouse_are_given_once_six_at_a_time() -> None:
    service, seen = Service(crossdock.FIELD), []
    while len(seen) < (answer := service.call("list_orders_orders_get", {"offset": len(seen)}))["total"]:
        seen += [row["order_no"] for row in answer["rows"]]

    assert seen == [row["order_no"] for row in crossdock.ROWS["orders"]]


def test_a_notice_is_known_by_the_orders_that_it_names_or_else_by_its_words() -> None:
    rows = Service(crossdock.FIELD).end([crossdock.said("RLP", "Packed: SO-70204."), crossdock.said("W-05", "Hello,  Olu!")])

    assert [row["says"] for row in rows["notices"]] == [["SO-70204"], "hello olu"]


def test_the_extensions_of_a_site_are_given_once_page_by_page_and_those_of_no_other() -> None:
    service, seen, page = Service(switchboard.FIELD), [], 1
    site = switchboard.uid(switchboard.HARBOUR)
    while (given := service.call("extensions-list", {"site_id": site, "page": page}))["result"]:
        seen += [row["name"] for row in given["result"]]
        page += 1

    assert given["result_info"]["total_pages"] == 2
    assert seen == [row["name"] for row in switchboard.ROWS["extensions"] if row["site_id"] == site]


def test_the_hives_are_given_once_behind_their_offset_and_a_formula_knows_links_by_name() -> None:
    service, given = Service(apiary.FIELD), {"offset": ""}
    seen: list[str] = []
    while "offset" in given:
        given = service.call("list_records", apiary.at("Hives", offset=given["offset"]))
        seen += [row["fields"]["Name"] for row in given["records"]]

    quarry = service.call("list_records", apiary.at("tblHives", filterByFormula="AND({Apiary}='Quarry',{Queen year}>2024)", fields=["Name"]))
    assert seen == [row["fields"]["Name"] for row in apiary.ROWS["Hives"]]
    assert [row["fields"] for row in quarry["records"]] == [{"Name": "Juniper"}, {"Name": "Juniper II"}]


def test_a_service_of_an_area_leaves_other_kinds_and_what_is_unavailable_alone_and_answers_with_what_changed() -> None:
    service = Service(lido.FIELD)

    assert service.call("lamp.turn_off", {"target": {"area_id": "sauna"}}) == []
    assert [row["entity_id"] for row in service.call("lamp.turn_off", {"target": {"area_id": ["entrance", "changing_rooms"]}})] == ["lamp.entrance", "lamp.ladies", "lamp.gents"]
    assert service.call("state", {"entity_id": "pump.footbath"}) in lido.ROWS["entities"]


def test_the_notices_say_where_the_next_page_is_until_all_are_given() -> None:
    service = Service(neighbours.FIELD)
    first, second = (service.call("listLatestNotices", {"page": page})["notice_list"] for page in (0, 1))

    assert "more_notices_url" in first and "more_notices_url" not in second
    assert sorted(row["id"] for row in [*first["notices"], *second["notices"]]) == [row["id"] for row in neighbours.ROWS["notices"]]


def test_a_session_that_starts_to_run_stops_the_one_that_runs() -> None:
    service = Service(practice.FIELD)
    before = service.call("get_current_session", {})
    now = service.call("create_session", {"studio_id": practice.STUDIO, "start": "2026-03-11T11:00:00+01:00", "duration": -1})

    assert service.call("get_current_session", {}) == now and now["start"] == "2026-03-11T10:00:00Z"
    assert next(row["duration"] for row in service.rows["sessions"] if row["id"] == before["id"]) == 2400
def test_the_rehearsals_are_given_once_by_their_token_and_a_query_holds_for_files() -> None:
    service, told, seen = Service(choir.FIELD), {"diaryId": choir.MAIN, "maxResults": 4}, []
    while "nextPageToken" in (answer := service.call("events.list", told)):
        told, seen = {**told, "pageToken": answer["nextPageToken"]}, [*seen, *(row["id"] for row in answer["items"])]
    found = service.call("files.list", {"q": "name contains 'haec' and '1Fd_eastK2' in parents and trashed = false"})

    assert [*seen, *(row["id"] for row in answer["items"])] == [row["id"] for row in choir.ROWS["events"] if row["diaryId"] == choir.MAIN]
    assert [row["id"] for row in found["files"]] == ["1Pd_byrdM3"]


def test_a_view_that_was_changed_needs_the_version_that_it_has_now_unless_it_is_overwritten() -> None:
    service, told = Service(hives.FIELD), hives.saved("vw7Rc1", refresh="1m")[1]
    service.call("postView", told)

    with pytest.raises(Refusal):
        service.call("postView", told)
    assert service.call("postView", {**told, "overwrite": True})["status"] == "success"


def test_a_draft_that_is_completed_is_an_order_and_closed_orders_are_given_only_if_asked_for() -> None:
    service = Service(laundry.FIELD)
    key = service.call("drafts_complete", {"id": 662204})["draft_order"]["order_id"]

    assert service.call("orders_index", {})["orders"][-1]["id"] == key
    assert [row["name"] for row in service.call("orders_index", {"status": "closed"})["orders"]] == ["#L1038"]
    assert [row["name"] for row in service.call("orders_index", {"financial_status": "unpaid", "created_at_min": "2026-03-09"})["orders"]][:2] == ["#L1046", "#L1047"]


def test_what_toggles_is_as_it_was_when_it_is_done_twice_and_a_running_program_says_so() -> None:
    service = Service(kilns.FIELD)
    colours = {row["name"]: row["color"] for row in service.call("getPrograms", {})["programs"]}

    assert (colours["raku"], colours["glaze-cone10"], colours["bisque-slow"], colours["lustre"]) == ("blue_anime", "red_anime", "yellow_anime", "disabled")
    for _ in range(2):
        service.call("toggleOffline", {"kilnName": "spark"})
        service.call("toggleLogKeep", {"name": "raku", "number": 17})
    assert service.rows == kilns.ROWS


def test_a_recipe_stands_where_it_is_put_or_else_behind_the_others() -> None:
    service, one = Service(cookbooks.FIELD), cookbooks.BRUNCH
    service.call(*cookbooks.added(one, "3Le5tartP6"))
    service.call("add-recipes-to-cookbook", {**cookbooks.added(one, "6Pa8vlovA7")[1], "position": 1})
    service.call("reorder-cookbooks-recipes", {"cookbook_id": one, "range_start": 0, "insert_before": 3})
    page = service.call("get-cookbooks-recipes", {"cookbook_id": one, "limit": 4})
    rest = service.call("get-cookbooks-recipes", {"cookbook_id": one, "offset": 4})

    found = [row["recipe"]["name"] for row in (*page["items"], *rest["items"])]
    assert found == ["Pavlova", "Labneh Dip", "Granola", "Tofu Scramble", "Shakshuka", "Lemon Tart"]
    assert page["next"] and not rest["next"]


def test_the_claims_are_given_once_by_their_cursor_and_a_search_compares_states() -> None:
    service, page, seen = Service(lostproperty.FIELD), {"size": 6}, []
    while (answer := service.call("ListClaims", {"page": page}))["meta"]["has_more"]:
        page, seen = {"size": 6, "after": answer["meta"]["after_cursor"]}, [*seen, *(row["id"] for row in answer["claims"])]
    found = service.call("Search", {"query": "type:claim status<pending assignee:none", "sort_by": "created_at", "sort_order": "asc"})

    assert [*seen, *(row["id"] for row in answer["claims"])] == [row["id"] for row in lostproperty.ROWS["claims"]]
    assert [row["id"] for row in found["results"]] == [402, 410, 411, 412]


def test_the_bills_go_on_after_an_id_and_a_box_that_is_cancelled_takes_nothing_more() -> None:
    service, told, seen = Service(vegboxes.FIELD), {"limit": 3}, []
    while (answer := service.call("GetInvoices", told))["has_more"]:
        told, seen = {**told, "starting_after": answer["data"][-1]["id"]}, [*seen, *(row["id"] for row in answer["data"])]

    assert [*seen, *(row["id"] for row in answer["data"])] == [row["id"] for row in vegboxes.ROWS["invoices"]]
    for wrong in (vegboxes.changed("H8", cancel_at_period_end=True), vegboxes.changed("A7", items=[{"price": "price_l24"}])):
        with pytest.raises(Refusal):
            service.call(*wrong)


def test_a_query_for_defects_compares_orders_and_knows_what_is_empty_and_only_moves_of_the_state_are_made() -> None:
    service = Service(playgrounds.FIELD)
    found = service.call(*playgrounds.looked('site in (ELM, "Mill Lane") AND state != Fixed AND fitter is EMPTY ORDER BY reported DESC'))

    assert [row["key"] for row in found["defects"]] == ["ELM-2", "MIL-2"]
    assert [one["id"] for one in service.call("getMoves", {"defectIdOrKey": "MIL-1"})["moves"]] == ["11", "31"]
    for wrong in (playgrounds.moved("ELM-1", "31"), playgrounds.assigned("ELM-1", "e15"), playgrounds.looked("colour = red")):
        with pytest.raises(Refusal):
            service.call(*wrong)


def test_a_lesson_that_was_deleted_is_not_listed_and_one_that_was_changed_has_another_version() -> None:
    service, told = Service(drivingschool.FIELD), drivingschool.patched("bert", "k1v6g", location="Harbour")[1]
    first = service.call("lessons.list", {"diaryId": "bert@wheels.example", "maxResults": 2})
    version = service.call("lessons.get", {"diaryId": "bert@wheels.example", "lessonId": "k1v6g"})["etag"]
    service.call(*drivingschool.deleted("bert", "k1v5f"))
    service.call("lessons.patch", {**told, "ifMatch": version})

    assert first["nextPageToken"] == "2" and [row["id"] for row in first["items"]] == ["k1v5f", "k1v6g"]
    assert [row["id"] for row in service.call(*drivingschool.looked("bert"))["items"]] == ["k1v6g", "k1v7h", "k1v8i", "k1v9j"]
    with pytest.raises(Refusal):
        service.call("lessons.patch", {**told, "ifMatch": version})


def test_the_dairy_answers_what_is_wrong_and_gives_every_cheese_once() -> None:
    service, told, seen = Service(dairy.FIELD), {"first": 4}, []
    while True:
        answer = service.call("products", told)["products"]
        seen += [edge["node"]["title"] for edge in answer["edges"]]
        if not answer["pageInfo"]["hasNextPage"]:
            break
        told = {**told, "after": answer["pageInfo"]["endCursor"]}
    found = service.call(*dairy.looked("orders", "financial_status:PENDING AND -fulfillment_status:UNFULFILLED"))

    assert seen == [row["title"] for row in dairy.ROWS["products"]]
    assert [edge["node"]["name"] for edge in found["orders"]["edges"]] == ["#2043"]
    assert service.call(*dairy.made(8801, status="SOLD"))["userErrors"] and service.call(*dairy.sent(2041, "X"))["userErrors"]
    assert service.rows == dairy.ROWS


def test_a_search_for_families_compares_texts_and_shows_what_it_is_asked_for() -> None:
    service = Service(hostfamilies.FIELD)
    filters = [{"propertyName": "beds", "operator": "GTE", "value": "2"}, {"propertyName": "pets", "operator": "EQ", "value": "false"}]
    found = service.call("families_doSearch", {"filterGroups": [{"filters": filters}], "properties": ["beds"], "limit": 1})

    assert found["total"] == 2 and found["paging"] == {"next": {"after": "1"}}
    assert found["results"][0]["properties"] == {"name": "Family Bergman", "email": "bergman@home.example", "beds": "2"}
    for wrong in (hostfamilies.family(1, beds="many"), hostfamilies.placement(1, stage="Arrived"), hostfamilies.family(1, colour="red")):
        with pytest.raises(Refusal):
            service.call(*wrong)


def test_pickups_are_given_page_by_page_and_only_those_of_one_resident_are_merged() -> None:
    service, page, seen = Service(bulkywaste.FIELD), 1, []
    while (answer := service.call("ListPickups", {"page": page, "per_page": 5}))["next_page"]:
        page, seen = page + 1, [*seen, *(row["id"] for row in answer["pickups"])]
    found = service.call(*bulkywaste.looked('type:pickup requester:"Irma Vogel" -status:pending'))

    assert [*seen, *(row["id"] for row in answer["pickups"])] == [row["id"] for row in bulkywaste.ROWS["pickups"]]
    assert [row["id"] for row in found["results"]] == [5501]
    for wrong in (("MergePickups", {"pickup_id": 5503, "ids": [5507]}), bulkywaste.changed(5501, assignee_id=91001)):
        with pytest.raises(Refusal):
            service.call(*wrong)
