"""Past runs of the kinds of cookbooks' tasks."""

from tests.fields.cookbooks import BOOKS, BRUNCH, PARTY, SAVED, SLOW, WEEK, added, look, mine, on, removed
from tests.fields.service import Call, Past


def within(key: str) -> Call:
    return on("get-cookbooks-recipes", key)


PASTS = (
    Past("Put the lemon tart into Slow Sundays", [look("lemon tart"), BOOKS], [added(SLOW, "3Le5tartP6")]),
    Past("The onion tart is always left over when we have guests. Please take it off Party", [BOOKS, within(PARTY)], [removed(PARTY, "3On5tartV3")]),
    Past('My Weeknights one should be called "After Work" from now on, and don\'t let others see it', [BOOKS], [on("change-cookbook-details", WEEK, name="After Work", public=False)]),
    Past("Could you unfollow the Quick Thai cookbook for me? I've had enough coriander for a lifetime", [BOOKS], [on("unfollow-cookbook", "52quIckT77")]),
    Past("There's one with soups and stews by kob_n, follow that for me", [look("soups and stews", "cookbook")], [on("follow-cookbook", "52soUpsS02")]),
    Past("I had a focaccia and a dal tadka at a friend's, both so good that I'd like them saved in my library", [look("focaccia"), look("dal tadka")], [mine("save", "4Fo6cacCi5", "9Da3lTadK4")]),
    Past("Throw everything by June Whitlock out of what I've saved", [SAVED], [mine("remove", "6Pa8vlovA7")]),
    Past("Of the dishes in Party, which one is done fastest?", [BOOKS, within(PARTY)], []),
    Past("The dal should come first in Weeknights", [BOOKS, within(WEEK)], [on("reorder-cookbooks-recipes", WEEK, range_start=4, insert_before=0)]),
    Past("Please move all those dishes from Brunch to Weeknights that need more than twenty minutes", [BOOKS, within(BRUNCH)], [removed(BRUNCH, "7Gr9anolA0", "2Sh4kshuK1"), added(WEEK, "7Gr9anolA0", "2Sh4kshuK1")]),
    Past("If there are fewer than five dishes in Weeknights, add the tofu scramble there; otherwise take the stroganoff out", [BOOKS, within(WEEK)], [removed(WEEK, "1Be3stRoK8")]),
    Past("Go through Slow Sundays and Brunch and put every vegan recipe there into my library, except for those that are in it already", [BOOKS, within(SLOW), within(BRUNCH), SAVED], [mine("save", "4Fo6cacCi5", "9Mi4nestR1", "8To1fuScR6")]),
    None,
    None,
)
