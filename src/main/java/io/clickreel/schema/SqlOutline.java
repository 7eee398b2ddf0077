package io.clickreel.schema;

import io.clickreel.clickhouse.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The part of an SQL text that is neither comment nor quoted, in upper case and with single spaces: enough to count
 * statements and to recognise keywords without being misled by a semicolon in a string.
 */
final class SqlOutline {
    private SqlOutline() {}

    /** The statements of the text, without comments; quoted parts are shown as {@code ?}. */
    static List<String> statements(String sql) {
        return split(oneLine(sql, true).toUpperCase(Locale.ROOT), ';').stream()
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** Splits at each separator that is not inside parentheses. */
    static List<String> split(String masked, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < masked.length(); i++) {
            char c = masked.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == separator && (depth == 0 || separator == ';')) {
                parts.add(masked.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(masked.substring(start));
        return parts;
    }

    /** The text on one line: without comments, and with single spaces outside of what is quoted. */
    static String line(String sql) {
        String text = oneLine(sql, false);
        return text.endsWith(";") ? text.substring(0, text.length() - 1).strip() : text;
    }

    /** The text between the first parenthesis and its counterpart, split at its commas; empty if there is none. */
    static List<String> firstList(String line) {
        List<String> items = new ArrayList<>();
        SqlTokens token = new SqlTokens(line);
        int depth = 0;
        int start = 0;
        while (token.next()) {
            if (token.isSign('(') && ++depth == 1) {
                start = token.end;
            } else if (depth == 1 && (token.isSign(',') || token.isSign(')'))) {
                items.add(token.text(start, token.start).strip());
                start = token.end;
            }
            if (token.isSign(')') && --depth == 0) {
                return items;
            }
        }
        return items;
    }

    private static String oneLine(String sql, boolean masked) {
        StringBuilder line = new StringBuilder(sql.length());
        SqlTokens token = new SqlTokens(sql);
        for (int end = 0; token.next(); end = token.end) {
            line.append(token.start > end && end > 0 ? " " : "")
                    .append(masked && token.isQuoted() ? "?" : token.text());
        }
        return line.toString();
    }
}
