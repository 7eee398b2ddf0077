package io.clickreel.embedded.clickhouse.http.format;

import java.util.ArrayList;
import java.util.List;

/**
 * A type as ClickHouse writes it, taken apart at its outermost brackets: {@code Map(String, Array(UInt8))}.
 *
 * @param family the name in front of the brackets
 * @param arguments as they are written, which may be types, names with types, numbers or quoted texts
 */
record NativeType(String family, List<String> arguments) {

    static NativeType parse(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            return new NativeType(text, List.of());
        }
        List<String> arguments = new ArrayList<>();
        int start = open + 1;
        int end = text.length() - 1;
        while (start < end) {
            int comma = find(text, start, end, ',');
            arguments.add(text.substring(start, comma).strip());
            start = comma + 1;
        }
        return new NativeType(text.substring(0, open), arguments);
    }

    /** The name of an element such as {@code `a b` UInt8}, without its quotes; empty if the element is only a type. */
    static String elementName(String element) {
        String name = element.substring(0, nameLength(element));
        return name.startsWith("`") ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)|``", "$1") : name;
    }

    static String elementType(String element) {
        return element.substring(nameLength(element)).strip();
    }

    private static int nameLength(String element) {
        int space = find(element, 0, element.length(), ' ');
        return space == element.length() ? 0 : space;
    }

    /** Index of the first such character outside brackets and quotes; the end if there is none. */
    private static int find(String text, int from, int end, char wanted) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '`') {
                quote = c;
            } else if (c == wanted && depth == 0) {
                return i;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        }
        return end;
    }
}
