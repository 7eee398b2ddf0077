package io.clickreel.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What of an SQL text is not comment and not quoted, in upper case and with single spaces: enough to count
 * statements and to recognise keywords without being fooled by a semicolon in a string.
 */
final class SqlOutline {
    private SqlOutline() {}

    /** The statements of the text, without comments; quoted parts are shown as {@code ?}. */
    static List<String> statements(String sql) {
        List<String> statements = new ArrayList<>();
        for (String part : split(masked(sql), ';')) {
            String statement = part.replaceAll("\\s+", " ").strip().toUpperCase(Locale.ROOT);
            if (!statement.isEmpty()) {
                statements.add(statement);
            }
        }
        return statements;
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

    private static String masked(String sql) {
        StringBuilder masked = new StringBuilder(sql.length());
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (sql.startsWith("--", i)) {
                i = endOr(sql.indexOf('\n', i), sql);
            } else if (sql.startsWith("/*", i)) {
                int end = sql.indexOf("*/", i + 2);
                i = end < 0 ? sql.length() : end + 2;
                masked.append(' ');
            } else if (c == '\'' || c == '`' || c == '"') {
                i = afterQuoted(sql, i);
                masked.append('?');
            } else {
                masked.append(c);
                i++;
            }
        }
        return masked.toString();
    }

    private static int afterQuoted(String sql, int start) {
        char quote = sql.charAt(start);
        for (int i = start + 1; i < sql.length(); i++) {
            if (sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                return i + 1;
            }
        }
        return sql.length();
    }

    private static int endOr(int position, String sql) {
        return position < 0 ? sql.length() : position;
    }
}
