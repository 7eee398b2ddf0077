package io.clickreel.clickhouse;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Walks over the tokens of SQL text, as bytes, in ClickHouse's dialect; knows enough to tell code from quoted text. */
public final class SqlTokens {
    public enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        SIGN,
        END
    }

    private final byte[] sql;
    private final int length;

    public Kind kind = Kind.END;
    public int start;
    public int end;

    public SqlTokens(String sql) {
        this(sql.getBytes(StandardCharsets.UTF_8));
    }

    public SqlTokens(byte[] sql) {
        this(sql, sql.length);
    }

    /** @param length how many bytes to read; the text may have more */
    public SqlTokens(byte[] sql, int length) {
        this.sql = sql;
        this.length = length;
    }

    /** Steps to the next token. @return false at the end of the text */
    public boolean next() {
        int at = skipSpace(end);
        start = at;
        if (at >= length) {
            kind = Kind.END;
            end = length;
            return false;
        }
        byte c = sql[at];
        if (c == '\'') {
            kind = Kind.STRING;
            end = quoted(at, c);
        } else if (c == '`' || c == '"') {
            kind = Kind.QUOTED_NAME;
            end = quoted(at, c);
        } else if (c == '$' && heredocEnd(at) > 0) {
            kind = Kind.STRING;
            end = heredocEnd(at);
        } else if (isWord(c)) {
            kind = Kind.WORD;
            end = at;
            while (end < length && isWord(sql[end])) {
                end++;
            }
        } else {
            kind = Kind.SIGN;
            end = at + 1;
        }
        return true;
    }

    public boolean is(String word) {
        return kind == Kind.WORD && text().equalsIgnoreCase(word);
    }

    public boolean isSign(char sign) {
        return kind == Kind.SIGN && sql[start] == sign;
    }

    public boolean isQuoted() {
        return kind == Kind.QUOTED_NAME || kind == Kind.STRING;
    }

    public String text() {
        return text(start, end);
    }

    /** The text between two places. */
    public String text(int from, int to) {
        return new String(sql, from, to - from, StandardCharsets.UTF_8);
    }

    /** The token as a name, in lower case and without its quotes. */
    public String name() {
        String text = text();
        boolean quoted = kind == Kind.QUOTED_NAME && text.length() >= 2;
        return (quoted ? text.substring(1, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    }

    /** Moves from an opening bracket to the place after its closing one. */
    public void skipGroup() {
        int depth = 0;
        do {
            if (isSign('(') || isSign('[') || isSign('{')) {
                depth++;
            } else if (isSign(')') || isSign(']') || isSign('}')) {
                depth--;
            }
        } while (depth > 0 && next());
        next();
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < length) {
            byte c = sql[at];
            if (c == ' ' || (c >= '\t' && c <= '\r')) {
                at++;
            } else if (startsWith(at, "--") || startsWith(at, "#!") || startsWith(at, "# ")) {
                while (at < length && sql[at] != '\n') {
                    at++;
                }
            } else if (startsWith(at, "/*")) {
                at = commentEnd(at);
            } else {
                break;
            }
        }
        return at;
    }

    /** Comments nest. */
    private int commentEnd(int from) {
        int depth = 0;
        int at = from;
        while (at < length) {
            if (startsWith(at, "/*")) {
                depth++;
                at += 2;
            } else if (startsWith(at, "*/")) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        return length;
    }

    private int quoted(int from, byte quote) {
        int at = from + 1;
        while (at < length) {
            if (sql[at] == '\\') {
                at += 2;
            } else if (sql[at] != quote) {
                at++;
            } else if (at + 1 < length && sql[at + 1] == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return length;
    }

    /** The place after $tag$...$tag$, or -1 if no heredoc starts here. */
    private int heredocEnd(int from) {
        int tagEnd = from + 1;
        while (tagEnd < length && isWord(sql[tagEnd]) && sql[tagEnd] != '$') {
            tagEnd++;
        }
        if (tagEnd >= length || sql[tagEnd] != '$') {
            return -1;
        }
        String tag = new String(sql, from, tagEnd + 1 - from, StandardCharsets.ISO_8859_1);
        for (int at = tagEnd + 1; at + tag.length() <= length; at++) {
            if (startsWith(at, tag)) {
                return at + tag.length();
            }
        }
        return -1;
    }

    private boolean startsWith(int at, String ascii) {
        if (at + ascii.length() > length) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (sql[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(byte c) {
        return c < 0
                || c == '_'
                || c == '$'
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z');
    }
}
