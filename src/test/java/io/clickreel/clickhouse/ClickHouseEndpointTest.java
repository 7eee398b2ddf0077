package io.clickreel.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import io.clickreel.embedded.clickhouse.SharedClickHouse;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Blocks through the clickhouse: endpoint into the real ClickHouse, and what it then has. */
@Tag("services")
class ClickHouseEndpointTest {
    private static final ClickHouseConnection CONNECTION = new ClickHouseConnection(
            SharedClickHouse.host(),
            SharedClickHouse.port(),
            false,
            SharedClickHouse.user(),
            SharedClickHouse.password(),
            "default",
            30_000);

    private static ClickHouse clickHouse;
    private static Client client;
    private static CamelContext camel;
    private static ProducerTemplate producer;

    private final String table = "native_" + UUID.randomUUID().toString().replace("-", "");

    @BeforeAll
    static void start() {
        clickHouse = CONNECTION.open();
        client = clickHouse.client();
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("clickhouse", new ClickHouseComponent(clickHouse, clickHouse));
        camel.start();
        producer = camel.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        camel.stop();
        clickHouse.close();
    }

    @Test
    void unsignedNumbersKeepTheirLimits() {
        create("a UInt16, b UInt32, c UInt64, d DateTime64(3, 'UTC'), e UUID");
        NativeBlock block = new NativeBlock();
        NativeColumn a = block.column("a", "UInt16");
        NativeColumn b = block.column("b", "UInt32");
        NativeColumn c = block.column("c", "UInt64");
        NativeColumn d = block.column("d", "DateTime64(3, 'UTC')");
        NativeColumn e = block.column("e", "UUID");
        UUID uuid = UUID.fromString("fedcba98-7654-3210-0123-456789abcdef");
        for (long value : new long[] {0, -1, 1, 0x0102030405060708L}) {
            a.addUInt16((int) value);
            b.addUInt32((int) value);
            c.addUInt64(value);
            d.addUInt64(Math.floorMod(value, 1_000_000_007L));
            e.addUuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            block.endRow();
        }
        insert(block);

        assertThat(rows("SELECT toString(tuple(a, b, c, e)) AS r FROM " + table))
                .containsExactly(
                        "(0,0,0,'" + uuid + "')",
                        "(65535,4294967295,18446744073709551615,'" + uuid + "')",
                        "(1,1,1,'" + uuid + "')",
                        "(1800,84281096,72623859790382856,'" + uuid + "')");
        assertThat(rows("SELECT toString(d) AS r FROM " + table + " LIMIT 1"))
                .containsExactly("1970-01-01 00:00:00.000");
    }

    @Test
    void stringsOfAnyLengthArriveByteForByte() {
        create("i UInt16, s String");
        int[] lengths = {0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152};
        NativeBlock block = new NativeBlock();
        NativeColumn index = block.column("i", "UInt16");
        NativeColumn text = block.column("s", "String");
        for (int i = 0; i < lengths.length; i++) {
            index.addUInt16(i);
            text.addString(string(i, lengths[i]));
            block.endRow();
        }
        insert(block);

        for (int i = 0; i < lengths.length; i++) {
            assertThat(rows("SELECT concat(toString(length(s)), ' ', hex(MD5(s))) AS r FROM " + table + " WHERE i = "
                            + i))
                    .containsExactly(lengths[i] + " " + md5(string(i, lengths[i])));
        }
    }

    @Test
    void arraysKeepTheirRowsAlsoTheEmptyOnes() {
        create("i UInt16, a Array(String)");
        NativeBlock block = new NativeBlock();
        NativeColumn index = block.column("i", "UInt16");
        NativeColumn array = block.arrayColumn("a", "String");
        for (int i = 0; i < 300; i++) {
            index.addUInt16(i);
            for (int element = 0; element < i % 3; element++) {
                array.addString(("e" + i + "." + element).getBytes(UTF_8));
            }
            array.endArray();
            block.endRow();
        }
        insert(block);

        assertThat(rows("SELECT toString(a) AS r FROM " + table + " WHERE i IN (0, 1, 2, 299) ORDER BY i"))
                .containsExactly("[]", "['e1.0']", "['e2.0','e2.1']", "['e299.0','e299.1']");
        assertThat(rows("SELECT toString(countIf(length(a) = i % 3)) AS r FROM " + table))
                .containsExactly("300");
    }

    @Test
    void aColumnOfRunsHasTheValueOfItsRunInEachRow() {
        create("i UInt32, s String, n UInt32");
        NativeBlock block = new NativeBlock();
        NativeColumn index = block.column("i", "UInt32");
        RunColumn text = block.runColumn("s", "String");
        RunColumn number = block.runColumn("n", "UInt32");
        String large = "x".repeat(20_000);
        for (int round = 0; round < 2; round++) {
            block.clear();
            for (int i = 0; i < 5_000; i++) {
                if (i == 0 || i == 3 || i >= 4_980) {
                    text.begin().addString((i == 3 ? "a" : i < 4_990 ? "" : large).getBytes(UTF_8));
                }
                if (i % 2_500 == 0) {
                    number.begin().addUInt32(i + round);
                }
                index.addUInt32(i);
                block.endRow();
            }
        }
        insert(block);

        assertThat(rows("SELECT toString((s, length(s), min(i), max(i), count())) AS r FROM " + table
                        + " WHERE length(s) < 2 GROUP BY s ORDER BY min(i)"))
                .containsExactly("('',0,0,4989,13)", "('a',1,3,4979,4977)");
        assertThat(rows("SELECT toString(countIf(s = repeat('x', 20000) AND i >= 4990)) AS r FROM " + table))
                .containsExactly("10");
        assertThat(rows("SELECT toString((n, min(i), count())) AS r FROM " + table + " GROUP BY n ORDER BY n"))
                .containsExactly("(1,0,2500)", "(2501,2500,2500)");
    }

