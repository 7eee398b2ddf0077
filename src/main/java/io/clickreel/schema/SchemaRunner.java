package io.clickreel.schema;

import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.clickhouse.Sql;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the files of the {@code ddl/} folder that a database does not have yet, in their order.
 *
 * <p>It may run again at any time and in several instances at once: each step may be repeated, and the history counts
 * a repeat once.
 */
public final class SchemaRunner {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRunner.class);
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final ClickHouse clickHouse;
    private final String database;
    private final String appliedBy;

    /** @param clickHouse of the database that holds the tables; it is created if it is missing */
    public SchemaRunner(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
        this.database = clickHouse.database();
        if (!DATABASE.matcher(database).matches()) {
            throw new SchemaException("The ClickHouse database '" + database + "' has no usable name. Use letters,"
                    + " digits and underscores, and begin with a letter.");
        }
        this.appliedBy = System.getProperty("user.name") + "@" + host();
    }

    /**
     * Reads all files of a folder, and applies none.
     *
     * @return how many there are
     * @throws SchemaException if a file is refused
     */
    public static int filesIn(Path folder) {
        return DdlFolder.read(folder).size();
    }

    /**
     * Brings the database up to date.
     *
     * @return the names of the files that were applied now
     * @throws SchemaException if a file is refused or fails; the steps before it stay applied
     */
    public List<String> apply(Path folder) {
        List<DdlFile> files = DdlFolder.read(folder);
        try {
            // ClickHouse refuses a statement in a database that does not exist.
            clickHouse.in("default").run("CREATE DATABASE IF NOT EXISTS " + Sql.quoted(database));
            SchemaHistory history = new SchemaHistory(clickHouse);
            history.create();
            List<String> applied = new ArrayList<>();
            for (DdlFile file : HistoryCheck.pending(files, history.read())) {
                apply(file);
                history.add(file, appliedBy);
                applied.add(file.name());
            }
            if (!applied.isEmpty()) {
                // Another instance, with other files, may have applied steps in the meantime.
                HistoryCheck.pending(files, history.read());
                LOG.info(
                        "Database {}: applied {} steps of the schema, up to {}",
                        database,
                        applied.size(),
                        last(applied));
            }
            return applied;
        } catch (ClickHouseFailure e) {
            throw new SchemaException(
                    "The schema of the database " + database + " could not be read or written down: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Takes back steps that were applied a moment ago, as far as they were: drops what they made, and forgets them.
     *
     * @param files their names
     * @param made the tables and views that they make, in the order in which they can be dropped
     * @throws ClickHouseFailure if ClickHouse does not answer
     */
    public void takeBack(List<String> files, List<String> made) {
        made.forEach(name -> clickHouse.run("DROP TABLE IF EXISTS " + Sql.quoted(name)));
        new SchemaHistory(clickHouse).remove(files);
    }

    private void apply(DdlFile file) {
        try {
            clickHouse.run(file.statement());
        } catch (ClickHouseFailure e) {
            throw new SchemaException(
                    "ddl/" + file.name()
                            + " failed; nothing after it was applied. Fix the cause and save it or start again; the"
                            + " steps before it stay. ClickHouse says: " + RootCause.of(e),
                    e);
        }
    }

    private static String last(List<String> names) {
        return names.get(names.size() - 1);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
