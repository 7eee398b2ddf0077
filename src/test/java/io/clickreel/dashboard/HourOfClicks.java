package io.clickreel.dashboard;

import io.clickreel.Clicks;
import io.clickreel.TestDatabase;

/**
 * 82 clicks of one hour, small enough to compute answers by hand. The newest minute is 12:59.
 *
 * <pre>
 *         film 1, ALPHA, Action    film 2, BETA, Comedy          film 3, not in dim_film
 * 12:45                            20 views, u_2, mobile
 * 12:49   20 views, u_1, web
 * 12:50   10 details, u_1, web
 * 12:55                            30 watchlist, u_3, mobile
 * 12:59                                                          2 views, u_3, tablet
 * 2100    1 view, u_9: a clock that is wrong
 * </pre>
 *
 * Referrers and positions: 12:49 by search, 12:59 in position 7; all others from the homepage in position 1.
 */
final class HourOfClicks {
    private HourOfClicks() {}

    static TestDatabase in(String name) {
        TestDatabase database = TestDatabase.withTables(name);
        database.insert(
                "clicks",
                "a",
                new Clicks()
                        .add(20, "2026-01-31 12:45:00.000", "u_2", "s_2", 2, "view", "mobile")
                        .add(20, "2026-01-31 12:49:00.000", "u_1", "s_1", 1, "view", "web")
                        .with("referrer", "search")
                        .add(10, "2026-01-31 12:50:30.000", "u_1", "s_1", 1, "detail_view", "web")
                        .rows());
        database.insert(
                "clicks",
                "b",
                new Clicks()
                        .add(30, "2026-01-31 12:55:10.000", "u_3", "s_3", 2, "add_to_watchlist", "mobile")
                        .add(2, "2026-01-31 12:59:20.000", "u_3", "s_4", 3, "view", "tablet")
                        .with("position", 7)
                        .add(1, "2100-01-01 00:00:00.000", "u_9", "s_9", 1, "view", "web")
                        .rows());
        database.execute("INSERT INTO @.dim_film VALUES ('k1', 1, 'ALPHA', 2006, 90, 'PG', 3, 'Action'),"
                + " ('k2', 2, 'BETA', 2006, 90, 'PG', 3, 'Comedy')");
        return database;
    }
}
