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

    /** The text on one line: without comments, and with single spaces outside of what is quoted. */
    static String line(String sql) {
        StringBuilder line = new StringBuilder(sql.length());
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            int next = i + 1;
            if (isQuote(c)) {
                next = afterQuoted(sql, i);
                line.append(sql, i, next);
            } else if (sql.startsWith("--", i)) {
                next = endOr(sql.indexOf('\n', i), sql);
            } else if (sql.startsWith("/*", i)) {
                int end = sql.indexOf("*/", i + 2);
                next = end < 0 ? sql.length() : end + 2;
            } else if (!Character.isWhitespace(c)) {
                line.append(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
            i = next;
        }
        String text = line.toString().strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1).strip() : text;
    }

    /** What stands between the first parenthesis and its counterpart, split at its commas; empty if there is none. */
    static List<String> firstList(String line) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (isQuote(c)) {
                i = afterQuoted(line, i) - 1;
            } else if (c == '(' && ++depth == 1) {
                start = i + 1;
            } else if (depth == 1 && (c == ',' || c == ')')) {
                items.add(line.substring(start, i).strip());
                start = i + 1;
            }
            if (c == ')' && --depth == 0) {
                return items;
            }
        }
        return items;
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '`' || c == '"';
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
            } else if (isQuote(c)) {
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
