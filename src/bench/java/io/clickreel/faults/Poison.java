package io.clickreel.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Values that break the contract, in the ways in which producers do. */
enum Poison {
    NOT_JSON,
    EMPTY,
    NULL,
    MISSING_FIELD,
    WRONG_TYPE,
    UNKNOWN_VALUE,
    CUT_OFF,
    BINARY;

    /** @param value of a good click, in the generator's form */
    static byte[] of(byte[] value, Random random) {
        Poison kind = values()[random.nextInt(values().length)];
        return switch (kind) {
            case NOT_JSON -> bytes("user u_10 clicked film 331");
            case EMPTY -> new byte[0];
            case NULL -> null;
            case MISSING_FIELD -> replaced(value, "\"device\":\"[^\"]*\",", "");
            case WRONG_TYPE -> replaced(value, "\"film_id\":\\d+", "\"film_id\":[331]");
            case UNKNOWN_VALUE -> replaced(value, "\"event_type\":\"[^\"]*\"", "\"event_type\":\"toasted\"");
            case CUT_OFF -> Arrays.copyOf(value, 1 + random.nextInt(value.length - 1));
            case BINARY -> rubbish(random);
        };
    }

    private static byte[] rubbish(Random random) {
        byte[] rubbish = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(rubbish);
        // Whatever follows, it is no JSON object.
        rubbish[0] = (byte) 0xFF;
        return rubbish;
    }

    private static byte[] replaced(byte[] value, String pattern, String by) {
        return bytes(new String(value, StandardCharsets.UTF_8).replaceFirst(pattern, by));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
