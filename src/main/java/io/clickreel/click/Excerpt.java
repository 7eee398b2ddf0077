package io.clickreel.click;

import java.nio.charset.StandardCharsets;

/** Quotes foreign text in messages: cut short, and with every character visible. */
final class Excerpt {
    private static final int MAX_CHARACTERS = 80;

    private Excerpt() {}

    static String of(char[] text, int offset, int length) {
        int shown = Math.min(length, MAX_CHARACTERS);
        StringBuilder excerpt = new StringBuilder(shown + 16);
        for (int i = offset; i < offset + shown; i++) {
            append(excerpt, text[i]);
        }
        return excerpt.append(length > shown ? "..." : "").toString();
    }

    static String of(String text) {
        return of(text.toCharArray(), 0, text.length());
    }

    /** Bytes that are perhaps not text at all: what is no UTF-8 shows as a replacement character. */
    static String of(byte[] bytes, int offset, int length) {
        // A character takes at most four bytes, so this is enough of a long record for a full excerpt.
        String start = new String(bytes, offset, Math.min(length, 4 * (MAX_CHARACTERS + 1)), StandardCharsets.UTF_8);
        return of(start);
    }

    private static void append(StringBuilder excerpt, char c) {
        // A half of a pair could not be stored as UTF-8, and a cut may leave one.
        if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
            excerpt.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                excerpt.append(Character.forDigit(c >> shift & 0xF, 16));
            }
        } else {
            excerpt.append(c);
        }
    }
}
