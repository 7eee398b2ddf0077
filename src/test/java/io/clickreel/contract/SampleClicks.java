package io.clickreel.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.generate.Click;
import io.clickreel.generate.Device;
import io.clickreel.generate.EventType;
import io.clickreel.generate.Page;
import io.clickreel.generate.Referrer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/** Clicks and their JSON for tests: the example of the contract, and random ones of a fixed seed. */
public final class SampleClicks {
    public static final String EXAMPLE = """
            {"event_id":"84e0e977-9ee7-4eec-9cd6-f7655e481cb3","event_ts":"2025-12-27 12:18:51.766",\
            "user_id":"u_10","session_id":"s_53482d2c","film_id":331,"event_type":"view","page":"browse",\
            "position":9,"device":"tablet","referrer":"recommendation"}""";

    /** Keeps numbers as they are written: the default would turn 1e400 into infinity. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final int MAX_CHARACTERS = 128;
    private static final int MAX_FILM_ID = 1_000_000;
    private static final int MAX_POSITION = 1_000;

    private SampleClicks() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A record's key, null for none, as it is stored.
     *
     * @throws CharacterCodingException if what would be stored is not UTF-8
     */
    public static String key(byte[] recordKey) throws CharacterCodingException {
        RecordKey key = new RecordKey();
        key.read(recordKey == null ? null : ByteBuffer.wrap(recordKey));
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(key.bytes(), key.from(), key.length()))
                .toString();
    }

    static ObjectNode example() {
        try {
            return (ObjectNode) JSON.readTree(EXAMPLE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Click random(Random random) {
        // 2000-01-01 to 2099-12-31, in milliseconds.
        long eventTimeMs = 946_684_800_000L + (long) (random.nextDouble() * 3_155_760_000_000L);
        return new Click(
                new UUID(random.nextLong(), random.nextLong()),
                eventTimeMs,
                text(random),
                text(random),
                1 + random.nextInt(MAX_FILM_ID),
                pick(EventType.values(), random),
                pick(Page.values(), random),
                1 + random.nextInt(MAX_POSITION),
                pick(Device.values(), random),
                pick(Referrer.values(), random));
    }

    static <T> T pick(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static String text(Random random) {
        String alphabet = "abc_019 \"\\/{}:,é€\u2028😀𐀀";
        int[] points = alphabet.codePoints().toArray();
        int length = 1 + random.nextInt(random.nextInt(8) == 0 ? MAX_CHARACTERS : 10);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
