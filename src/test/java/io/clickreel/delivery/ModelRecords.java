package io.clickreel.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.clickreel.clickhouse.StreamedBody.Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The model's records, which carry their own names, so that they are found again in the bytes of an insert. */
final class ModelRecords {
    /** Bits of one topic's offsets in a set of records. */
    static final int TOPIC_BITS = 8;

    private static final Uuid[] TOPIC_IDS = {TestRecords.TOPIC_ID, Uuid.fromString("Kx5AAAAAAAAAAAAAAAAAAA")};
    private static final Pattern NAME = Pattern.compile("record (\\d)/(\\d)");
    private static final String FIRST = "first_offset\6UInt64";
    private static final String END = "end_offset\6UInt64";

    private final ModelBounds bounds;

    ModelRecords(ModelBounds bounds) {
        this.bounds = bounds;
    }

    static Uuid topicId(int topic) {
        return TOPIC_IDS[topic];
    }

    static int topic(Uuid topicId) {
        return topicId.equals(TOPIC_IDS[0]) ? 0 : 1;
    }

    /** What a consumer gets when it reads from one offset to before another. */
    List<ConsumerRecord<ByteBuffer, ByteBuffer>> read(int topic, int from, int to) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (int offset = from; offset < to; offset++) {
            String name = "record " + topic + "/" + offset;
            String click = TestRecords.CLICK.replace("u_1", name);
            switch (bounds.log(topic).charAt(offset)) {
                case 'c' -> records.add(record(offset, click));
                case 'o' -> records.add(record(offset, click.replace("2026", "2006")));
                case 'n' -> records.add(record(offset, click.replace("331", "1500000")));
                case 'g' -> records.add(record(offset, click.replace("331", "5")));
                case 'x' -> records.add(record(offset, "no click, " + name));
                default -> {}
            }
        }
        return records;
    }

    /** The offsets of a topic at which the log has this kind, as bits. */
    int all(int topic, char kind) {
        int bits = 0;
        for (int offset = 0; offset < bounds.log(topic).length(); offset++) {
            if (bounds.log(topic).charAt(offset) == kind) {
                bits |= 1 << offset;
            }
        }
        return bits << topic * TOPIC_BITS;
    }

    /** The records that an insert of clicks or dead letters really carries, as bits. */
    static int named(Writer body) {
        int bits = 0;
        Matcher names = NAME.matcher(text(body));
        while (names.find()) {
            bits |= 1 << Integer.parseInt(names.group(1)) * TOPIC_BITS + Integer.parseInt(names.group(2));
        }
        return bits;
    }

    /** The offsets that a row of the ledger covers, as bits. */
    static int range(Writer row, int topic) {
        String text = text(row);
        return range(topic, number(text, FIRST), number(text, END));
    }

    static int range(int topic, int from, int to) {
        return (1 << to) - (1 << from) << topic * TOPIC_BITS;
    }

    private static int number(String text, String column) {
        int low = text.charAt(text.indexOf(column) + column.length());
        return low;
    }

    private static String text(Writer body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(ISO_8859_1);
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> record(long offset, String value) {
        return TestRecords.record(offset, "u_1", value, new RecordHeaders());
    }
}
