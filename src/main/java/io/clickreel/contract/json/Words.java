package io.clickreel.contract.json;

import java.util.Arrays;

/** Some words, of which one may be there. */
public final class Words {
    private final Word[] words;

    /** @param texts without characters that JSON escapes */
    public Words(String... texts) {
        words = Arrays.stream(texts).map(Word::new).toArray(Word[]::new);
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
        return words[word].length();
    }

    public byte[] bytes(int word) {
        return words[word].bytes();
    }

    /** The number of the word that is there, followed by a quotation mark; -1 if none is. */
    public int find(byte[] text, int offset) {
        for (int word = 0; word < words.length; word++) {
            if (words[word].isAt(text, offset)) {
                return word;
            }
        }
        return -1;
    }
}
