package io.clickreel.trial;

import io.clickreel.contract.JsonBytes;
import io.clickreel.contract.Plan;
import io.clickreel.contract.RecordKey;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.contract.ValueReader;
import io.clickreel.contract.json.BytesAsText;
import io.clickreel.delivery.batch.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Reads records of a stream for people, and says of each what becomes of it. For one thread. */
public final class Tap {
    private final EventDecoder decoder;
    private final ValueReader values;
    private final Uuid topicId;
    private final RecordKey key = new RecordKey();
    private final JsonBytes json = new JsonBytes();

    /** @param values how those are read that have a schema registry's prefix */
    public Tap(Plan plan, ValueReader values, Uuid topicId) {
        this.decoder = new EventDecoder(plan);
        this.values = values;
        this.topicId = topicId;
    }

    public TappedRecord read(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        Verdict verdict = Verdict.of(decoder, topicId, record);
        decoder.rows().clear();
        key.read(record.key());
        return new TappedRecord(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()).toString(),
                new String(key.bytes(), key.from(), key.length(), StandardCharsets.UTF_8),
                value(record.value()),
                verdict);
    }

    private @Nullable String value(@Nullable ByteBuffer value) {
        if (value == null) {
            return null;
        }
        int from = value.arrayOffset() + value.position();
        byte[] bytes = Arrays.copyOfRange(value.array(), from, from + value.remaining());
        try {
            if (values.read(bytes, 0, bytes.length, json) == null) {
                bytes = Arrays.copyOfRange(json.bytes(), json.from(), json.from() + json.length());
            }
        } catch (SchemaAwayException e) {
            // It is shown as it came.
        }
        return text(bytes);
    }

    /** Control characters stay, unlike in a column: whoever shows the text escapes them. */
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(BytesAsText.hex(bytes, 0, bytes.length), StandardCharsets.UTF_8);
        }
    }
}
