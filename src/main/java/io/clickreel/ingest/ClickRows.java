package io.clickreel.ingest;

import io.clickreel.click.ClickFields;
import io.clickreel.click.ContractValue;
import io.clickreel.click.Device;
import io.clickreel.click.EventType;
import io.clickreel.click.Page;
import io.clickreel.click.Referrer;
import io.clickreel.click.Utf8Text;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;

/** The rows of table {@code clicks}, column by column: the ten fields and the record's origin. */
final class ClickRows {
    private static final byte[] NOTHING = {};
    private static final byte[][] EVENT_TYPES = texts(EventType.values());
    private static final byte[][] PAGES = texts(Page.values());
    private static final byte[][] DEVICES = texts(Device.values());
    private static final byte[][] REFERRERS = texts(Referrer.values());

    private final NativeBlock block = new NativeBlock();
    private final NativeColumn eventId = block.column("event_id", "UUID");
    private final NativeColumn eventTs = block.column("event_ts", "DateTime64(3, 'UTC')");
    private final NativeColumn userId = block.column("user_id", "String");
    private final NativeColumn sessionId = block.column("session_id", "String");
    private final NativeColumn filmId = block.column("film_id", "UInt32");
    private final NativeColumn eventType = block.column("event_type", "String");
    private final NativeColumn page = block.column("page", "String");
    private final NativeColumn position = block.column("position", "UInt16");
    private final NativeColumn device = block.column("device", "String");
    private final NativeColumn referrer = block.column("referrer", "String");
    private final NativeColumn topic = block.column("_topic", "String");
    private final NativeColumn topicId = block.column("_topic_id", "UUID");
    private final NativeColumn partition = block.column("_partition", "UInt32");
    private final NativeColumn offset = block.column("_offset", "UInt64");
    private final NativeColumn timestamp = block.column("_timestamp", "DateTime64(3, 'UTC')");
    private final NativeColumn key = block.column("_key", "String");
    private final NativeColumn headerKeys = block.arrayColumn("_header_keys", "String");
    private final NativeColumn headerValues = block.arrayColumn("_header_values", "String");

    private String lastTopic = "";
    private byte[] lastTopicBytes = NOTHING;

    NativeBlock block() {
        return block;
    }

    /** @param keyText the record's key without quotes */
    @SuppressWarnings("EnumOrdinal") // The place of a value's text in its array.
    void add(ClickFields click, ConsumerRecord<Object, Object> record, Uuid idOfTopic, byte[] keyText) {
        eventId.addUuid(click.eventIdHigh(), click.eventIdLow());
        eventTs.addUInt64(click.eventTimeMs());
        add(userId, click.userId());
        add(sessionId, click.sessionId());
        filmId.addUInt32(click.filmId());
        eventType.addString(EVENT_TYPES[click.eventType().ordinal()]);
        page.addString(PAGES[click.page().ordinal()]);
        position.addUInt16(click.position());
        device.addString(DEVICES[click.device().ordinal()]);
        referrer.addString(REFERRERS[click.referrer().ordinal()]);
        topic.addString(topicBytes(record.topic()));
        topicId.addUuid(idOfTopic.getMostSignificantBits(), idOfTopic.getLeastSignificantBits());
        partition.addUInt32(record.partition());
        offset.addUInt64(record.offset());
        timestamp.addUInt64(Math.max(0, record.timestamp()));
        key.addString(keyText);
        for (Header header : record.headers().toArray()) {
            headerKeys.addString(header.key().getBytes(StandardCharsets.UTF_8));
            headerValues.addString(header.value() == null ? NOTHING : header.value());
        }
        headerKeys.endArray();
        headerValues.endArray();
        block.endRow();
    }

    private byte[] topicBytes(String name) {
        if (!name.equals(lastTopic)) {
            lastTopic = name;
            lastTopicBytes = name.getBytes(StandardCharsets.UTF_8);
        }
        return lastTopicBytes;
    }

    private static void add(NativeColumn column, Utf8Text text) {
        column.addString(text.bytes(), 0, text.length());
    }

    private static byte[][] texts(ContractValue[] values) {
        byte[][] texts = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i].text().getBytes(StandardCharsets.UTF_8);
        }
        return texts;
    }
}
