package io.clickreel.audit;

import io.clickreel.clickhouse.Sql;
import io.clickreel.stream.EventTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks in one statement, and so at one moment, what the raw rows and some views count in each bucket of time. */
final class BucketSums {
    private BucketSums() {}

    /**
     * The statement to ask.
     *
     * @param ofRange whether only the buckets of {@link Bucket#range} are asked
     * @param views all compared with the same rows
     * @param proved a view whose numbers are known to be those of the raw rows; null: the rows are read
     * @return a statement whose one row has {@code r} and {@code t0}, {@code t1}, ..., the totals of the rows and of
     *     each view; {@code differing}, the number of buckets that differ; and {@code buckets}, a line for each of
     *     these: its start, the rows, and each view's number
     */
    static String sql(
            Store store, Bucket bucket, List<View> views, boolean ofRange, @Nullable View proved, int mostBuckets) {
        boolean whole = bucket == Bucket.ALL;
        boolean shared = views.get(0).shared();
        String rows = both(ofRange ? bucket.rowsBetween(store.time()) : "1", shared ? store.judgedRows() : "1");
        StringBuilder parts = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        StringBuilder all = new StringBuilder();
        StringBuilder line = new StringBuilder("concat(toString(__b), ' ', toString(raw)");
        List<String> differs = new ArrayList<>();
        parts.append(
                proved == null
                        ? part(bucket.cut(EventTime.COLUMN), "count()", -1, views.size(), Store.RAW, rows, whole)
                        : part(
                                bucket.cut(Sql.quoted(proved.time())),
                                proved.count(),
                                -1,
                                views.size(),
                                proved.table(),
                                "1",
                                whole));
        for (int i = 0; i < views.size(); i++) {
            View view = views.get(i);
            String inView = both(ofRange ? bucket.viewBetween(view.time()) : "1", view.ofStream());
            parts.append(" UNION ALL ")
                    .append(part(
                            bucket.start(Sql.quoted(view.time())),
                            view.count(),
                            i,
                            views.size(),
                            view.table(),
                            inView,
                            whole));
            sums.append(", sum(__v").append(i).append(") AS w").append(i);
            all.append(", sum(w").append(i).append(") AS t").append(i);
            line.append(", ' ', toString(w").append(i).append(")");
            differs.add("w" + i + " != raw");
        }
        String condition = "(" + String.join(" OR ", differs) + ")";
        return "SELECT sum(raw) AS r" + all + ", countIf" + condition + " AS differing, arrayStringConcat(groupArrayIf("
                + mostBuckets + ")(" + line + "), " + condition
                + "), '\\n') AS buckets FROM (SELECT __b, sum(__n) AS raw"
                + sums
                + " FROM (" + parts + ") GROUP BY __b)";
    }

    private static String both(String condition, String other) {
        return condition.equals("1") ? other : other.equals("1") ? condition : condition + " AND " + other;
    }

    /**
     * The sums of one table by bucket, with zeros in the other tables' columns. An alias would hide a column of its name, so
     * they begin with underscores.
     */
    private static String part(
            String start, String number, int index, int views, String table, String where, boolean whole) {
        StringBuilder part = new StringBuilder("SELECT ").append(start).append(" AS __b");
        part.append(", ")
                .append(index < 0 ? "toUInt64(" + number + ")" : "toUInt64(0)")
                .append(" AS __n");
        for (int i = 0; i < views; i++) {
            part.append(", ")
                    .append(i == index ? "toUInt64(" + number + ")" : "toUInt64(0)")
                    .append(" AS __v")
                    .append(i);
        }
        part.append(" FROM ").append(table);
        // Without a condition ClickHouse reads the count from metadata.
        part.append(where.equals("1") ? "" : " WHERE " + where);
        return part.append(whole ? "" : " GROUP BY __b").toString();
    }
}
