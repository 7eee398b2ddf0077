package io.clickreel.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import io.clickreel.stream.OriginColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The rows of table {@code dead_letters}, column by column: the record as it came, its origin, and what is wrong. */
public final class DeadLetterRows {
    private final NativeBlock block = new NativeBlock();
    private final OriginColumns origin = new OriginColumns(block);
    private final NativeColumn reason = block.column("reason", "String");
    private final NativeColumn field = block.column("field", "String");
    private final NativeColumn detail = block.column("detail", "String");
    private final NativeColumn contractVersion = block.column("contract_version", "String");
    private final NativeColumn key = block.column("key", "Nullable(String)");
    private final NativeColumn value = block.column("value", "Nullable(String)");
    private final NativeColumn headerKeys = block.arrayColumn("_header_keys", "String");
    private final NativeColumn headerValues = block.arrayColumn("_header_values", "Nullable(String)");

    /** Bytes of names that many rows share: the reasons, the fields. */
    private final Map<String, byte[]> nameBytes = new HashMap<>();

    private DeadLetterRows() {}

    /** The letters as one block, in their order. */
    public static NativeBlock of(List<DeadLetter> letters) {
        DeadLetterRows rows = new DeadLetterRows();
        letters.forEach(rows::add);
        return rows.block;
    }

    private void add(DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        origin.add(record, letter.topicId());
        reason.addString(bytes(letter.violation().reason().code()));
        field.addString(bytes(letter.violation().field()));
        detail.addString(letter.violation().detail().getBytes(UTF_8));
        contractVersion.addString(bytes(letter.contract()));
        key.addNullableString(record.key());
        value.addNullableString(record.value());
        for (Header header : record.headers()) {
            headerKeys.addString(header.key().getBytes(UTF_8));
            headerValues.addNullableString(header.value());
        }
        headerKeys.endArray();
        headerValues.endArray();
        block.endRow();
    }

    private byte[] bytes(String name) {
        return nameBytes.computeIfAbsent(name, text -> text.getBytes(UTF_8));
    }
}
