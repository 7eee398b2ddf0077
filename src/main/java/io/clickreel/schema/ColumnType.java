package io.clickreel.schema;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Types of columns, as definitions and ClickHouse write them. */
final class ColumnType {
    private static final Pattern REST = Pattern.compile(
            "(?i) (DEFAULT|MATERIALIZED|ALIAS|EPHEMERAL|CODEC|COMMENT|TTL|STATISTICS|SETTINGS|NOT NULL|NULL)\\b.*");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("(?<sign>U?INT)(?<bits>\\d+)");

    private ColumnType() {}

    /** The type that a definition begins with. */
    static String of(String definition) {
        return REST.matcher(definition).replaceFirst("").strip();
    }

    /**
     * Whether a column can take the values of one with this definition: it exists and has the same type or, for whole
     * numbers, a wider one.
     *
     * @param actual the column's type; null: there is no such column
     */
    static boolean holds(@Nullable String actual, String definition) {
        if (actual == null) {
            return false;
        }
        String is = plain(actual);
        String should = plain(of(definition));
        Matcher has = WHOLE_NUMBER.matcher(is);
        Matcher needs = WHOLE_NUMBER.matcher(should);
        return is.equals(should)
                || has.matches()
                        && needs.matches()
                        && has.group("sign").equals(needs.group("sign"))
                        && Integer.parseInt(has.group("bits")) > Integer.parseInt(needs.group("bits"));
    }

    private static String plain(String type) {
        return type.replace(" ", "").toUpperCase(Locale.ROOT);
    }
}
