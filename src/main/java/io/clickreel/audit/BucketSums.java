package io.clickreel.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks in one statement, and so at one moment, what the raw clicks and some views count in each bucket of time. */
final class BucketSums {
    private BucketSums() {}

    /**
     * The statement to ask.
     *
     * @param ofRange whether only the buckets of {@link Bucket#range} are asked
     * @param proved a view whose numbers are known to be those of the raw clicks; null: the clicks are read
     * @return a statement whose one row has {@code r} and {@code t0}, {@code t1}, ..., the totals of the clicks and of
     *     each view; {@code differing}, the number of buckets that differ; and {@code buckets}, a line for each of
     *     these: its start, the clicks, and each view's number
     */
    static String sql(Bucket bucket, List<View> views, boolean ofRange, @Nullable View proved, int mostBuckets) {
        boolean whole = bucket == Bucket.ALL;
        String clicks = ofRange ? bucket.clicksBetween() : "1";
        String inViews = ofRange ? bucket.viewBetween() : "1";
        StringBuilder parts = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        StringBuilder all = new StringBuilder();
        StringBuilder line = new StringBuilder("concat(toString(b), ' ', toString(raw)");
        List<String> differs = new ArrayList<>();
        parts.append(
                proved == null
                        ? part(bucket.ofClicks(), "count()", -1, views.size(), Store.RAW, clicks, whole)
                        : part(bucket.ofMinutes(), "sum(clicks)", -1, views.size(), proved.table(), clicks, whole));
        for (int i = 0; i < views.size(); i++) {
            parts.append(" UNION ALL ")
                    .append(part(
                            bucket.ofView(),
                            "sum(clicks)",
                            i,
                            views.size(),
                            views.get(i).table(),
                            inViews,
                            whole));
            sums.append(", sum(v").append(i).append(") AS w").append(i);
            all.append(", sum(w").append(i).append(") AS t").append(i);
            line.append(", ' ', toString(w").append(i).append(")");
            differs.add("w" + i + " != raw");
        }
        String condition = "(" + String.join(" OR ", differs) + ")";
        return "SELECT sum(raw) AS r" + all + ", countIf" + condition + " AS differing, arrayStringConcat(groupArrayIf("
                + mostBuckets + ")(" + line + "), " + condition + "), '\\n') AS buckets FROM (SELECT b, sum(n) AS raw"
                + sums
                + " FROM (" + parts + ") GROUP BY b)";
    }

    /** The sums of one table by bucket, with zeros in the other tables' columns. */
    private static String part(
            String start, String number, int index, int views, String table, String where, boolean whole) {
        StringBuilder part = new StringBuilder("SELECT ").append(start).append(" AS b");
        part.append(", ")
                .append(index < 0 ? "toUInt64(" + number + ")" : "toUInt64(0)")
                .append(" AS n");
        for (int i = 0; i < views; i++) {
            part.append(", ")
                    .append(i == index ? "toUInt64(" + number + ")" : "toUInt64(0)")
                    .append(" AS v")
                    .append(i);
        }
        part.append(" FROM ").append(table);
        // Without a condition ClickHouse reads the count from metadata.
        part.append(where.equals("1") ? "" : " WHERE " + where);
        return part.append(whole ? "" : " GROUP BY b").toString();
    }
}
