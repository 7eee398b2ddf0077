package io.clickreel.clickhouse;

import io.clickreel.clickhouse.Table.Name;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A snapshot of the tables and views of a database: which views read from a table, and where they write to. */
public final class Tables {
    private static final String COLUMNS = """
            SELECT database, name, engine, engine_full, partition_key, sorting_key, toString(uuid) AS id, create_table_query,
                formatQuerySingleLineOrNull(as_select) AS select,
                toUnixTimestamp(metadata_modification_time) AS changed_at,
                dependencies_database AS reader_databases, dependencies_table AS reader_names
            FROM system.tables
            """;
    private static final String THOSE_READ =
            "WHERE database = currentDatabase() OR engine IN ('MaterializedView', 'WindowView')";
    private static final String OWN_AND_VIEWS = COLUMNS + THOSE_READ + " ORDER BY database, name";
    private static final Sql STATE =
            new Sql("SELECT toString(groupBitXor(cityHash64(database, name, uuid, create_table_query))) AS state"
                    + " FROM system.tables " + THOSE_READ);
    private static final String ONE = COLUMNS + "WHERE database = {database:String} AND name = {name:String}";

    private static final Sql SUMMARIES = new Sql("SELECT name, partition_key, total_rows FROM system.tables"
            + " WHERE database = currentDatabase() AND name IN {tables:Array(String)}");

    private static final String NAME = "`(?:[^`\\\\]|\\\\.)*`|\\w+";
    /** Finds a view's target: between the view's name and TO there can only be a REFRESH clause. */
    private static final Pattern TARGET =
            Pattern.compile(("^CREATE (?:MATERIALIZED|WINDOW) VIEW (?:(?:NAME)\\.)?(?:NAME)(?: REFRESH [^(]*?)?"
                            + " TO (?:(?<database>NAME)\\.)?(?<name>NAME)")
                    .replace("NAME", NAME));

    /** The id of a table in a database of the engine Ordinary, which gives its tables none. */
    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    /**
     * What a table tells without being read.
     *
     * @param rows empty if its engine does not count them
     */
    public record Summary(String name, String partitionKey, OptionalLong rows) {}

    private final ClickHouse clickHouse;
    private final Map<Name, Table> found = new LinkedHashMap<>();

    private Tables(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /**
     * Reads the tables and views of the database, and the views of the whole server that write to a table.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer
     */
    public static Tables read(ClickHouse clickHouse) {
        Tables tables = new Tables(clickHouse);
        clickHouse.read(new Sql(OWN_AND_VIEWS), row -> tables.add(table(row)));
        return tables;
    }

    /**
     * A text that is another one once any of the tables and views that {@link #read} reads has changed; cheaper than those.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer
     */
    public static String state(ClickHouse clickHouse) {
        return clickHouse.row(STATE).text("state");
    }

    /**
     * Of those of these tables of the database that there are; cheaper than {@link #read}.
     *
     * @throws ClickHouseFailure if ClickHouse does not answer
     */
    public static List<Summary> summaries(ClickHouse clickHouse, List<String> names) {
        return clickHouse.rows(SUMMARIES.with("tables", names)).stream()
                .map(row -> new Summary(row.text("name"), row.text("partition_key"), row.optionalNumber("total_rows")))
                .toList();
    }

    /** All of them, sorted by name. */
    public List<Table> all() {
        return List.copyOf(found.values());
    }

    /** The table of this name in the database. */
    public Optional<Table> find(String name) {
        return Optional.ofNullable(found.get(own(name)));
    }

    /** The table of this name in any database; asks ClickHouse if it is not in the snapshot. */
    public Optional<Table> find(Name name) {
        Table table = found.get(name);
        if (table == null && !name.database().equals(clickHouse.database())) {
            clickHouse
                    .rows(new Sql(ONE, Map.of("database", name.database(), "name", name.name())))
                    .forEach(row -> add(table(row)));
            table = found.get(name);
        }
        return Optional.ofNullable(table);
    }

    /** Whether the database has all of these tables. */
    public boolean has(List<String> names) {
        return names.stream().allMatch(name -> found.containsKey(own(name)));
    }

    /** The views that an insert into a table passes through, sorted by name; none if there is no such table. */
    public List<Table> viewsOn(Name table) {
        return find(table).stream()
                .flatMap(source -> source.readers().stream())
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .flatMap(reader -> find(reader).stream())
                .toList();
    }

    /** The full name of a table of the database. */
    public Name own(String name) {
        return new Name(clickHouse.database(), name);
    }

    private void add(Table table) {
        found.put(table.name(), table);
    }

    private static Table table(Row row) {
        Name name = new Name(row.text("database"), row.text("name"));
        String engine = row.text("engine");
        Matcher to = TARGET.matcher(row.text("create_table_query"));
        Name target = to.find()
                ? new Name(
                        to.group("database") == null ? name.database() : plain(to.group("database")),
                        plain(to.group("name")))
                : null;
        Name own = target == null ? ownTarget(name, engine, row.text("id")) : null;
        List<@Nullable String> databases = row.texts("reader_databases");
        List<@Nullable String> names = row.texts("reader_names");
        return new Table(
                name,
                engine,
                row.text("engine_full"),
                row.text("partition_key"),
                row.text("sorting_key"),
                row.text("id"),
                target == null ? own : target,
                own != null,
                row.textOrNull("select"),
                IntStream.range(0, names.size())
                        .mapToObj(i -> new Name(String.valueOf(databases.get(i)), String.valueOf(names.get(i))))
                        .toList(),
                Instant.ofEpochSecond(row.number("changed_at")));
    }

    /** The name that ClickHouse gives to the table that a view makes for itself; null if it makes none. */
    private static @Nullable Name ownTarget(Name view, String engine, String id) {
        boolean hasId = !id.equals(NO_ID);
        return switch (engine) {
            case Table.MATERIALIZED_VIEW ->
                new Name(view.database(), hasId ? ".inner_id." + id : ".inner." + view.name());
            case "WindowView" -> new Name(view.database(), ".inner.target." + (hasId ? id : view.name()));
            default -> null;
        };
    }

    private static String plain(String identifier) {
        return identifier.startsWith("`")
                ? identifier.substring(1, identifier.length() - 1).replaceAll("\\\\(.)", "$1")
                : identifier;
    }
}
