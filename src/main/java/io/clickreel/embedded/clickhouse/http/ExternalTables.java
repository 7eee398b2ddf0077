package io.clickreel.embedded.clickhouse.http;

import io.clickreel.clickhouse.SqlTokens;
import io.clickreel.embedded.clickhouse.engine.EngineConnection;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.SqlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables that come with a statement ("external data"): a file of the request's form each, whose format and columns the
 * address names. They are temporary tables of the connection, and go after the statement.
 */
final class ExternalTables implements AutoCloseable {
    private final EngineConnection connection;
    private final List<String> made = new ArrayList<>();

    ExternalTables(EngineConnection connection) {
        this.connection = connection;
    }

    /** The statement that makes the table; the walls check it before it runs. */
    static String definition(HttpRequest request, String name) {
        return "CREATE TEMPORARY TABLE " + SqlText.identifier(name) + " (" + structure(request, name)
                + ") ENGINE = Memory";
    }

    /** @return the INSERT for the table's data, without the data */
    byte[] make(String definition, String name) {
        connection.execute(definition);
        made.add(name);
        return ("INSERT INTO " + SqlText.identifier(name)).getBytes(StandardCharsets.UTF_8);
    }

    static String format(HttpRequest request, String name) {
        String format = request.urlValue(name + "_format");
        return format == null ? "TabSeparated" : format;
    }

    private static String structure(HttpRequest request, String name) {
        @Nullable String structure = request.urlValue(name + "_structure");
        if (structure != null) {
            return structure;
        }
        @Nullable String types = request.urlValue(name + "_types");
        if (types == null) {
            throw new EngineException(
                    36,
                    "BAD_ARGUMENTS",
                    "Neither structure nor types have been provided for external table " + name + ". Use fields " + name
                            + "_structure or " + name + "_types to do so.");
        }
        return numbered(types);
    }

    /** Types alone, with a comma between two: the columns are _1, _2, and so on. */
    private static String numbered(String types) {
        SqlTokens token = new SqlTokens(types);
        StringBuilder columns = new StringBuilder("_1 ");
        int column = 1;
        int from = 0;
        token.next();
        while (token.kind != SqlTokens.Kind.END) {
            if (token.isSign('(')) {
                token.skipGroup();
            } else {
                if (token.isSign(',')) {
                    columns.append(token.text(from, token.end))
                            .append(" _")
                            .append(++column)
                            .append(' ');
                    from = token.end;
                }
                token.next();
            }
        }
        return columns + token.text(from, token.end);
    }

    /** Drops the tables: a session uses its connection again. */
    @Override
    public void close() {
        for (String name : made) {
            connection.execute("DROP TEMPORARY TABLE IF EXISTS " + SqlText.identifier(name));
        }
    }
}
