package io.clickreel.embedded.clickhouse;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other ways to say the same in SQL, and places to say it in. Not each fits each statement: some then no longer parse. */
final class Spellings {
    /** A name with a bracket behind it that is in no quotes, in a statement without any heredoc. */
    private static final Pattern CALL = Pattern.compile("\\b([A-Za-z_]\\w*)\\(");

    private static final Pattern LITERAL = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'");
    private static final Pattern PLAIN_LITERAL = Pattern.compile("'([^'\\\\]{2,})'");

    /** In front of the first character of the second half: there the URL's part of the statement ends. */
    static final char SPLIT = '\u0001';

    static final String GET = "as GET";

    private Spellings() {}

    static Map<String, UnaryOperator<String>> all() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put("as it is", sql -> sql);
        all.put("hexadecimal escapes in backquoted names", sql -> calls(sql, name -> "`" + escaped(name) + "`("));
        all.put("hexadecimal escapes in double quoted names", sql -> calls(sql, name -> "\"" + escaped(name) + "\"("));
        all.put("names in double quotes", sql -> calls(sql, name -> "\"" + name + "\"("));
        all.put("a comment before the bracket", sql -> calls(sql, name -> name + " /* ( /* ' */ */ ("));
        all.put("a line comment before the bracket", sql -> calls(sql, name -> name + " -- ')\n # '\n("));
        all.put("names in upper case", sql -> calls(sql, name -> name.toUpperCase(Locale.ROOT) + "("));
        all.put("words in lower case", Spellings::lowerWords);
        all.put("line breaks and tabs", sql -> outside(sql, text -> text.replace(" ", "\n\t\f")));
        all.put("spaces that do not break", sql -> outside(sql, text -> text.replace(" ", "\u00a0")));
        all.put("a semicolon behind", sql -> sql + " ;;");
        all.put("comments in front", sql -> "/* SELECT 1 */ -- x\n" + sql + "\n-- FORMAT CSV");
        all.put("in brackets", sql -> "(" + sql + ")");
        all.put("heredocs", sql -> literals(sql, text -> text.contains("\\") ? null : "$h$" + text + "$h$"));
        all.put(
                "texts put together",
                sql -> replace(PLAIN_LITERAL, sql, m -> {
                    String text = m.group(1);
                    return "concat('" + text.substring(0, 1) + "', '" + text.substring(1) + "')";
                }));
        all.put(
                "hexadecimal escapes in texts",
                sql -> replace(PLAIN_LITERAL, sql, m -> "'" + escaped(m.group(1)) + "'"));
        all.put("half of it in the URL", sql -> {
            int middle = sql.indexOf(' ', sql.length() / 2);
            return middle < 0 ? sql : sql.substring(0, middle) + SPLIT + sql.substring(middle + 1);
        });
        all.put(GET, sql -> sql);
        all.put("as a view", sql -> select(sql, "CREATE VIEW {name}w AS " + sql + "\nthen\nSELECT * FROM {name}w"));
        all.put(
                "as a nested view",
                sql -> select(
                        sql,
                        "CREATE VIEW {name}x AS " + sql + "\nthen\nCREATE VIEW {name}y AS SELECT * FROM {name}x"
                                + "\nthen\nSELECT * FROM {name}y"));
        all.put("as a subquery", sql -> select(sql, "SELECT * FROM (" + sql + ") AS q"));
        all.put("as a value", sql -> select(sql, "SELECT toString((" + sql + "))"));
        all.put("in a WITH", sql -> select(sql, "WITH q AS (" + sql + ") SELECT * FROM q"));
        all.put("as an INSERT", sql -> select(sql, "INSERT INTO {table} " + sql));
        all.put("as a new table", sql -> select(sql, "CREATE TABLE {name}z ENGINE = Memory AS " + sql));
        all.put("in VALUES", sql -> select(sql, "INSERT INTO {table} VALUES ('x'), ((" + sql + "))"));
        all.put("in EXPLAIN", sql -> "EXPLAIN " + sql);
        all.put("in an EXPLAIN that resolves it", sql -> select(sql, "EXPLAIN QUERY TREE " + sql));
        all.put("behind another one", sql -> "SELECT 1; " + sql);
        all.put("as another user", sql -> "EXECUTE AS default " + sql);
        return all;
    }

    private static String select(String sql, String other) {
        return sql.startsWith("SELECT") || sql.startsWith("WITH") ? other : sql;
    }

    private static String escaped(String text) {
        int at = text.length() / 2;
        return text.substring(0, at) + String.format("\\x%02x", (int) text.charAt(at)) + text.substring(at + 1);
    }

    private static String calls(String sql, UnaryOperator<String> spelled) {
        return outside(sql, text -> replace(CALL, text, m -> spelled.apply(m.group(1))));
    }

    private static String lowerWords(String sql) {
        return outside(
                sql,
                text -> replace(
                        Pattern.compile("\\b[A-Z]{2,}\\b"), text, m -> m.group().toLowerCase(Locale.ROOT)));
    }

    /** Applies a change to what is in no quotes. */
    private static String outside(String sql, UnaryOperator<String> change) {
        StringBuilder all = new StringBuilder();
        Matcher literal =
                Pattern.compile(LITERAL.pattern() + "|`[^`]*`|\"[^\"]*\"").matcher(sql);
        int end = 0;
        while (literal.find()) {
            all.append(change.apply(sql.substring(end, literal.start()))).append(literal.group());
            end = literal.end();
        }
        return all.append(change.apply(sql.substring(end))).toString();
    }

    private static String literals(String sql, UnaryOperator<String> spelled) {
        return replace(LITERAL, sql, m -> {
            String other = spelled.apply(m.group(1));
            return other == null ? m.group() : other;
        });
    }

    private static String replace(
            Pattern pattern, String text, java.util.function.Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(replacement.apply(m)));
    }
}
