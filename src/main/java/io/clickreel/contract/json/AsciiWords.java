package io.clickreel.contract.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A few words of at most 16 letters, found in bytes by comparing eight of them at a time. */
public final class AsciiWords {
    /** Bytes that must be readable from the start of a word, whatever its length. */
    public static final int READ_BYTES = 2 * Long.BYTES;

    private final int[] lengths;
    private final long[] first;
    private final long[] firstMask;
    private final long[] second;
    private final long[] secondMask;

    public AsciiWords(String... words) {
        lengths = new int[words.length];
        first = new long[words.length];
        firstMask = new long[words.length];
        second = new long[words.length];
        secondMask = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            byte[] ascii = words[i].getBytes(StandardCharsets.US_ASCII);
            if (ascii.length > READ_BYTES) {
                throw new IllegalArgumentException(words[i] + " has more than " + READ_BYTES + " letters");
            }
            byte[] letters = Arrays.copyOf(ascii, READ_BYTES);
            byte[] mask = new byte[READ_BYTES];
            Arrays.fill(mask, 0, ascii.length, (byte) 0xFF);
            lengths[i] = ascii.length;
            first[i] = EightBytes.get(letters, 0);
            firstMask[i] = EightBytes.get(mask, 0);
            second[i] = EightBytes.get(letters, Long.BYTES);
            secondMask[i] = EightBytes.get(mask, Long.BYTES);
        }
    }

    public int length(int word) {
        return lengths[word];
    }

    /** Whether the word is there, followed by a quotation mark. */
    public boolean standsAt(byte[] text, int offset, int word) {
        return ((EightBytes.get(text, offset) & firstMask[word]) ^ first[word]
                                | (EightBytes.get(text, offset + Long.BYTES) & secondMask[word]) ^ second[word])
                        == 0
                && text[offset + lengths[word]] == '"';
    }

    /** The number of the word that is there, followed by a quotation mark; -1 if none is. */
    public int find(byte[] text, int offset) {
        for (int word = 0; word < lengths.length; word++) {
            if (standsAt(text, offset, word)) {
                return word;
            }
        }
        return -1;
    }
}
