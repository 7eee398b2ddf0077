package io.clickreel.embedded.clickhouse.engine;

/** Quotes what goes into SQL text, and takes quotes off what the engine has written. */
public final class SqlText {
    private SqlText() {}

    public static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    public static String identifier(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    /** The name or text in a quoted token; other text as it is. Knows only the escapes that the engine writes. */
    public static String unquoted(String token) {
        if (token.length() < 2 || "'`\"".indexOf(token.charAt(0)) < 0) {
            return token;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < token.length() - 1; i++) {
            char c = token.charAt(i);
            if (c == token.charAt(0)) {
                i++;
            } else if (c == '\\') {
                i++;
                c = switch (token.charAt(i)) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case '0' -> '\0';
                    default -> token.charAt(i);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
