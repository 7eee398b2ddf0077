package io.clickreel.audit;

import com.clickhouse.client.api.query.GenericRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table that ClickHouse fills from each insert into {@code clicks} and that counts them.
 *
 * @param table with its database, quoted
 */
record View(String name, String table, Bucket bucket) {
    // Each view's target is in its definition; one without TO has a table of its own, named by its id.
    private static final String TARGETS = "SELECT if(target = '', database, if(target_database = '', database,"
            + " target_database)) AS db, if(target = '', concat('.inner_id.', id), target) AS name FROM (SELECT database,"
            + " toString(uuid) AS id,"
            + " extract(create_table_query, '^CREATE MATERIALIZED VIEW .*? TO (?:`?([^.`\\\\s]+)`?\\\\.)?`?[^`\\\\s(]+') AS target_database,"
            + " extract(create_table_query, '^CREATE MATERIALIZED VIEW .*? TO (?:`?[^.`\\\\s]+`?\\\\.)?`?([^`\\\\s(]+)') AS target"
            + " FROM system.tables WHERE engine = 'MaterializedView' AND (database, system.tables.name) IN (SELECT"
            + " arrayJoin(arrayZip(dependencies_database, dependencies_table)) FROM system.tables"
            + " WHERE database = currentDatabase() AND name = " + Store.RAW_NAME + ")) ORDER BY name";
    private static final String COLUMNS = "SELECT name FROM system.columns WHERE database = {db:String} AND table ="
            + " {table:String} AND name IN ('clicks', 'minute', 'hour', 'day') ORDER BY position";

    /** All that there are. */
    static List<View> find(Store store) {
        List<View> views = new ArrayList<>();
        for (GenericRecord target : store.rows(TARGETS)) {
            of(store, target.getString("db"), target.getString("name")).ifPresent(views::add);
        }
        return views;
    }

    /** The same of a table in the audited database, whether there is a view that fills it or not. */
    static Optional<View> ofTarget(Store store, String table) {
        return of(store, store.rows("SELECT currentDatabase() AS db").get(0).getString("db"), table);
    }

    private static Optional<View> of(Store store, String database, String name) {
        List<String> columns = store.rows(COLUMNS, Map.of("db", database, "table", name)).stream()
                .map(column -> column.getString("name"))
                .toList();
        if (!columns.contains("clicks")) {
            return Optional.empty();
        }
        Optional<String> time =
                columns.stream().filter(column -> !column.equals("clicks")).findFirst();
        return Optional.of(new View(name, "`" + database + "`.`" + name + "`", Bucket.ofColumn(time)));
    }

    @Override
    public String toString() {
        return name;
    }
}
