package io.clickreel.delivery.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.clickhouse.DictionaryColumn;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import io.clickreel.contract.ClickFields;
import io.clickreel.contract.ClickKey;
import io.clickreel.contract.ContractValue;
import io.clickreel.contract.Device;
import io.clickreel.contract.EventType;
import io.clickreel.contract.Page;
import io.clickreel.contract.Referrer;
import io.clickreel.contract.json.BytesAsText;
import io.clickreel.contract.json.Utf8Text;
import io.clickreel.stream.OriginColumns;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;

/** The rows of table {@code clicks}, column by column: the ten fields and the record's origin. */
public final class ClickRows {
    private static final byte[] NOTHING = {};

    private final NativeBlock block = new NativeBlock();
    private final NativeColumn eventId = block.column("event_id", "UUID");
    private final NativeColumn eventTs = block.column("event_ts", "DateTime64(3, 'UTC')");
    private final NativeColumn userId = block.column("user_id", "String");
    private final NativeColumn sessionId = block.column("session_id", "String");
    private final NativeColumn filmId = block.column("film_id", "UInt32");
    private final DictionaryColumn eventType = dictionary("event_type", EventType.values());
    private final DictionaryColumn page = dictionary("page", Page.values());
    private final NativeColumn position = block.column("position", "UInt16");
    private final DictionaryColumn device = dictionary("device", Device.values());
    private final DictionaryColumn referrer = dictionary("referrer", Referrer.values());
    private final OriginColumns origin = new OriginColumns(block);
    private final NativeColumn key = block.column("_key", "String");
    private final NativeColumn headerKeys = block.arrayColumn("_header_keys", "String");
    private final NativeColumn headerValues = block.arrayColumn("_header_values", "String");

    public NativeBlock block() {
        return block;
    }

    @SuppressWarnings("EnumOrdinal") // A value's ordinal is its text's place in the dictionary.
    public void add(ClickFields click, ConsumerRecord<?, ?> record, Uuid idOfTopic, ClickKey recordKey) {
        eventId.addUuid(click.eventIdHigh(), click.eventIdLow());
        eventTs.addUInt64(click.eventTimeMs());
        add(userId, click.userId());
        add(sessionId, click.sessionId());
        filmId.addUInt32(click.filmId());
        eventType.add(click.eventType().ordinal());
        page.add(click.page().ordinal());
        position.addUInt16(click.position());
        device.add(click.device().ordinal());
        referrer.add(click.referrer().ordinal());
        origin.add(record, idOfTopic);
        key.addString(recordKey.bytes(), recordKey.from(), recordKey.length());
        for (Header header : record.headers().toArray()) {
            headerKeys.addString(header.key().getBytes(UTF_8));
            headerValues.addString(header.value() == null ? NOTHING : BytesAsText.of(header.value()));
        }
        headerKeys.endArray();
        headerValues.endArray();
        block.endRow();
    }

    private static void add(NativeColumn column, Utf8Text text) {
        column.addString(text.bytes(), 0, text.length());
    }

    private DictionaryColumn dictionary(String name, ContractValue[] values) {
        DictionaryColumn column = block.dictionaryColumn(name);
        for (ContractValue value : values) {
            column.text(value.text().getBytes(UTF_8));
        }
        return column;
    }
}
