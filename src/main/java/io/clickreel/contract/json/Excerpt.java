package io.clickreel.contract.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Quotes foreign text in messages: cut short, and with every character visible. */
public final class Excerpt {
    private static final int MAX_CHARACTERS = 80;
    private static final int ESCAPED_CHARACTERS = 6;
    private static final String CUT = "...";

    private Excerpt() {}

    private static String of(char[] text, int length, int most) {
        int shown = Math.min(length, most);
        char[] excerpt = new char[shown * ESCAPED_CHARACTERS + CUT.length()];
        int end = 0;
        for (int i = 0; i < shown; i++) {
            end = append(excerpt, end, text[i]);
        }
        if (length > shown) {
            CUT.getChars(0, CUT.length(), excerpt, end);
            end += CUT.length();
        }
        return new String(excerpt, 0, end);
    }

    public static String of(String text) {
        return of(text, MAX_CHARACTERS);
    }

    /** @param most how many characters are shown */
    public static String of(String text, int most) {
        return of(text.toCharArray(), text.length(), most);
    }

    /** Bytes that are perhaps not text at all: what is no UTF-8 shows as a replacement character. */
    public static String of(byte[] bytes, int offset, int length) {
        // Two characters more than are shown tell whether there are more, even if the next one is a surrogate pair. A
        // long record is not read beyond them.
        CharBuffer start = CharBuffer.allocate(MAX_CHARACTERS + 2);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        if (decoder.decode(ByteBuffer.wrap(bytes, offset, length), start, true).isUnderflow()) {
            decoder.flush(start);
        }
        return of(start.array(), start.position(), MAX_CHARACTERS);
    }

    /** @return the end of the excerpt with this character */
    private static int append(char[] excerpt, int end, char c) {
        // A half of a pair could not be stored as UTF-8, and a cut may leave one.
        if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
            int next = end;
            excerpt[next++] = '\\';
            excerpt[next++] = 'u';
            for (int shift = 12; shift >= 0; shift -= 4) {
                excerpt[next++] = Character.forDigit(c >> shift & 0xF, 16);
            }
            return next;
        }
        excerpt[end] = c;
        return end + 1;
    }
}
