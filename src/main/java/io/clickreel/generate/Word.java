package io.clickreel.generate;

import java.util.Arrays;

/** One of the values that the contract allows in a field, as it is written in JSON. */
public interface Word {
    String text();

    static String[] texts(Word[] values) {
        return Arrays.stream(values).map(Word::text).toArray(String[]::new);
    }
}
