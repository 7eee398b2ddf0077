package io.clickreel.embedded.clickhouse.http;

import io.clickreel.clickhouse.SqlTokens;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.SqlText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The query ids of clients. The engine takes none from outside, so each request carries its id in a setting that has no
 * effect here; a statement that looks for queries, or kills one, is rewritten to see it instead of the engine's own.
 */
final class QueryIds {
    /** Only tables with ENGINE = S3Queue read it, and none can be made here. */
    static final String SETTING = "s3queue_default_zookeeper_path";

    private static final String ID =
            "if(mapContains(Settings, '" + SETTING + "'), Settings['" + SETTING + "'], query_id)";

    private static final String PROCESSES =
            "(SELECT * REPLACE (" + ID + " AS query_id, " + ID + " AS initial_query_id) FROM system.processes)";

    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /** @throws EngineException if a query of this name is running, as on a server */
    void begin(String id) {
        if (!running.add(id)) {
            throw new EngineException(
                    216, "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING", "Query with id = " + id + " is already running.");
        }
    }

    void end(String id) {
        running.remove(id);
    }

    boolean isRunning(String id) {
        return running.contains(id);
    }

    /** The statement that ends the query of this id, if it is running. */
    static String kill(String id) {
        return "KILL QUERY WHERE " + ID + " = " + SqlText.literal(id) + " ASYNC";
    }

    /** Whether the statement may ask for the ids of queries: most do not, and are left alone. */
    static boolean mayConcern(byte[] sql) {
        String text = new String(sql, 0, Math.min(sql.length, 64 * 1024), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        return text.contains("process") || text.contains("kill");
    }

    /**
     * @param written the statement as the engine formats it
     * @return null if it has nothing to do with the ids of queries
     */
    static byte @Nullable [] translated(byte[] written) {
        SqlTokens token = new SqlTokens(written);
        StringBuilder sql = new StringBuilder();
        boolean kills = token.next() && token.is("KILL");
        String beforeLast = "";
        String last = "";
        int copied = 0;
        do {
            String text = token.text();
            if (last.equals("SHOW") && beforeLast.isEmpty() && text.equals("PROCESSLIST")) {
                sql.append("SELECT * FROM ").append(PROCESSES).append(" AS processes ORDER BY elapsed DESC");
                copied = token.end;
            } else if (kills && !last.equals(".") && (text.equals("query_id") || text.equals("initial_query_id"))) {
                sql.append(token.text(copied, token.start)).append(ID);
                copied = token.end;
            } else if (!kills && text.equals("processes") && last.equals(".") && beforeLast.equals("system")) {
                sql.append(token.text(copied, token.start - "system.".length())).append(PROCESSES);
                copied = token.end;
                String rest = token.text(copied, written.length).stripLeading();
                sql.append(rest.startsWith("AS ") ? "" : " AS processes");
            }
            beforeLast = last;
            last = text;
        } while (token.next());
        if (copied == 0) {
            return null;
        }
        return sql.append(token.text(copied, written.length)).toString().getBytes(StandardCharsets.UTF_8);
    }
}
