package io.clickreel.schema;

import io.clickreel.clickhouse.Table;
import io.clickreel.schema.SchemaFault.Mend;
import io.clickreel.stream.Stream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the statements that repair a fault. */
final class SchemaRepair {
    private final LiveSchema live;
    private final String database;
    private final Map<String, SchemaObject> expected;
    private final List<Table> tables;
    private final List<Stream> streams;
    private @Nullable Set<String> detached;

    SchemaRepair(
            LiveSchema live,
            String database,
            Map<String, SchemaObject> expected,
            List<Table> tables,
            List<Stream> streams) {
        this.streams = streams;
        this.live = live;
        this.database = database;
        this.expected = expected;
        this.tables = tables;
    }

    SchemaFault missingTable(SchemaObject table) {
        String name = database + "." + table.name();
        boolean isTable = !table.engine().endsWith("View");
        Mend all = mend(table);
        Optional<Table> twin = twin(table);
        if (isDetached(table.name())) {
            return fault(
                    table,
                    "Table " + name + " is detached." + cost(table),
                    List.of("ATTACH TABLE " + name),
                    afterReturn(all));
        }
        if (twin.isPresent()) {
            String sentence = "Table " + name + " is gone; " + twin.get().name()
                    + " has its form: it was probably renamed." + cost(table);
            return fault(
                    table, sentence, List.of("RENAME TABLE " + twin.get().name() + " TO " + name), afterReturn(all));
        }
        Instant until = isTable ? live.dropped().get(table.name()) : null;
        if (until != null) {
            String sentence = "Table " + name + " was dropped. Its rows can be had back until "
                    + until.truncatedTo(ChronoUnit.SECONDS) + "." + cost(table);
            return fault(table, sentence, List.of("UNDROP TABLE " + name), afterReturn(all));
        }
        return fault(
                table,
                (isTable ? "Table " : "View ") + name + " is gone, with its rows." + cost(table)
                        + (isTable && all == Mend.NOTHING ? " What it held comes back from a backup only." : ""),
                table.create(database, expected.keySet()),
                all);
    }

    /** The fault that the name belongs to another table. */
    SchemaFault otherTable(SchemaObject table, Table there) {
        String name = database + "." + table.name();
        Mend all = mend(table);
        Optional<Table> twin = twin(table);
        String sentence = "Table " + name + " is another one than its steps in schema_history have made: its engine is "
                + there.engine() + " with ORDER BY (" + there.sortingKey() + ").";
        if (twin.isPresent()) {
            return fault(
                    table,
                    sentence + " " + twin.get().name() + " has the right form: they were probably exchanged.",
                    List.of("EXCHANGE TABLES " + name + " AND " + twin.get().name()),
                    all);
        }
        List<String> statements = new ArrayList<>();
        statements.add("RENAME TABLE " + name + " TO " + name + "_other");
        statements.addAll(table.create(database, expected.keySet()));
        return fault(table, sentence, statements, all);
    }

    SchemaFault columns(SchemaObject table, Map<String, String> lacking, Map<String, String> has) {
        String name = database + "." + table.name();
        List<String> said = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        lacking.forEach((column, definition) -> {
            String type = has.get(column);
            said.add(type == null ? column + " is gone" : column + " has the type " + type);
            statements.add("ALTER TABLE " + name + (type == null ? " ADD" : " MODIFY") + " COLUMN " + column + " "
                    + definition);
        });
        return fault(
                table,
                "Table " + name + " lacks columns of its steps in schema_history: " + String.join(", ", said)
                        + ". What is written to them is refused, cut or left out.",
                statements,
                mend(table));
    }

    SchemaFault missingView(SchemaObject view, Optional<Table> twin) {
        String name = database + "." + view.name();
        if (isDetached(view.name())) {
            return viewFault(view, "View " + name + " is detached", List.of("ATTACH TABLE " + name), null);
        }
        return twin.map(other -> viewFault(
                        view,
                        "View " + name + " has the name " + other.name() + " now",
                        List.of("RENAME TABLE " + other.name() + " TO " + name),
                        null))
                .orElseGet(() ->
                        viewFault(view, "View " + name + " is gone", view.create(database, expected.keySet()), null));
    }

