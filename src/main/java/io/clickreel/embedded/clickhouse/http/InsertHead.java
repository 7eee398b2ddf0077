package io.clickreel.embedded.clickhouse.http;

import io.clickreel.clickhouse.SqlTokens;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of an INSERT in front of its data: {@code INSERT INTO t (a, b) SETTINGS x = 1 FORMAT CSV}.
 *
 * <p>The engine takes the data separately from the statement; its end has to be found without reading all the data.
 *
 * @param sql the statement without FORMAT, VALUES and data
 * @param format of the data; null if the statement names none
 * @param dataStart offset of the first byte of data in the text that was parsed
 */
record InsertHead(byte[] sql, @Nullable String format, int dataStart) {

    /** More than the longest word that may follow: a word that was cut is not taken for data. */
    private static final int ENOUGH_BEHIND = 64;

    /** Whether the parsed text surely contains the whole head, although more text follows. */
    boolean isWholeIn(int length) {
        return dataStart <= length - ENOUGH_BEHIND;
    }

    /**
     * @return null for everything that carries no data: other statements and INSERT ... SELECT
     * @throws EngineException 62 for a FORMAT followed by a semicolon, as on a server
     */
    static @Nullable InsertHead parse(byte[] text, int length) {
        SqlTokens token = new SqlTokens(text, length);
        token.next();
        if (!token.is("INSERT")) {
            return null;
        }
        token.next();
        if (token.is("INTO")) {
            token.next();
        }
        if (token.is("TABLE")) {
            token.next();
        }
        if (!skipTarget(token)) {
            return null;
        }
        boolean columns = false;
        boolean clause = false;
        while (token.kind != SqlTokens.Kind.END) {
            if (token.is("SELECT") || token.is("WITH") || token.is("WATCH") || token.is("FROM") || token.isSign(';')) {
                return null;
            }
            if (token.is("VALUES")) {
                return new InsertHead(Arrays.copyOf(text, token.start), "Values", token.end);
            }
            if (token.is("FORMAT")) {
                return withFormat(text, length, token);
            }
            if (token.isSign('(')) {
                if (!clause && isSelect(text, length, token.end)) {
                    return null;
                }
                if (columns && !clause) {
                    break;
                }
                columns = true;
                token.skipGroup();
            } else if (clause || token.is("SETTINGS") || token.is("PARTITION")) {
                clause = true;
                token.next();
            } else {
                break;
            }
        }
        // No format is named, and the rest is no part of the statement: it is data.
        return new InsertHead(Arrays.copyOf(text, token.start), null, token.start);
    }

    private static boolean skipTarget(SqlTokens token) {
        boolean function = token.is("FUNCTION");
        if (function) {
            token.next();
        }
        if (token.isSign('{')) {
            token.skipGroup();
        } else if (token.kind == SqlTokens.Kind.WORD || token.kind == SqlTokens.Kind.QUOTED_NAME) {
            token.next();
        } else {
            return false;
        }
        if (token.isSign('.')) {
            token.next();
            return skipTarget(token);
        }
        if (function && token.isSign('(')) {
            token.skipGroup();
        }
        return true;
    }

    private static boolean isSelect(byte[] text, int length, int from) {
        SqlTokens inner = new SqlTokens(text, length);
        inner.end = from;
        inner.next();
        while (inner.isSign('(')) {
            inner.next();
        }
        return inner.is("SELECT") || inner.is("WITH");
    }

    private static InsertHead withFormat(byte[] text, int length, SqlTokens token) {
        byte[] sql = Arrays.copyOf(text, token.start);
        token.next();
        String format = token.text();
        int at = token.end;
        while (at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\f')) {
            at++;
        }
        if (at < length && text[at] == ';') {
            throw new EngineException(
                    62,
                    "SYNTAX_ERROR",
                    "You have excessive ';' symbol before data for INSERT. Remove it: the data starts there.");
        }
        if (at < length && text[at] == '\r') {
            at++;
        }
        if (at < length && text[at] == '\n') {
            at++;
        }
        return new InsertHead(sql, format, at);
    }
}
