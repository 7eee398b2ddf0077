package io.clickreel.clickhouse;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view, by ClickHouse's own word.
 *
 * @param definition engine with its clauses and settings; empty of a view
 * @param id changes when it is made again or exchanged
 * @param target what a materialized or window view writes to; null if it writes to nothing
 * @param hasOwnTarget whether the view has made its target for itself, and drops it when it is dropped
 * @param select of a view, in ClickHouse's own form; null if it has none, or this server cannot format it
 * @param readers the views that an insert into it passes through; not those that look at it when they are refreshed
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

    /** Of a table, with its database. */
    public record Name(String database, String name) {
        /** As it stands in a statement that takes no parameter there. */
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
