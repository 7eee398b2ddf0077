package io.clickreel.schema;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.stream.Stream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares the tables and views with those that the steps of the schema have made.
 *
 * <p>A user's own tables and views are not judged, unless they write into ours.
 */
public final class SchemaCheck {
    /** A step that another instance applies is in the history only a moment after it is done. */
    private static final long SECOND_LOOK_MS = 500;

    private final LiveSchema live;
    private final Supplier<? extends Collection<Stream>> streams;

    /** @param streams a replay brings back what the views on their tables have missed */
    public SchemaCheck(ClickHouse clickHouse, Supplier<? extends Collection<Stream>> streams) {
        this.live = new LiveSchema(clickHouse);
        this.streams = streams;
    }

    /**
     * The faults of the schema, tables first; an empty list if there are none.
     *
     * @return nothing if there is no history to tell what should be there
     * @throws RuntimeException if ClickHouse does not answer
     */
    public Optional<List<SchemaFault>> faults() {
        Optional<List<SchemaFault>> first = look();
        if (first.isEmpty() || first.get().isEmpty()) {
            return first;
        }
        try {
            Thread.sleep(SECOND_LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return first;
        }
        return look();
    }

    private Optional<List<SchemaFault>> look() {
        Map<String, SchemaObject> expected = ExpectedSchema.after(live.history());
        return expected.isEmpty() ? Optional.empty() : Optional.of(new Look(expected).faults());
    }

    /** The state that one look has read. */
    private final class Look {
        private final Map<String, SchemaObject> expected;
        private final String database = live.database();
        private final Tables tables = live.tables();
        private final Map<String, Map<String, String>> columns = live.columns();
        private final Map<String, String> formatted;
        private final List<SchemaFault> faults = new ArrayList<>();

        private Look(Map<String, SchemaObject> expected) {
            this.expected = expected;
            this.formatted = live.formatted(expected.values().stream()
                    .map(SchemaObject::select)
                    .filter(Objects::nonNull)
                    .toList());
        }

        List<SchemaFault> faults() {
            List<SchemaObject> views = new ArrayList<>();
            SchemaRepair repair = new SchemaRepair(live, database, expected, tables.all(), List.copyOf(streams.get()));
            for (SchemaObject object : expected.values()) {
                if (object.isMaterializedView()) {
                    views.add(object);
                } else {
                    check(object, repair);
                }
            }
            // Tables come first, because views are made on them.
            views.forEach(view -> checkView(view, repair));
            tables.all().stream().filter(this::feedsOursToo).forEach(view -> faults.add(repair.secondFeeder(view)));
            return faults;
        }

        private void check(SchemaObject object, SchemaRepair repair) {
            Table table = tables.find(object.name()).orElse(null);
            if (table == null) {
                faults.add(repair.missingTable(object));
            } else if (!table.engine().endsWith(object.engine())
                    || isOther(object, table) && repair.twin(object).isPresent()) {
                faults.add(repair.otherTable(object, table));
            } else {
                Map<String, String> has = columns.getOrDefault(object.name(), Map.of());
                Map<String, String> lacking = new LinkedHashMap<>();
                object.columns().forEach((name, definition) -> {
                    if (!ColumnType.holds(has.get(name), definition)) {
                        lacking.put(name, definition);
                    }
                });
                if (!lacking.isEmpty()) {
                    faults.add(repair.columns(object, lacking, has));
                }
            }
        }

        /** Whether the sorting key differs. That alone is no fault: a user may have made the table. */
        private boolean isOther(SchemaObject object, Table table) {
            String key = object.sortingKey();
            return key != null && !key.equals(table.sortingKey());
        }

        private void checkView(SchemaObject view, SchemaRepair repair) {
            Table there = tables.find(view.name()).orElse(null);
            Optional<Table> twin = tables.all().stream()
                    .filter(other -> repair.isNoneOfOurs(other) && is(view, other))
                    .findFirst();
            if (there == null) {
                faults.add(repair.missingView(view, twin));
            } else if (!is(view, there)) {
                faults.add(repair.otherView(view, there, twin));
            } else if (view.sources(expected.keySet()).stream()
                    .flatMap(source -> tables.find(source).stream())
                    .anyMatch(source -> !source.readers().contains(there.name()))) {
                faults.add(repair.unattached(view));
            }
        }

        /** Whether a view does what the steps of the schema say. */
        private boolean is(SchemaObject view, Table there) {
            if (!there.isMaterializedView()
                    || there.hasOwnTarget() != (view.target() == null)
                    || !there.hasOwnTarget() && !tables.own(view.target()).equals(there.target())) {
                return false;
            }
            String should = view.select() == null ? null : formatted.get(view.select());
            // A SELECT that this server cannot format cannot be compared.
            return should == null
                    || there.select() == null
                    || unqualified(should).equals(unqualified(there.select()));
        }

        private String unqualified(String select) {
            return select.replaceAll("(?<![\\w`.])`?" + database + "`?\\.", "");
        }

        /** Whether a user's view writes into one of our targets, where each row has to come from one view. */
        private boolean feedsOursToo(Table view) {
            boolean isOurs = view.name().equals(tables.own(view.name().name()))
                    && expected.containsKey(view.name().name());
            return !isOurs
                    && expected.values().stream()
                            .map(SchemaObject::target)
                            .anyMatch(target ->
                                    target != null && tables.own(target).equals(view.target()))
                    && faults.stream().noneMatch(fault -> fault.statements()
                            .toString()
                            .contains(view.name().toString()));
        }
    }
}
