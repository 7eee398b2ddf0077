package io.clickreel.embedded.clickhouse.walls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.clickreel.clickhouse.SqlTokens;
import io.clickreel.embedded.clickhouse.engine.Engine;
import io.clickreel.embedded.clickhouse.engine.EngineConnection;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.QueryResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Refuses statements that would reach files, programs or hosts, as the engine's parser understands them.
 *
 * <p>The engine writes the statement back from its syntax tree (formatQuery): names without escapes and comments,
 * keywords in upper case, each clause in its one place. So there is one spelling to look at, and no second parser to
 * deceive.
 */
public final class SyntaxWall {
    private static final Pattern DEFINITION =
            Pattern.compile("\\b(default|materialized|alias|ephemeral)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern FORMATTING =
            Pattern.compile(": (In scope|while executing).*(?= \\(\\w+\\))", Pattern.DOTALL);
    private static final int CACHED_BYTES = 4 << 20;

    private final Engine engine;
    private final AllowedNames allowed;
    private final Cache<ByteBuffer, Boolean> passed = Caffeine.newBuilder()
            .maximumWeight(CACHED_BYTES)
            .weigher((ByteBuffer sql, Boolean yes) -> sql.remaining())
            .build();

    /** @param remote what url(), s3() and the Kafka engine may reach */
    SyntaxWall(Engine engine, List<RemoteAddress> remote) {
        this.engine = engine;
        try (EngineConnection connection = engine.connect();
                QueryResult names = connection.query(
                        "SELECT lower(name) FROM system.table_functions".getBytes(StandardCharsets.UTF_8),
                        "TSVRaw",
                        Map.of())) {
            allowed = new AllowedNames(names.asText().lines(), remote);
        }
    }

    /**
     * @param sql one statement; an INSERT with its FORMAT, without data
     * @param parameters the values of the statement's {name:Type}
     * @throws EngineException if it reaches outside, or is no statement
     */
    public void check(byte[] sql, Map<String, String> parameters) {
        ByteBuffer key = ByteBuffer.wrap(sql);
        if (!parameters.isEmpty() || passed.getIfPresent(key) == null) {
            look(written(sql), parameters);
            if (parameters.isEmpty()) {
                passed.put(key, true);
            }
        }
    }

    /**
     * Checks an INSERT's data in format Values, which may hold any expression.
     *
     * @return false if it is not written as SQL would be, and so must not be read as SQL
     */
    public boolean checkValues(byte[] data) {
        if (isPlain(data)) {
            return true;
        }
        byte[] written;
        try {
            written = written(
                    ("SELECT " + new String(data, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1));
        } catch (EngineException e) {
            return false;
        }
        look(written, Map.of());
        return true;
    }

    private static boolean isPlain(byte[] data) {
        SqlTokens token = new SqlTokens(data);
        while (token.next()) {
            boolean number = token.kind == SqlTokens.Kind.WORD && Character.isDigit(data[token.start]);
            if (token.kind == SqlTokens.Kind.QUOTED_NAME
                    || (token.kind == SqlTokens.Kind.WORD && !number && !AllowedNames.isValue(token.text()))) {
                return false;
            }
        }
        return true;
    }

    /** @throws EngineException for a setting that names a file, or another language than SQL */
    public void checkSetting(String name, String value) {
        AllowedNames.checkSetting(name);
        checkDefinitions(value);
    }

    /** The statement as the engine formats it, in UTF-8. */
    public byte[] written(byte[] sql) {
        byte[] query = ("SELECT formatQuerySingleLine(unhex({sql:String})) SETTINGS max_query_size = 0,"
                        + " max_parser_depth = 5000")
                .getBytes(StandardCharsets.UTF_8);
        try (EngineConnection connection = engine.connect();
                QueryResult result = connection.query(
                        query, "RawBLOB", Map.of("sql", HexFormat.of().formatHex(sql)))) {
            return result.head(Integer.MAX_VALUE);
        } catch (EngineException e) {
            throw new EngineException(
                    FORMATTING.matcher(String.valueOf(e.getMessage())).replaceFirst(""));
        }
    }

    private void look(byte[] written, Map<String, String> parameters) {
        new StatementLook(allowed, written, parameters, this::checkDefinitions).over();
    }

    /** A column's definition can hold any expression, and some functions take definitions as text. */
    private void checkDefinitions(String text) {
        if (text.indexOf('(') >= 0 && DEFINITION.matcher(text).find()) {
            byte[] definition;
            try {
                definition = written(("CREATE TABLE t (" + text + ") ENGINE = Null").getBytes(StandardCharsets.UTF_8));
            } catch (EngineException e) {
                // The text is no definition of columns.
                return;
            }
            look(definition, Map.of());
        }
    }
}
