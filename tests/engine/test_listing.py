"""The list of tasks: filters, pages, and how much one request reads."""

import pytest

from chalicelib.domain.subagent import SubAgent
from chalicelib.engine import listing
from chalicelib.engine.deploy import deploy
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.settings import Settings
from tests.engine.scripted import ACCOUNT
from tests.world import World


class Office:
    """Two sub-agents, and tasks of either."""

    def __init__(self):
        self.world = World()
        for name in ("often", "rarely"):
            deploy(self.world.ports, ACCOUNT, SubAgent(name, "does it", (), {}), [])

    def tasks(self, sub_agent, count):
        for _ in range(count):
            self.world.clock.instant += 1
            accept(self.world.ports, Settings(), ACCOUNT, TaskRequest("do it", sub_agent))

    def page(self, **asked):
        return listing.page(self.world.ports, ACCOUNT, **asked)

    def everything(self, **asked):
        """All pages, and how many there were."""
        found, pages, cursor = [], 0, None
        while True:
            page = self.page(cursor=cursor, **asked)
            found, pages, cursor = [*found, *page["data"]], pages + 1, page["next_cursor"]
            if not page["has_more"]:
                return found, pages


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 10)
    monkeypatch.setattr(listing, "MOST_READ", 30)
    return Office()


def test_a_request_reads_so_many_tasks_and_tells_where_to_go_on(office):
    office.tasks("rarely", 1)
    office.tasks("often", 70)

    first = office.page(sub_agent="rarely")
    assert (first["data"], first["has_more"]) == ([], True)

    found, pages = office.everything(sub_agent="rarely")
    assert (len(found), pages) == (1, 3)


def test_every_task_is_listed_once_newest_first(office):
    office.tasks("often", 45)

    found, _ = office.everything(limit=7)

    assert len({each["id"] for each in found}) == len(found) == 45
    assert [each["created_at"] for each in found] == sorted((each["created_at"] for each in found), reverse=True)


def test_a_page_that_ends_with_the_last_task_says_so(office):
    office.tasks("often", 20)

    page = office.page(limit=20)

    assert (len(page["data"]), page["has_more"], page["next_cursor"]) == (20, False, None)


def test_a_sub_agent_is_busy_while_one_old_task_of_it_is_open(office):
    assert not listing.busy(office.world.ports, ACCOUNT, "rarely")

    office.tasks("rarely", 1)
    office.tasks("often", 40)

    assert listing.busy(office.world.ports, ACCOUNT, "rarely")
