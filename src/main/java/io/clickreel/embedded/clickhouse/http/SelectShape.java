package io.clickreel.embedded.clickhouse.http;

import io.clickreel.clickhouse.SqlTokens;
import org.jspecify.annotations.Nullable;

/**
 * What the front has to know of a statement without data: whether its result can be streamed, and in which format.
 *
 * @param select whether it is a SELECT
 * @param format named in the statement's FORMAT clause; null if none is
 */
record SelectShape(boolean select, @Nullable String format) {

    static SelectShape of(byte[] sql) {
        SqlTokens token = new SqlTokens(sql);
        token.next();
        while (token.isSign('(')) {
            token.next();
        }
        boolean select = token.is("SELECT") || token.is("WITH");
        String format = null;
        do {
            if (token.is("FORMAT")) {
                format = formatName(sql, token.end);
            }
        } while (token.next());
        return new SelectShape(select, format);
    }

    /** FORMAT is a clause only if a name follows and behind that no more than SETTINGS or the end. */
    private static @Nullable String formatName(byte[] sql, int from) {
        SqlTokens token = new SqlTokens(sql);
        token.end = from;
        token.next();
        if (token.kind != SqlTokens.Kind.WORD) {
            return null;
        }
        String name = token.text();
        token.next();
        return token.kind == SqlTokens.Kind.END || token.isSign(';') || token.is("SETTINGS") ? name : null;
    }
}
