package io.clickreel.delivery.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.TestDatabase;
import io.clickreel.delivery.TestRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records decoded into rows, and what the real table then has. */
@Tag("services")
class EventRowsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("event_rows");

    private final Decoders decoders = TestRecords.decoders();

    @Test
    void eachFieldTheOriginAndTheHeadersStandInTheRow() throws Exception {
        String user = "ü".repeat(128);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "first".getBytes(UTF_8));
        headers.add("trace", "second".getBytes(UTF_8));
        headers.add("empty", null);
        store(
                TestRecords.record((1L << 53) + 1, "\"" + user + "\"", click(user, 1_000_000, 1_000), headers),
                TestRecords.record((1L << 53) + 2, "k", click("u_2", 1, 1), new RecordHeaders()));

        assertThat(database.value("SELECT toString(tuple(event_id, event_ts, user_id, session_id, film_id, event_type,"
                        + " page, position, device, referrer)) FROM @.clicks WHERE film_id = 1000000"))
                .isEqualTo("('84e0e977-9ee7-4eec-9cd6-f7655e481cb3','2025-12-27 12:18:51.766','" + user
                        + "','s_1',1000000,'view','browse',1000,'tablet','recommendation')");
        assertThat(database.value("SELECT toString(tuple(_topic, _partition, _offset, _timestamp, _key, _header_keys,"
                        + " _header_values)) FROM @.clicks WHERE film_id = 1000000"))
                .isEqualTo("('dvd_clicks',3,9007199254740993,'2026-01-31 12:18:51.766','" + user
                        + "',['trace','trace','empty'],['first','second',''])");
        assertThat(database.value(
                        "SELECT toString(tuple(_offset, _key, _header_keys)) FROM @.clicks WHERE film_id = 1"))
                .isEqualTo("(9007199254740994,'k',[])");
    }

    /** What reads ClickHouse's Parquet and Arrow refuses a whole file for one string that is none. */
    @Test
    void bytesThatAreNoTextAreTextInTheTableAndCanBeHadBack() throws Exception {
        byte[] binary = HexFormat.of().parseHex("00ff80");
        RecordHeaders headers = new RecordHeaders();
        headers.add("binary", binary);
        headers.add("text", "é\n".getBytes(UTF_8));
        store(
                TestRecords.record(
                        600, new byte[] {'u', (byte) 0xFF}, click("u_79", 79, 7).getBytes(UTF_8), headers),
                TestRecords.record(
                        601, new byte[] {0, 0, 0, 42}, click("u_79", 79, 7).getBytes(UTF_8), new RecordHeaders()),
                TestRecords.record(
                        602, "é".getBytes(UTF_8), click("u_79", 79, 7).getBytes(UTF_8), new RecordHeaders()));

        assertThat(database.value("SELECT toString(groupArray(_key)) FROM (SELECT _key FROM @.clicks"
                        + " WHERE film_id = 79 ORDER BY _offset)"))
                .isEqualTo("['0x75FF','0x0000002A','é']");
        assertThat(database.value("SELECT toString((_header_values, hex(unhex(substring(_header_values[1], 3)))))"
                        + " FROM @.clicks WHERE _offset = 600"))
                .isEqualTo("(['0x00FF80','é\\n'],'00FF80')");
        assertThat(database.value("SELECT toString(countIf(NOT isValidUTF8(toString(tuple(*))))) FROM @.clicks"))
                .isEqualTo("0");
    }

    @Test
    void theSecondBatchOfAThreadHasNothingOfTheFirst() throws Exception {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> first = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            first.add(TestRecords.record(i, "u", click("u_first", 77, 7), new RecordHeaders().add("h", new byte[200])));
        }
        decoders.giveBack(batch(first).decoder());
        store(TestRecords.record(500, "u", click("u_second", 78, 7), new RecordHeaders()));

        assertThat(database.value("SELECT toString(tuple(count(), any(user_id), any(_header_keys))) FROM @.clicks"
                        + " WHERE film_id IN (77, 78)"))
                .isEqualTo("(1,'u_second',[])");
    }

    @SafeVarargs
    private void store(ConsumerRecord<ByteBuffer, ByteBuffer>... records) throws Exception {
        Batch batch = batch(List.of(records));
        assertThat(batch.getRowCount()).isEqualTo(records.length);
        InsertSettings settings = new InsertSettings().setDatabase(database.name());
        database.client()
                .insert("clicks", batch.columnNames(), batch::writeTo, ClickHouseFormat.Native, settings)
                .get()
                .close();
    }

    private Batch batch(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        Batch batch = new Batch(
                TestRecords.STREAM, TestRecords.PARTITION, TestRecords.TOPIC_ID, decoders.take(), Fates.OPEN, 0);
        records.forEach(batch::add);
        return batch;
    }

    private static String click(String user, int film, int position) {
        return """
                {"event_id":"84e0e977-9ee7-4eec-9cd6-f7655e481cb3","event_ts":"2025-12-27 12:18:51.766",\
                "user_id":"%s","session_id":"s_1","film_id":%d,"event_type":"view","page":"browse",\
                "position":%d,"device":"tablet","referrer":"recommendation"}""".formatted(user, film, position);
    }
}
