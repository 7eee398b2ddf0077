package io.clickreel.audit;

import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.stream.EventTime;
import io.clickreel.stream.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table that ClickHouse fills from each insert into the stream's table and that counts its rows.
 *
 * @param table with its database, quoted
 * @param count the sum of the column that counts rows: the one whose comment says so
 * @param bucket by which it is compared
 * @param time its column with the start of the bucket; empty if it is compared as a whole
 * @param zone in which its buckets were cut
 * @param shared whether all streams write into it, so that only the rows of this one's topics are compared
 */
record View(String name, String table, String count, Bucket bucket, String time, String zone, boolean shared) {
    private static final String BATCHES = "batches";
    private static final String COLUMNS = """
            SELECT name, type, comment FROM system.columns
            WHERE database = {db:String} AND table = {table:String}
            ORDER BY position
            """;

    /** Those that are there: the views that can be compared, and a sentence for each of the others. */
    record Found(List<View> views, List<String> uncounted) {}

    /** Finds the targets of the views on the stream's table. */
    static Found find(Store store) {
        Map<Table.Name, List<Table>> feeders =
                new TreeMap<>(Comparator.comparing(Table.Name::name).thenComparing(Table.Name::database));
        for (Table view : store.tables().viewsOn(store.own(store.table()))) {
            if (view.target() != null) {
                feeders.computeIfAbsent(view.target(), target -> new ArrayList<>())
                        .add(view);
            }
        }
        List<View> views = new ArrayList<>();
        List<String> uncounted = new ArrayList<>();
        feeders.forEach((target, own) -> {
            Optional<String> other = otherSource(store, target, own);
            Optional<View> view = of(store, target, own);
            if (other.isPresent()) {
                uncounted.add(
                        "Table " + target.name() + " is filled from " + other.get() + " too, so what it counts of "
                                + store.table() + " cannot be told from the rest and is not compared.");
            } else if (view.isEmpty()) {
                uncounted.add("Table " + target.name() + ", which is filled from " + store.table()
                        + ", is not counted: no whole number among its columns has the comment 'rows', so none can be compared with the"
                        + " number of rows. If one counts them, say so: ALTER TABLE " + target
                        + " COMMENT COLUMN <column> 'rows'.");
            } else {
                views.add(view.get());
            }
        });
        return new Found(views, uncounted);
    }

    /** What a table of the audited database counts, whether or not a view fills it. */
    static Optional<View> ofTarget(Store store, String table) {
        return of(store, store.own(table), List.of());
    }

    /** The table of another stream from which the same target is filled. */
    private static Optional<String> otherSource(Store store, Table.Name target, List<Table> own) {
        return target.equals(store.own(BATCHES))
                ? Optional.empty()
                : store.streams().stream()
                        .map(Stream::table)
                        .filter(table -> !table.equals(store.table()))
                        .filter(table -> store.tables().viewsOn(store.own(table)).stream()
                                .anyMatch(view -> target.equals(view.target()) && !own.contains(view)))
                        .findFirst();
    }

    /** @param feeders the views that fill it; none if they are gone */
    private static Optional<View> of(Store store, Table.Name table, List<Table> feeders) {
        List<Row> columns = store.rows(COLUMNS, Map.of("db", table.database(), "table", table.name()));
        boolean shared = table.equals(store.own(BATCHES));
        Map<String, String> types = new HashMap<>();
        columns.forEach(column -> types.put(column.text("name"), column.text("type")));
        return columns.stream()
                .filter(column -> shared
                        ? column.text("name").equals("rows")
                        : column.text("comment").equals("rows"))
                .flatMap(column -> count(column).stream())
                .findFirst()
                .map(count -> {
                    for (Bucket bucket : Bucket.values()) {
                        Optional<String> time =
                                shared ? Optional.empty() : timeOf(store.time(), bucket, types, feeders);
                        if (time.isPresent()) {
                            String zone = EventTime.zone(Objects.requireNonNull(types.get(time.get())));
                            return new View(table.name(), table.quoted(), count, bucket, time.get(), zone, false);
                        }
                    }
                    return new View(table.name(), table.quoted(), count, Bucket.ALL, "", "", shared);
                });
    }

    /** The target's column with the start of such a bucket of the stream's time. */
    private static Optional<String> timeOf(
            @Nullable EventTime time, Bucket bucket, Map<String, String> types, List<Table> feeders) {
        if (time == null || bucket == Bucket.ALL) {
            return Optional.empty();
        }
        return types.entrySet().stream()
                .filter(column -> column.getValue().matches(bucket == Bucket.DAY ? "Date(32)?" : "DateTime\\b.*"))
                .map(Map.Entry::getKey)
                .sorted()
                .filter(column -> feeders.isEmpty()
                        ? column.equals(bucket.word())
                        : feeders.stream().allMatch(view -> isCut(time, bucket, view.select(), column)))
                .findFirst();
    }

    private static boolean isCut(EventTime time, Bucket bucket, @Nullable String select, String column) {
        if (select == null) {
            return false;
        }
        String function = time.cuts(select).get(column);
        return bucket.function().equals(function) || bucket == Bucket.DAY && time.isDate() && "".equals(function);
    }

    /** How a column is added up; empty if it cannot be. */
    private static Optional<String> count(Row column) {
        String name = Sql.quoted(column.text("name"));
        String type = column.text("type");
        if (type.startsWith("AggregateFunction(count")) {
            return Optional.of("countMerge(" + name + ")");
        }
        return type.matches("(SimpleAggregateFunction\\(sum, )?U?Int\\d+\\)?")
                ? Optional.of("sum(" + name + ")")
                : Optional.empty();
    }

    /** Picks its rows of the stream. */
    String ofStream() {
        return shared ? Store.OF_STREAM : "1";
    }

    @Override
    public String toString() {
        return name;
    }
}
