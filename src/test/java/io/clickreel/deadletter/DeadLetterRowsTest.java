package io.clickreel.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.TestDatabase;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.delivery.TestRecords;
import io.clickreel.stream.SourcePartition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead letters as rows, and what the real table then has. */
@Tag("services")
class DeadLetterRowsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("dead_letter_rows");

    @BeforeEach
    void empty() {
        database.execute("TRUNCATE TABLE @.dead_letters");
    }

    @Test
    void originReasonAndContentStandInTheRow() throws Exception {
        store(letter((1L << 53) + 1, bytes("u_1"), bytes("{}"), new RecordHeaders()));

        assertThat(database.value("SELECT toString(tuple(_topic, _topic_id, _partition, _offset, _timestamp, reason,"
                        + " field, detail, contract_version, key, value, dead_at > now64() - 60)) FROM @.dead_letters"))
                .isEqualTo("('dvd_clicks','" + SourcePartition.uuid(TestRecords.TOPIC_ID)
                        + "',3,9007199254740993,'2026-01-31 12:18:51.766','unknown_value','device','device is ödd',"
                        + "'1','u_1','{}',1)");
    }

    @Test
    void keyAndValueKeepTheirBytes() throws Exception {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < 256; i++) {
            everyByte[i] = (byte) i;
        }
        byte[] backwards = Arrays.copyOf(new byte[] {(byte) 0xff, 0}, 70_000);
        store(letter(1, everyByte, backwards, new RecordHeaders()));

        HexFormat hex = HexFormat.of().withUpperCase();
        assertThat(database.value("SELECT hex(assumeNotNull(key)) FROM @.dead_letters"))
                .isEqualTo(hex.formatHex(everyByte));
        assertThat(database.value("SELECT hex(assumeNotNull(value)) FROM @.dead_letters"))
                .isEqualTo(hex.formatHex(backwards));
    }

    @Test
    void nothingAndEmptyAreDifferent() throws Exception {
        byte[] nothing = null;
        store(
                letter(1, bytes(""), nothing, new RecordHeaders()),
                letter(2, nothing, bytes(""), new RecordHeaders()),
                letter(3, bytes("k"), bytes("v"), new RecordHeaders()));

        assertThat(database.value("SELECT toString(groupArray((_offset, key, value))) FROM"
                        + " (SELECT * FROM @.dead_letters ORDER BY _offset)"))
                .isEqualTo("[(1,'',NULL),(2,NULL,''),(3,'k','v')]");
    }

    @Test
    void headersKeepTheirOrderAndTheirBytesAndStayWithTheirRow() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {0, (byte) 0xff});
        headers.add("trace", new byte[0]);
        headers.add("none", null);
        store(
                letter(1, bytes("k"), bytes("v"), new RecordHeaders()),
                letter(2, bytes("k"), bytes("v"), headers),
                letter(3, bytes("k"), bytes("v"), new RecordHeaders().add("last", bytes("x"))));

        assertThat(database.value("SELECT toString(groupArray((_header_keys, arrayMap(v -> hex(v), _header_values))))"
                        + " FROM (SELECT * FROM @.dead_letters ORDER BY _offset)"))
                .isEqualTo("[([],[]),(['trace','trace','none'],['00FF','',NULL]),(['last'],['78'])]");
    }

    private static void store(DeadLetter... letters) throws Exception {
        NativeBlock rows = DeadLetterRows.of(List.of(letters));
        InsertSettings settings = new InsertSettings().setDatabase(database.name());
        database.client()
                .insert("dead_letters", rows.columnNames(), rows::writeTo, ClickHouseFormat.Native, settings)
                .get()
                .close();
    }

    private static DeadLetter letter(long offset, byte[] key, byte[] value, Headers headers) {
        ConsumerRecord<ByteBuffer, ByteBuffer> record = TestRecords.record(offset, key, value, headers);
        return DeadLetter.of(
                record,
                TestRecords.TOPIC_ID,
                new ContractViolation(Reason.UNKNOWN_VALUE, "device", "device is ödd"),
                "1");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
