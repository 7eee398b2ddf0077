package io.clickreel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.ValueReader;
import io.clickreel.infer.Proposal;
import io.clickreel.infer.Sample;
import io.clickreel.infer.TableDdl;
import io.clickreel.testing.RegistryServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AvroFormatTest {
    private final RegistryServer registry = new RegistryServer();
    private final ValueReader reader = ReadValues.reader(registry);

    @AfterAll
    void close() {
        registry.close();
    }

    @Test
    void anOrderWithASchemaThatItRefersTo() {
        Schema.Parser parser = new Schema.Parser();
        Schema address = parser.parse("""
                {"type":"record","name":"Address","namespace":"com.example","fields":[
                {"name":"city","type":"string"},{"name":"zip","type":["null","string"]}]}""");
        Schema order = parser.parse("""
                {"type":"record","name":"Order","namespace":"com.example","fields":[{"name":"order_id","type":"long"},
                {"name":"user","type":"string"},{"name":"amount","type":"bytes"},{"name":"status","type":{"type":"enum",
                "name":"Status","symbols":["NEW","PAID","SENT"]}},{"name":"created_at","type":"long"},
                {"name":"note","type":["null","string"]},{"name":"ship_to","type":"com.example.Address"}]}""");
        byte[] value = ReadValues.avro(
                order,
                new GenericRecordBuilder(order)
                        .set("order_id", Long.MAX_VALUE)
                        .set("user", "Zoë \"Q\" \uD83D\uDE00")
                        .set("amount", ByteBuffer.wrap(new byte[] {(byte) 0xfb, 0x2e}))
                        .set(
                                "status",
                                new GenericData.EnumSymbol(
                                        order.getField("status").schema(), "PAID"))
                        .set("created_at", 1_766_837_931_766L)
                        .set("note", null)
                        .set(
                                "ship_to",
                                new GenericRecordBuilder(address)
                                        .set("city", "Köln")
                                        .set("zip", "50667")
                                        .build())
                        .build());
        assertThat(ReadValues.text(reader, RegistryServer.ORDER, value))
                .isEqualTo(
                        "{\"order_id\":9223372036854775807,\"user\":\"Zoë \\\"Q\\\" \uD83D\uDE00\",\"amount\":-12.34,"
                                + "\"status\":\"PAID\",\"created_at\":\"2025-12-27T12:18:51.766Z\",\"note\":null,"
                                + "\"ship_to\":{\"city\":\"Köln\",\"zip\":\"50667\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "long | timestamp-millis | 0 | 1970-01-01T00:00:00Z",
                "long | timestamp-millis | -9223372036854775808 | -292275055-05-16T16:47:04.192Z",
                "long | timestamp-millis | 9223372036854775807 | +292278994-08-17T07:12:55.807Z",
                "long | timestamp-micros | 1766837931766123 | 2025-12-27T12:18:51.766123Z",
                "long | timestamp-micros | -9223372036854775808 | -290308-12-21T19:59:05.224192Z",
                "long | timestamp-nanos | 9223372036854775807 | 2262-04-11T23:47:16.854775807Z",
                "long | local-timestamp-millis | 1766837931766 | 2025-12-27T12:18:51.766",
                "long | local-timestamp-micros | 1766837931766123 | 2025-12-27T12:18:51.766123",
                "long | local-timestamp-nanos | -1 | 1969-12-31T23:59:59.999999999",
                "int | date | 20449 | 2025-12-27",
                "int | date | -2147483648 | -5877641-06-23",
                "int | date | 2147483647 | +5881580-07-11",
                "int | time-millis | 86399999 | 23:59:59.999",
                "int | time-millis | 44280000 | 12:18:00",
                "long | time-micros | 1 | 00:00:00.000001",
                "long | no-such-type | 5 | 5"
            })
    void timesAreTexts(String type, String logical, long value, String text) {
        int id = registry.register("AVRO", "{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(type, logical));
        byte[] bytes = type.equals("int")
                ? ReadValues.avro(Schema.create(Schema.Type.INT), (int) value)
                : ReadValues.avro(Schema.create(Schema.Type.LONG), value);
        assertThat(ReadValues.json(reader, id, bytes).asText()).isEqualTo(text);
    }

    @Test
    void aTimeThatNoDayHasIsNamed() {
        int id = registry.register("AVRO", "{\"type\":\"long\",\"logicalType\":\"time-micros\"}");
        for (long value : new long[] {-1, 86_400_000_000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ContractViolation violation =
                    ReadValues.violation(reader, id, ReadValues.avro(Schema.create(Schema.Type.LONG), value));
            assertThat(violation.reason()).isEqualTo(Reason.BAD_ENCODING);
            assertThat(violation.detail()).contains("cannot be read (").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "'type':'bytes','logicalType':'decimal','precision':4,'scale':2 | 00 | 0.00",
                "'type':'bytes','logicalType':'decimal','precision':4,'scale':2 | 7fffffffffffffffffff | 6044629098073145873530.87",
                "'type':'bytes','logicalType':'decimal','precision':4,'scale':0 | ff | -1",
                "'type':'fixed','size':2,'name':'F','logicalType':'decimal','precision':4,'scale':1 | 8000 | -3276.8",
                "'type':'bytes','logicalType':'big-decimal' | 020a04 | 0.10",
                "'type':'fixed','size':16,'name':'U','logicalType':'uuid' | 84e0e9779ee74eec9cd6f7655e481cb3 | '\"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\"'",
                "'type':'bytes' | 00ff10 | '\"AP8Q\"'",
                "'type':'bytes' | '' | '\"\"'",
                "'type':'fixed','size':3,'name':'B' | 000102 | '\"AAEC\"'"
            })
    void bytesAreDecimalsAndBase64(String schema, String hex, String json) {
        String text = "{" + schema.replace('\'', '"') + "}";
        int id = registry.register("AVRO", text);
        byte[] raw = HexFormat.of().parseHex(hex);
        Schema parsed = new Schema.Parser().parse(text);
        byte[] bytes = parsed.getType() == Schema.Type.FIXED
                ? raw
                : ReadValues.avro(Schema.create(Schema.Type.BYTES), ByteBuffer.wrap(raw));
        assertThat(ReadValues.text(reader, id, bytes)).isEqualTo(json);
    }

    @Test
    void decimalsThatAreTooLongForANumberAreNamed() {
        Schema bytes = Schema.create(Schema.Type.BYTES);
        int id = registry.register(
                "AVRO", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":2000,\"scale\":1500}");
        assertThat(ReadValues.violation(reader, id, ReadValues.avro(bytes, ByteBuffer.wrap(new byte[] {1})))
                        .reason())
                .isEqualTo(Reason.OUT_OF_RANGE);
        int whole = registry.register("AVRO", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":2000}");
        byte[] digits = new byte[900_000];
        digits[0] = 1;
        assertThat(ReadValues.violation(reader, whole, ReadValues.avro(bytes, ByteBuffer.wrap(digits)))
                        .detail())
                .isEqualTo("The value is a decimal of more than 1000 digits. Send a shorter one.");
        assertThat(ReadValues.violation(reader, whole, ReadValues.avro(bytes, ByteBuffer.wrap(new byte[0])))
                        .reason())
                .isEqualTo(Reason.BAD_ENCODING);
        int any = registry.register("AVRO", "{\"type\":\"bytes\",\"logicalType\":\"big-decimal\"}");
        byte[] farScale = HexFormat.of().parseHex("0202" + "ffffffff0f"); // 1 with a scale of -2147483648
        assertThat(ReadValues.violation(reader, any, ReadValues.avro(bytes, ByteBuffer.wrap(farScale)))
                        .reason())
                .isEqualTo(Reason.OUT_OF_RANGE);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void whatIsNoNumberIsNamedWithItsField(double value) {
        String text = """
                {"type":"record","name":"R","fields":[{"name":"m","type":{"type":"map","values":
                {"type":"record","name":"S","fields":[{"name":"d","type":"%s"}]}}}]}""";
        for (String type : new String[] {"double", "float"}) {
            Schema schema = new Schema.Parser().parse(text.formatted(type));
            int id = registry.register("AVRO", schema.toString());
            Schema inner = schema.getField("m").schema().getValueType();
            Object number = type.equals("float") ? (Object) (float) value : (Object) value;
            byte[] bytes = ReadValues.avro(
                    schema,
                    new GenericRecordBuilder(schema)
                            .set(
                                    "m",
                                    java.util.Map.of(
                                            "k",
                                            new GenericRecordBuilder(inner)
                                                    .set("d", number)
                                                    .build()))
                            .build());
            assertThat(ReadValues.violation(reader, id, bytes))
                    .isEqualTo(new ContractViolation(
                            Reason.OUT_OF_RANGE,
                            "m.k.d",
                            "m.k.d is " + value + ", which is no number in JSON. Send a number, or leave it out."));
        }
    }

    @Test
    void bytesThatAreNotWhatTheSchemaSaysAreNamedHoweverTheyAreCut() {
        byte[] good = ReadValues.avro(AvroSamples.EVERYTHING, AvroSamples.everything());
        int id = registry.register("AVRO", AvroSamples.EVERYTHING.toString());
        assertThat(ReadValues.json(reader, id, good).path("texts").size()).isEqualTo(2);
        for (int length = 0; length < good.length; length++) {
            ContractViolation violation = ReadValues.violation(reader, id, Arrays.copyOf(good, length));
            assertThat(violation.reason()).isEqualTo(Reason.BAD_ENCODING);
            assertThat(violation.detail())
                    .startsWith("The value is not what schema " + id + " (Avro, com.example.Everything) says: ")
                    .endsWith(". Send it by the serializer that has registered the schema.");
        }
        assertThat(ReadValues.violation(reader, id, Arrays.copyOf(good, good.length + 1))
                        .detail())
                .contains("it is followed by more bytes");
    }

    @Test
    void hostileBytesAreNamedOrReadAndNeverThrow() {
        byte[] good = ReadValues.avro(AvroSamples.EVERYTHING, AvroSamples.everything());
        int id = registry.register("AVRO", AvroSamples.EVERYTHING.toString());
        Random random = new Random(7);
        int named = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int change = 0; change <= i % 3; change++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            byte[] value = RegistryServer.value(id, bad);
            ContractViolation violation = reader.read(value, 0, value.length, new io.clickreel.contract.JsonBytes());
            if (violation != null) {
                named++;
                assertThat(violation.detail()).endsWith(".").doesNotContain("Exception", "java.");
            }
        }
        assertThat(named).isGreaterThan(1_000);
    }

    @Test
    void claimsOfHugeLengthsAndDepthsTakeNoMemory() {
        int text = registry.register("AVRO", "\"string\"");
        int bytes = registry.register("AVRO", "\"bytes\"");
        byte[] twoGigabytes = ReadValues.avro(Schema.create(Schema.Type.LONG), (long) Integer.MAX_VALUE - 9);
        assertThat(ReadValues.violation(reader, text, twoGigabytes).reason()).isEqualTo(Reason.BAD_ENCODING);
        assertThat(ReadValues.violation(reader, bytes, twoGigabytes).reason()).isEqualTo(Reason.BAD_ENCODING);
        int nothings = registry.register(
                "AVRO", "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}");
        assertThat(ReadValues.violation(reader, nothings, twoGigabytes).reason())
                .isEqualTo(Reason.TOO_LARGE);
        int itself = registry.register(
                "AVRO", "{\"type\":\"record\",\"name\":\"Self\",\"fields\":[{\"name\":\"s\",\"type\":\"Self\"}]}");
        assertThat(ReadValues.violation(reader, itself, new byte[0]).reason()).isEqualTo(Reason.TOO_LARGE);
        int list = registry.register(
                "AVRO", "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"n\",\"type\":[\"null\",\"L\"]}]}");
        byte[] deep = new byte[900_000];
        Arrays.fill(deep, (byte) 2);
        assertThat(ReadValues.violation(reader, list, deep).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void theSampleOfANewStreamIsReadByTheRegistryToo() {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"R","fields":[{"name":"id","type":"long"},
                {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}}]}""");
        int id = registry.register("AVRO", schema.toString());
        Sample sample = new Sample(reader);
        for (long i = 0; i < 20; i++) {
            GenericRecord event = new GenericRecordBuilder(schema)
                    .set("id", i)
                    .set("at", 1_766_837_931_766_123L + i)
                    .build();
            sample.add(ByteBuffer.wrap(RegistryServer.value(id, ReadValues.avro(schema, event))));
        }
        sample.add(ByteBuffer.wrap(RegistryServer.value(RegistryServer.MISSING, new byte[9])));

        assertThat(sample.events()).isEqualTo(20);
        assertThat(sample.unreadable()).hasSize(1);
        Proposal proposal = Proposal.of(sample, "events");
        assertThat(proposal.contract()).contains("\"id\"", "\"at\"", "date-time");
        assertThat(TableDdl.table(proposal, "events", "events")).contains("DateTime64(6, 'UTC')");
    }

    @Test
    void textsHaveToBeUtf8() {
        int id = registry.register("AVRO", "\"string\"");
        assertThat(ReadValues.violation(reader, id, new byte[] {4, (byte) 0xc3, 0x28})
                        .detail())
                .contains("it has a text that is not UTF-8");
        assertThat(ReadValues.json(reader, id, ReadValues.avro(Schema.create(Schema.Type.STRING), "real \uFFFD"))
                        .asText())
                .isEqualTo("real \uFFFD");
        assertThat(new String(new byte[] {(byte) 0xc3}, StandardCharsets.UTF_8)).isEqualTo("\uFFFD");
    }

    @Test
    void aThousandRandomSchemasAndValuesAreWhatJacksonSeesInTheSameObjects() {
        for (int seed = 0; seed < 1_000; seed++) {
            AvroSamples samples = new AvroSamples(new Random(seed));
            Schema schema = samples.schema();
            Object value = samples.value(schema);
            int id = registry.register("AVRO", schema.toString());
            JsonNode read = ReadValues.json(reader, id, ReadValues.avro(schema, value));
            assertThat(read).as("seed %d, %s", seed, schema).isEqualTo(AvroSamples.tree(schema, value));
        }
    }
}