    @Test
    void aColumnOfRunsNeedsAValueInItsFirstRow() {
        NativeBlock block = new NativeBlock();
        RunColumn column = block.runColumn("s", "String");
        block.endRow();
        column.begin().addString("late".getBytes(UTF_8));
        block.endRow();
        assertThatThrownBy(() -> block.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBlockWithoutRowsStoresNothing() {
        create("i UInt16, s String, a Array(String)");
        NativeBlock block = new NativeBlock();
        block.column("i", "UInt16");
        block.column("s", "String");
        block.arrayColumn("a", "String");
        insert(block);

        assertThat(rows("SELECT toString(count()) AS r FROM " + table)).containsExactly("0");
    }

    @Test
    void aClearedBlockHasNothingOfTheRowsBefore() {
        create("i UInt16, s String, a Array(String)");
        NativeBlock block = new NativeBlock();
        NativeColumn index = block.column("i", "UInt16");
        NativeColumn text = block.column("s", "String");
        NativeColumn array = block.arrayColumn("a", "String");
        for (int round = 0; round < 2; round++) {
            block.clear();
            assertThat(block.byteCount()).isZero();
            for (int i = 0; i < 1_000 / (1 + round); i++) {
                index.addUInt16(round);
                text.addString(("row " + i).getBytes(UTF_8));
                array.addString(("element " + i).getBytes(UTF_8));
                array.endArray();
                block.endRow();
            }
        }
        assertThat(block.rows()).isEqualTo(500);
        insert(block);

        assertThat(rows("SELECT toString(tuple(count(), max(i), min(i), uniqExact(s), uniqExact(a))) AS r FROM "
                        + table))
                .containsExactly("(500,1,1,500,500)");
    }

    @Test
    void anInsertWithTheSameTokenIsStoredOnce() {
        client.execute("CREATE TABLE " + table
                        + " (i UInt16) ENGINE = MergeTree ORDER BY i SETTINGS non_replicated_deduplication_window = 10")
                .join();
        NativeBlock block = new NativeBlock();
        NativeColumn index = block.column("i", "UInt16");
        index.addUInt16(1);
        block.endRow();
        for (String token : List.of("a", "a", "b", "a")) {
            producer.sendBodyAndHeader(endpoint("Native"), block, ClickHouseProducer.DEDUPLICATION_TOKEN, token);
        }

        assertThat(rows("SELECT toString(count()) AS r FROM " + table)).containsExactly("2");
    }

    @Test
    void aRefusedInsertStoresNothingAndSaysWhy() {
        create("i UInt16, s String");
        Exchange failed =
                producer.send(endpoint("CSV"), exchange -> exchange.getMessage().setBody("1,a\nx,b\n"));

        assertThat(failed.getException()).hasMessageContaining("Cannot parse").hasMessageContaining("UInt16");
        assertThat(failed.getMessage().getHeader(ClickHouseProducer.WRITTEN_ROWS))
                .isNull();
        assertThat(rows("SELECT toString(count()) AS r FROM " + table)).containsExactly("0");
    }

    @Test
    void columnsThatAreNamedMayBeFewerThanTheTableHas() {
        create("i UInt16, s String DEFAULT 'default'");
        Exchange done = producer.send(endpoint("CSV") + "&columns=i", exchange -> exchange.getMessage()
                .setBody("7\n8\n"));

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeader(ClickHouseProducer.WRITTEN_ROWS)).isEqualTo(2L);
        assertThat(rows("SELECT concat(toString(i), s) AS r FROM " + table + " ORDER BY i"))
                .containsExactly("7default", "8default");
    }

    @Test
    void anEndpointWithoutTableIsRefused() {
        for (String uri : List.of("clickhouse:clicks", "clickhouse:.clicks", "clickhouse:default.")) {
            assertThatThrownBy(() -> camel.getEndpoint(uri))
                    .rootCause()
                    .hasMessageContaining("names no table. Write clickhouse:database.table");
        }
    }

    @Test
    void anEndpointWithAnotherOperationOrAnUnknownOptionIsRefused() {
        assertThatThrownBy(() -> camel.getEndpoint("clickhouse:default.t?operation=query"))
                .rootCause()
                .hasMessageContaining("clickhouse:default.t has operation=query; only insert is there");
        assertThatThrownBy(() -> camel.getEndpoint("clickhouse:default.t?fromat=CSV"))
                .hasMessageContaining("fromat");
        assertThatThrownBy(() -> camel.getEndpoint("clickhouse:default.t?format=Nativ"))
                .hasMessageContaining("Nativ");
        assertThatThrownBy(() -> camel.getEndpoint("clickhouse:default.t").createConsumer(exchange -> {}))
                .hasMessageContaining("clickhouse: only takes data");
    }

    private void create(String columns) {
        client.execute("CREATE TABLE " + table + " (" + columns + ") ENGINE = MergeTree ORDER BY tuple()")
                .join();
    }

    private void insert(NativeBlock block) {
        producer.sendBody(endpoint("Native"), block);
    }

    private String endpoint(String format) {
        return "clickhouse:default." + table + "?format=" + format;
    }

    private static List<String> rows(String sql) {
        return client.queryAll(sql).stream()
                .map((GenericRecord row) -> row.getString("r"))
                .toList();
    }

    private static byte[] string(int seed, int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String md5(byte[] bytes) {
        try {
            return java.util.HexFormat.of()
                    .withUpperCase()
                    .formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
