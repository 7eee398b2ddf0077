package io.clickreel.contract.schema;

import java.util.Map;

/** Reads the characters and the classes of characters of a regular expression of ECMA-262, and writes them for RE2. */
abstract class EcmaCharacters {
    private static final int LAST_CHARACTER = Character.MAX_CODE_POINT;
    /** ECMA-262's white space and line ends, from one to another character. */
    private static final int[][] BLANKS = {
        {'\t', '\r'},
        {' ', ' '},
        {0xA0, 0xA0},
        {0x1680, 0x1680},
        {0x2000, 0x200A},
        {0x2028, 0x2029},
        {0x202F, 0x202F},
        {0x205F, 0x205F},
        {0x3000, 0x3000},
        {0xFEFF, 0xFEFF}
    };

    private static final Map<String, String> CATEGORIES = Map.of(
            "Letter", "L",
            "Lowercase_Letter", "Ll",
            "Uppercase_Letter", "Lu",
            "Mark", "M",
            "Number", "N",
            "Decimal_Number", "Nd",
            "Punctuation", "P",
            "Symbol", "S",
            "Separator", "Z");

    final String written;
    /** Where the reading is. */
    int at;

    EcmaCharacters(String written) {
        this.written = written;
    }

    /** The class whose bracket is behind us. */
    final String characterClass() {
        boolean others = written.startsWith("^", at);
        at += others ? 1 : 0;
        StringBuilder items = new StringBuilder();
        while (at < written.length() && written.charAt(at) != ']') {
            int from = classItem(items);
            boolean isRange = from >= 0
                    && written.startsWith("-", at)
                    && !written.startsWith("-]", at)
                    && at + 1 < written.length();
            if (!isRange) {
                appendIfAny(items, from);
                continue;
            }
            at++;
            StringBuilder set = new StringBuilder();
            int to = classItem(set);
            if (to < 0) {
                appendIfAny(items, from);
                append(items, '-');
                items.append(set);
            } else if (to < from) {
                throw wrong("the range ends before it begins");
            } else {
                append(items, from);
                items.append('-');
                append(items, to);
            }
        }
        if (at == written.length()) {
            throw wrong("there is no ] for a [");
        }
        at++;
        if (items.isEmpty()) {
            return others ? "[\\x{0}-\\x{10FFFF}]" : "[^\\x{0}-\\x{10FFFF}]";
        }
        return (others ? "[^" : "[") + items + ']';
    }

    /** One character; -1 for a set of some, which is added to the items. */
    private int classItem(StringBuilder items) {
        if (written.charAt(at) == '\\') {
            return escape(items, true);
        }
        int character = written.codePointAt(at);
        at += Character.charCount(character);
        return character;
    }

    private static void appendIfAny(StringBuilder items, int character) {
        if (character >= 0) {
            append(items, character);
        }
    }

    /** One character; -1 for a set of some, which is added as the items of a class. */
    final int escape(StringBuilder items, boolean inClass) {
        int backslash = at++;
        if (at == written.length()) {
            throw wrong("nothing follows the backslash");
        }
        char kind = written.charAt(at++);
        switch (kind) {
            case 'd', 'D', 'w', 'W' -> items.append('\\').append(kind);
            case 's', 'S' -> items.append(blanks(kind == 's'));
            case 'p', 'P' -> items.append(property(kind));
            case 't' -> {
                return '\t';
            }
            case 'n' -> {
                return '\n';
            }
            case 'v' -> {
                return 0x0B;
            }
            case 'f' -> {
                return '\f';
            }
            case 'r' -> {
                return '\r';
            }
            case '0' -> {
                return 0;
            }
            case 'x' -> {
                return hex(2);
            }
            case 'u' -> {
                return unicode();
            }
            default -> {
                if (kind == 'b' && inClass) {
                    return '\b';
                }
                at = backslash;
                if (kind == 'k' || kind >= '1' && kind <= '9') {
                    throw wrong(
                            "it refers back to what a group has found, for which the time has no bound. Say it by other"
                                    + " keywords, such as enum");
                }
                if (Character.isLetter(kind) || Character.isSurrogate(kind)) {
                    throw wrong("ECMA-262 knows no \\" + kind
                            + ". Write the character by itself, or ^ and $ for begin and end");
                }
                at += 2;
                return kind;
            }
        }
        return -1;
    }

    private int unicode() {
        if (written.startsWith("{", at)) {
            int end = written.indexOf('}', at);
            at++;
            int character = end < 0 || end - at > 6 ? -1 : hex(end - at);
            at++;
            if (character < 0 || character > LAST_CHARACTER) {
                throw wrong("there is no such character");
            }
            return character;
        }
        int first = hex(4);
        if (Character.isHighSurrogate((char) first)
                && written.startsWith("\\u", at)
                && !written.startsWith("\\u{", at)) {
            int before = at;
            at += 2;
            int second = hex(4);
            if (Character.isLowSurrogate((char) second)) {
                return Character.toCodePoint((char) first, (char) second);
            }
            at = before;
        }
        return first;
    }

    private int hex(int digits) {
        int end = at + digits;
        String text = digits < 1 || end > written.length() ? "" : written.substring(at, end);
        if (!text.matches("[0-9a-fA-F]+")) {
            throw wrong("hexadecimal digits have to follow");
        }
        at = end;
        return Integer.parseInt(text, 16);
    }

    private String property(char kind) {
        int end = written.indexOf('}', at);
        String said = written.startsWith("{", at) && end > 0 ? written.substring(at + 1, end) : "";
        String name = said.replaceFirst("^(?:General_Category|gc|Script|sc)=", "");
        name = CATEGORIES.getOrDefault(name, name);
        try {
            com.google.re2j.Pattern.compile("\\p{" + name + '}');
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw wrong(
                    "this is no class of characters that is known; write a category such as \\p{L} or a script such as"
                            + " \\p{Greek}");
        }
        at = end + 1;
        return "\\" + kind + '{' + name + '}';
    }

    private static String blanks(boolean these) {
        StringBuilder items = new StringBuilder();
        int next = 0;
        for (int[] blank : BLANKS) {
            if (these) {
                range(items, blank[0], blank[1]);
            } else {
                range(items, next, blank[0] - 1);
            }
            next = blank[1] + 1;
        }
        if (!these) {
            range(items, next, LAST_CHARACTER);
        }
        return items.toString();
    }

    private static void range(StringBuilder items, int from, int to) {
        append(items, from);
        items.append('-');
        append(items, to);
    }

    static void append(StringBuilder text, int character) {
        boolean plain = character < 0x80 && Character.isLetterOrDigit(character);
        text.append(plain ? String.valueOf((char) character) : "\\x{" + Integer.toHexString(character) + '}');
    }

    final IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("at character " + (at + 1) + ", " + what);
    }
}
