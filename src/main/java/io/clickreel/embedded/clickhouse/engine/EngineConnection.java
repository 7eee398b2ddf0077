package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One session of the engine, for one request and one thread: settings and database end with it.
 *
 * <p>Opening one is a part of the 3 to 7 ms that the smallest request takes; that buys that no setting of a request can
 * reach the next.
 */
public final class EngineConnection implements AutoCloseable {
    private final Pointer owner;
    private final Pointer connection;
    private final Runnable onClose;

    EngineConnection(Pointer owner, Runnable onClose) {
        this.owner = owner;
        this.connection = owner.getPointer(0);
        this.onClose = onClose;
    }

    public void use(String database) {
        execute("USE " + SqlText.identifier(database));
    }

    public void set(Map<String, String> settings) {
        if (settings.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder("SET ");
        requireNames(settings.keySet());
        settings.forEach((name, value) -> {
            sql.append(sql.length() > 4 ? ", " : "").append(name).append(" = ").append(SqlText.literal(value));
        });
        execute(sql.toString());
    }

    /** @throws EngineException 115 if one is not an identifier: names are put into the statement as they are */
    public static void requireNames(Set<String> settings) {
        for (String name : settings) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
                throw new EngineException(115, "UNKNOWN_SETTING", "Unknown setting '" + name + "'.");
            }
        }
    }

    /** The settings that differ from their defaults, with their values. */
    public Map<String, String> changed(Set<String> names) {
        Map<String, String> values = new LinkedHashMap<>();
        String list = names.stream().map(SqlText::literal).collect(Collectors.joining(", "));
        byte[] sql = ("SELECT name, hex(value) FROM system.settings WHERE changed AND name IN (" + list + ")")
                .getBytes(StandardCharsets.UTF_8);
        try (QueryResult result = query(sql, "TSVRaw", Map.of())) {
            result.asText().lines().forEach(line -> {
                int tab = line.indexOf('\t');
                byte[] value = HexFormat.of().parseHex(line.substring(tab + 1));
                values.put(line.substring(0, tab), new String(value, StandardCharsets.UTF_8));
            });
        }
        return values;
    }

    /** Restores the settings: those in the map to their values there, all others to their defaults. */
    public void restore(Set<String> names, Map<String, String> before) {
        requireNames(names);
        for (String name : names) {
            if (!name.equals("readonly")) {
                String value = before.get(name);
                execute("SET " + name + " = " + (value == null ? "DEFAULT" : SqlText.literal(value)));
            }
        }
    }

    public void execute(String sql) {
        query(sql.getBytes(StandardCharsets.UTF_8), "Null", Map.of()).close();
    }

    /** Runs a statement to its end; its whole result is in the engine's memory. */
    public QueryResult query(byte[] sql, String format, Map<String, String> parameters) {
        return new QueryResult(begin("chdb_query_with_params_n", sql, format, parameters));
    }

    public ResultStream stream(byte[] sql, String format, Map<String, String> parameters) {
        return new ResultStream(connection, begin("chdb_stream_query_with_params_n", sql, format, parameters));
    }

    /** @param sql the INSERT up to its FORMAT or VALUES, without data */
    public InsertStream insert(byte[] sql, String format, Map<String, String> parameters) {
        return new InsertStream(begin("chdb_stream_insert_with_params_n", sql, format, parameters));
    }

    private Pointer begin(String function, byte[] sql, String format, Map<String, String> parameters) {
        try (NativeParameters laidOut = new NativeParameters(parameters)) {
            return ChdbNative.begin(function, connection, sql, format, laidOut);
        }
    }

    /** How many statements the text holds; 0 if it does not parse, and running it then tells why. */
    public int statementCount(byte[] sql) {
        int[] analysis = {4 * Integer.BYTES, 0, 0, 0};
        ChdbNative.chdb_classify_query_n(connection, sql, sql.length, null, 0, analysis);
        return analysis[1];
    }

    @Override
    public void close() {
        ChdbNative.chdb_close_conn(owner);
        onClose.run();
    }
}
