package io.clickreel.delivery.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import io.clickreel.contract.RecordKey;
import io.clickreel.contract.RowDecoder;
import io.clickreel.contract.RowWriter;
import io.clickreel.contract.json.BytesAsText;
import io.clickreel.stream.OriginColumns;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The rows of a stream's table, column by column: the fields of the contract and the record's origin. */
public final class EventRows {
    private static final byte[] NOTHING = {};

    private final NativeBlock block = new NativeBlock();
    private final RowDecoder decoder;
    private final RowWriter fields;
    private final OriginColumns origin;
    /** Null: the table does not keep it. */
    private final @Nullable NativeColumn key;

    private final @Nullable NativeColumn headerKeys;
    private final @Nullable NativeColumn headerValues;

    EventRows(RowDecoder decoder) {
        this.decoder = decoder;
        this.fields = decoder.columnsOf(block);
        this.origin = new OriginColumns(block);
        this.key = decoder.hasColumn("_key") ? block.column("_key", "String") : null;
        boolean headers = decoder.hasColumn("_header_keys") && decoder.hasColumn("_header_values");
        this.headerKeys = headers ? block.arrayColumn("_header_keys", "String") : null;
        this.headerValues = headers ? block.arrayColumn("_header_values", "String") : null;
    }

    public NativeBlock block() {
        return block;
    }

    /** Adds the record that the decoder has read last. */
    void add(ConsumerRecord<?, ?> record, Uuid idOfTopic, RecordKey recordKey) {
        decoder.writeTo(fields);
        origin.add(record, idOfTopic);
        if (key != null) {
            key.addString(recordKey.bytes(), recordKey.from(), recordKey.length());
        }
        if (headerKeys != null && headerValues != null) {
            for (Header header : record.headers().toArray()) {
                headerKeys.addString(header.key().getBytes(UTF_8));
                headerValues.addString(header.value() == null ? NOTHING : BytesAsText.of(header.value()));
            }
            headerKeys.endArray();
            headerValues.endArray();
        }
        block.endRow();
    }
}
