package io.clickreel.contract.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Some words, found in bytes by comparing eight of them at a time. */
public final class Words {
    /** Bytes that must be readable from the start of a word, whatever its length. */
    public static final int READ_BYTES = 2 * Long.BYTES;

    private final byte[][] words;
    private final long[] first;
    private final long[] firstMask;
    private final long[] second;
    private final long[] secondMask;

    /** @param texts without characters that JSON escapes */
    public Words(String... texts) {
        words = new byte[texts.length][];
        first = new long[texts.length];
        firstMask = new long[texts.length];
        second = new long[texts.length];
        secondMask = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            words[i] = texts[i].getBytes(StandardCharsets.UTF_8);
            byte[] letters = Arrays.copyOf(words[i], READ_BYTES);
            byte[] mask = new byte[READ_BYTES];
            Arrays.fill(mask, 0, Math.min(words[i].length, READ_BYTES), (byte) 0xFF);
            first[i] = EightBytes.get(letters, 0);
            firstMask[i] = EightBytes.get(mask, 0);
            second[i] = EightBytes.get(letters, Long.BYTES);
            secondMask[i] = EightBytes.get(mask, Long.BYTES);
        }
    }

    /** Whether a text can be one of the words: JSON writes it without an escape. */
    public static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate((char) c));
    }

    public int count() {
        return words.length;
    }

    /** In bytes of UTF-8. */
    public int length(int word) {
        return words[word].length;
    }

    public byte[] bytes(int word) {
        return words[word];
    }

    /** Whether the word is there, followed by a quotation mark. */
    public boolean standsAt(byte[] text, int offset, int word) {
        byte[] bytes = words[word];
        return ((EightBytes.get(text, offset) & firstMask[word]) ^ first[word]
                                | (EightBytes.get(text, offset + Long.BYTES) & secondMask[word]) ^ second[word])
                        == 0
                && (bytes.length <= READ_BYTES
                        || offset + bytes.length < text.length
                                && Arrays.equals(
                                        text,
                                        offset + READ_BYTES,
                                        offset + bytes.length,
                                        bytes,
                                        READ_BYTES,
                                        bytes.length))
                && text[offset + bytes.length] == '"';
    }

    /** The number of the word that is there, followed by a quotation mark; -1 if none is. */
    public int find(byte[] text, int offset) {
        for (int word = 0; word < words.length; word++) {
            if (standsAt(text, offset, word)) {
                return word;
            }
        }
        return -1;
    }
}
