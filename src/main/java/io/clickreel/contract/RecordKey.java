package io.clickreel.contract;

import io.clickreel.contract.json.BytesAsText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the key of a Kafka record as text: a key never makes a click bad, because its value names the user too. */
public final class RecordKey {
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int from;
    private int length;

    /**
     * Reads a key as UTF-8, without a schema registry's prefix and the quotes of a JSON string. A usual key is not
     * copied, and a missing one is empty. A key that is no JSON string of text is kept as it is; one that is no text at
     * all becomes what {@link BytesAsText} makes of it, prefix included.
     *
     * @param key the rest of a buffer that has an array, which must not change while {@link #bytes()} is used; the
     *     buffer's position does not move
     */
    public void read(@Nullable ByteBuffer key) {
        if (key == null) {
            clear();
            return;
        }
        bytes = key.array();
        from = key.arrayOffset() + key.position();
        length = key.remaining();
        int quote = isQuoted() ? 1 : 0;
        if (isPlain(quote)) {
            from += quote;
            length -= 2 * quote;
        } else {
            bytes = text(bytes, from, length);
            from = 0;
            length = bytes.length;
        }
    }

    /** Lets go of the buffer, which can be a whole fetch; the key is empty then. */
    public void clear() {
        bytes = NOTHING;
        from = 0;
        length = 0;
    }

    /** An array in which the {@link #length()} bytes from {@link #from()} on are the key that was read last. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int length() {
        return length;
    }

    private boolean isQuoted() {
        return length >= 2 && bytes[from] == '"' && bytes[from + length - 1] == '"';
    }

    /** Whether the text between the quotation marks, if there are some, is ASCII without escapes. */
    private boolean isPlain(int quote) {
        for (int i = from + quote; i < from + length - quote; i++) {
            if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    private static byte[] text(byte[] key, int from, int count) {
        // Fewer bytes than a prefix has are no prefix: a number of four bytes begins with a zero too.
        int prefix = count < ContractLimits.REGISTRY_PREFIX_BYTES ? 0 : ContractLimits.registryPrefix(key, from, count);
        int start = from + prefix;
        int length = count - prefix;
        if (!BytesAsText.isText(key, start, length)) {
            return BytesAsText.hex(key, from, count);
        }
        return unquoted(new String(key, start, length, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a JSON string, or the key as it is. */
    private static String unquoted(String plain) {
        if (plain.length() < 2 || !plain.startsWith("\"") || !plain.endsWith("\"")) {
            return plain;
        }
        String inner = plain.substring(1, plain.length() - 1);
        if (inner.indexOf('\\') < 0) {
            return inner.indexOf('"') < 0 ? inner : plain;
        }
        String unescaped = unescape(inner);
        return unescaped == null || !isText(unescaped) ? plain : unescaped;
    }

    /** Escapes can stand for what no text has: control characters, and halves of surrogate pairs. */
    private static boolean isText(String unescaped) {
        return unescaped
                .codePoints()
                .noneMatch(character -> BytesAsText.isControl(character)
                        || character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    /** The text behind JSON's escapes, or null if there is one that JSON does not know. */
    private static @Nullable String unescape(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '"') {
                return null;
            }
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = ++i < escaped.length() ? escaped.charAt(i) : 0;
            int place = "\"\\/bfnrt".indexOf(kind);
            if (place >= 0) {
                text.append("\"\\/\b\f\n\r\t".charAt(place));
            } else if (kind == 'u' && isHex(escaped, i + 1)) {
                text.append((char) Integer.parseInt(escaped, i + 1, i + 5, 16));
                i += 4;
            } else {
                return null;
            }
        }
        return text.toString();
    }

    private static boolean isHex(String text, int from) {
        for (int i = from; i < from + 4; i++) {
            if (i >= text.length() || text.charAt(i) > 'f' || Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
