package io.clickreel.infer;

/** Text from outside in a line for people, or in a comment: on one line, and not too long. */
public final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** The text, where what cannot be seen is written as JSON would escape it. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** @param longest how many characters of the text are shown */
    public static String of(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(character -> {
            int type = Character.getType(character);
            boolean unseen = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.UNASSIGNED
                    || type == Character.PRIVATE_USE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (unseen) {
                shown.append(String.format("\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return text.codePointCount(0, text.length()) > longest ? shown + "..." : shown.toString();
    }
}
