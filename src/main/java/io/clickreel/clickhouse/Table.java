package io.clickreel.clickhouse;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view as ClickHouse describes it.
 *
 * @param definition engine with its clauses and settings; empty for a view
 * @param id changes when the table is made again or exchanged
 * @param target the table that a materialized or window view fills; null for all others
 * @param hasOwnTarget whether the view has made its target itself, and drops it when it is dropped
 * @param select the view's SELECT as ClickHouse formats it; null if it has none, or this server cannot format it
 * @param readers the views that an insert into it passes through; not those that read it when they are refreshed
 */
public record Table(
        Name name,
        String engine,
        String definition,
        String partitionKey,
        String sortingKey,
        String id,
        @Nullable Name target,
        boolean hasOwnTarget,
        @Nullable String select,
        List<Name> readers,
        Instant changedAt) {
    public static final String MATERIALIZED_VIEW = "MaterializedView";

    /** The name of a table and of its database. */
    public record Name(String database, String name) {
        /** Quoted, for a place where a statement takes no parameter. */
        public String quoted() {
            return Sql.quoted(database) + "." + Sql.quoted(name);
        }

        @Override
        public String toString() {
            return database + "." + name;
        }
    }

    public boolean isMaterializedView() {
        return engine.equals(MATERIALIZED_VIEW);
    }

    /** Whether it is a view of any kind. */
    public boolean isView() {
        return engine.endsWith("View");
    }
}