    /** The fault that the view has another definition. */
    SchemaFault otherView(SchemaObject view, Table there, Optional<Table> twin) {
        String name = database + "." + view.name();
        String sentence = "View " + name + " is not as its steps in schema_history have made it: it "
                + (there.isMaterializedView()
                        ? "writes to " + (there.hasOwnTarget() ? "a table of its own" : there.target()) + ", "
                                + there.select()
                        : "is a " + there.engine());
        if (twin.isPresent()) {
            return viewFault(
                    view,
                    sentence,
                    List.of("EXCHANGE TABLES " + name + " AND " + twin.get().name()),
                    there.changedAt());
        }
        List<String> statements = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                there.isView()
                                        ? "DROP VIEW " + name
                                        : "RENAME TABLE " + name + " TO " + name + "_other"),
                        view.create(database, expected.keySet()).stream())
                .toList();
        return viewFault(view, sentence, statements, there.changedAt());
    }

    /** The fault that inserts bypass the view: its source was exchanged or made again. */
    SchemaFault unattached(SchemaObject view) {
        String name = database + "." + view.name();
        return viewFault(
                view,
                "View " + name + " still belongs to an earlier table of the name "
                        + String.join(", ", view.sources(expected.keySet())),
                List.of("DETACH TABLE " + name, "ATTACH TABLE " + name),
                null);
    }

    SchemaFault secondFeeder(Table view) {
        Table.Name target = Objects.requireNonNull(view.target());
        SchemaObject filled = expected.get(target.name());
        List<String> of = filled == null ? List.of() : streamsOf(filled);
        return new SchemaFault(
                view.name().toString(),
                "View " + view.name() + " writes into " + target
                        + " too, which a view of Clickreel fills: what it sees counts twice there.",
                List.of("DROP VIEW " + view.name()),
                of.isEmpty() ? Mend.NOTHING : Mend.REPLAY,
                target.name(),
                view.changedAt(),
                of,
                isNamed());
    }

    /** A table that was not made by ddl/ but has the engine and the sorting key of one of ours. */
    Optional<Table> twin(SchemaObject table) {
        String key = table.sortingKey();
        return tables.stream()
                .filter(other -> isNoneOfOurs(other)
                        && other.engine().endsWith(table.engine())
                        && key != null
                        && other.sortingKey().equals(key))
                .findFirst();
    }

    /** Whether the table is in our database, under a name that no step has made. */
    boolean isNoneOfOurs(Table table) {
        return table.name().database().equals(database)
                && !expected.containsKey(table.name().name());
    }

    private boolean isDetached(String name) {
        Set<String> names = detached;
        if (names == null) {
            names = live.detached();
            detached = names;
        }
        return names.contains(name);
    }

    /** What to make good when a table comes back whole: it may lack the rows of the time between. */
    private static Mend afterReturn(Mend all) {
        return all == Mend.REPLAY_ALL ? Mend.REPLAY : all;
    }

    private String cost(SchemaObject table) {
        return expected.values().stream().anyMatch(view -> table.name().equals(view.target()))
                        || !streamsOf(table).isEmpty()
                ? " Records wait in Kafka, or are not counted, until it is back."
                : "";
    }

    private SchemaFault fault(SchemaObject table, String sentence, List<String> statements, Mend mend) {
        return new SchemaFault(table.name(), sentence, statements, mend, null, null, streamsOf(table), isNamed());
    }

    private SchemaFault viewFault(
            SchemaObject view, String sentence, List<String> statements, @Nullable Instant since) {
        List<String> of = streamsOf(view);
        return new SchemaFault(
                view.name(),
                sentence + ": rows that arrive are not counted as they should be in " + view.target() + ".",
                statements,
                of.isEmpty() ? Mend.NOTHING : Mend.REPLAY,
                view.target(),
                since,
                of,
                isNamed());
    }

    /** What has to be made good after this table was lost: a replay makes the rows of some. */
    private Mend mend(SchemaObject table) {
        return streamsOf(table).isEmpty() ? Mend.NOTHING : Mend.REPLAY_ALL;
    }

    /** The streams whose rows a table has, or counts by a view that fills it; or that a view counts. */
    private List<String> streamsOf(SchemaObject object) {
        return streams.stream()
                .filter(stream -> stream.table().equals(object.name())
                        || expected.values().stream()
                                .filter(view ->
                                        view.equals(object) || object.name().equals(view.target()))
                                .anyMatch(
                                        view -> view.sources(expected.keySet()).contains(stream.table())))
                .map(Stream::name)
                .toList();
    }

    /** Whether a replay has to be told which stream is meant. */
    private boolean isNamed() {
        return streams.stream().filter(Stream::enabled).count() > 1;
    }
}
