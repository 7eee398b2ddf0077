package io.clickreel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.JsonBytes;
import io.clickreel.contract.ValueReader;
import io.clickreel.testing.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Messages are written field by field, as Protobuf's wire format is specified, and by no class that is made of a schema. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtobufFormatTest {
    private static final byte[] FIRST = {0};
    private static final byte[] FIRST_OF_FIRST = {4, 0, 0};

    private static final String SCALARS = """
            syntax = "proto3";
            package com.example;
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/duration.proto";
            import "google/protobuf/wrappers.proto";
            import "google/protobuf/struct.proto";

            message Scalars {
              double d = 1; float f = 2; int32 i32 = 3; int64 i64 = 4; uint32 u32 = 5; uint64 u64 = 6; sint32 s32 = 7;
              sint64 s64 = 8; fixed32 x32 = 9; fixed64 x64 = 10; sfixed32 y32 = 11; sfixed64 y64 = 12; bool b = 13;
              string s = 14; bytes raw = 15;
              repeated int32 packed = 16;
              map<int64, bool> flags = 17;
              google.protobuf.Timestamp at = 18;
              google.protobuf.Duration took = 19;
              google.protobuf.Int64Value maybe = 20;
              google.protobuf.Struct free = 21;
              Color color = 22;
              optional int32 rank = 23;
              Scalars inner = 24;
              enum Color { RED = 0; GREEN = 1; }
            }

            message Second { string name_In_File = 1; }
            """;

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private final RegistryServer registry = new RegistryServer();
    private final ValueReader reader = ReadValues.reader(registry);
    private final int scalars = registry.register("PROTOBUF", SCALARS);

    @AfterAll
    void close() {
        registry.close();
    }

    @Test
    void anOrderThatIsNestedAndRefersToAnotherFile() {
        byte[] order = message(out -> {
            out.writeInt64(1, Long.MAX_VALUE);
            out.writeString(2, "Zoë");
            out.writeByteArray(3, message(price -> {
                price.writeString(1, "EUR");
                price.writeInt64(2, 1999);
            }));
            out.writeEnum(4, 1);
            out.writeByteArray(5, message(at -> {
                at.writeInt64(1, 1_766_837_931L);
                at.writeInt32(2, 766_000_000);
            }));
            out.writeByteArray(7, message(entry -> {
                entry.writeString(1, "views");
                entry.writeInt32(2, 3);
            }));
            out.writeString(8, "new");
            out.writeString(8, "vip");
            out.writeString(10, "DE02");
        });
        assertThat(ReadValues.text(reader, RegistryServer.ORDER_PROTOBUF, join(FIRST_OF_FIRST, order)))
                .isEqualTo("{\"order_id\":9223372036854775807,\"user\":\"Zoë\",\"price\":{\"currency\":\"EUR\","
                        + "\"cents\":1999},\"status\":\"PAID\",\"created_at\":\"2025-12-27T12:18:51.766Z\","
                        + "\"counts\":{\"views\":3},\"tags\":[\"new\",\"vip\"],\"iban\":\"DE02\"}");
    }

    @Test
    void whatIsNotSentHasItsDefaultIfItCannotBeAbsent() {
        assertThat(ReadValues.text(reader, RegistryServer.ORDER_PROTOBUF, FIRST_OF_FIRST))
                .isEqualTo("{\"order_id\":0,\"user\":\"\",\"status\":\"NEW\",\"counts\":{},\"tags\":[]}");
        byte[] way = {4, 0, 0};
        assertThat(ReadValues.text(
                        reader, RegistryServer.ORDER_PROTOBUF, join(way, message(out -> out.writeString(6, "")))))
                .contains("\"note\":\"\"");
    }

    @Test
    void allKindsOfValuesAtTheirLimits() {
        byte[] value = message(out -> {
            out.writeDouble(1, Double.MIN_VALUE);
            out.writeFloat(2, 0.1f);
            out.writeInt32(3, Integer.MIN_VALUE);
            out.writeInt64(4, Long.MIN_VALUE);
            out.writeUInt32(5, -1);
            out.writeUInt64(6, -1);
            out.writeSInt32(7, Integer.MIN_VALUE);
            out.writeSInt64(8, Long.MIN_VALUE);
            out.writeFixed32(9, -1);
            out.writeFixed64(10, -1);
            out.writeSFixed32(11, Integer.MIN_VALUE);
            out.writeSFixed64(12, Long.MIN_VALUE);
            out.writeBool(13, true);
            out.writeString(14, "\uD83D\uDE00\"\\\n");
            out.writeBytes(15, ByteString.copyFrom(new byte[] {0, (byte) 0xff, 0x10}));
            out.writeByteArray(16, new byte[] {1, 2, 3});
            out.writeByteArray(17, message(entry -> entry.writeInt64(1, Long.MIN_VALUE)));
            out.writeByteArray(17, message(entry -> {
                entry.writeInt64(1, Long.MIN_VALUE);
                entry.writeBool(2, true);
            }));
            out.writeByteArray(18, message(at -> {
                at.writeInt64(1, 253_402_300_799L);
                at.writeInt32(2, 999_999_999);
            }));
            out.writeByteArray(19, message(took -> {
                took.writeInt64(1, -1);
                took.writeInt32(2, -500_000_000);
            }));
            out.writeByteArray(20, message(maybe -> maybe.writeInt64(1, 7)));
            out.writeByteArray(
                    21,
                    message(struct -> struct.writeByteArray(1, message(entry -> {
                        entry.writeString(1, "k");
                        entry.writeByteArray(
                                2,
                                message(any -> any.writeByteArray(6, message(list -> {
                                    list.writeByteArray(1, message(one -> one.writeDouble(2, 1.5)));
                                    list.writeByteArray(1, message(one -> one.writeEnum(1, 0)));
                                    list.writeByteArray(1, message(one -> one.writeString(3, "x")));
                                }))));
                    }))));
            out.writeEnum(22, 7);
            out.writeInt32(23, 0);
            out.writeByteArray(24, message(inner -> inner.writeInt32(3, 1)));
            out.writeString(99, "of a later schema");
        });
        assertThat(ReadValues.text(reader, scalars, join(FIRST, value)))
                .startsWith(
                        "{\"d\":4.9E-324,\"f\":0.1,\"i32\":-2147483648,\"i64\":-9223372036854775808,\"u32\":4294967295,"
                                + "\"u64\":18446744073709551615,\"s32\":-2147483648,\"s64\":-9223372036854775808,"
                                + "\"x32\":4294967295,\"x64\":18446744073709551615,\"y32\":-2147483648,"
                                + "\"y64\":-9223372036854775808,\"b\":true,\"s\":\"\uD83D\uDE00\\\"\\\\\\n\",\"raw\":\"AP8Q\","
                                + "\"packed\":[1,2,3],\"flags\":{\"-9223372036854775808\":true},"
                                + "\"at\":\"9999-12-31T23:59:59.999999999Z\",\"took\":-1.5,\"maybe\":7,"
                                + "\"free\":{\"k\":[1.5,null,\"x\"]},\"color\":7,\"rank\":0,\"inner\":{\"d\":0.0,")
                .endsWith("\"packed\":[],\"flags\":{},\"color\":\"RED\"}}");
    }

    @Test
    void theWayBehindThePrefixNamesTheMessage() {
        byte[] second = message(out -> out.writeString(1, "x"));
        assertThat(ReadValues.text(reader, scalars, join(new byte[] {2, 2}, second)))
                .isEqualTo("{\"name_In_File\":\"x\"}");
        assertThat(ReadValues.violation(reader, scalars, join(new byte[] {2, 4}, second))
                        .detail())
                .isEqualTo(
                        "The value is not what schema " + scalars + " (Protobuf, com.example) says: it names message 2"
                                + " of 2 in its file, counted from 0. Send it by the serializer that has registered the schema.");
        assertThat(ReadValues.violation(reader, scalars, new byte[] {2, 1}).detail())
                .contains("names message -1 of 2");
        assertThat(ReadValues.violation(reader, scalars, new byte[] {1}).detail())
                .contains("a way to its message of -1");
        assertThat(ReadValues.violation(reader, scalars, new byte[0]).reason()).isEqualTo(Reason.BAD_ENCODING);
        assertThat(ReadValues.violation(reader, scalars, new byte[] {6, 0, 0}).reason())
                .isEqualTo(Reason.BAD_ENCODING);
    }

    @Test
    void whatIsNoNumberAndNoTimeIsNamed() {
        assertThat(ReadValues.violation(reader, scalars, join(FIRST, message(out -> out.writeDouble(1, Double.NaN)))))
                .isEqualTo(new ContractViolation(
                        Reason.OUT_OF_RANGE,
                        "d",
                        "d is NaN, which is no number in JSON. Send a number, or leave it out."));
        byte[] deep =
                message(out -> out.writeByteArray(24, message(inner -> inner.writeFloat(2, Float.NEGATIVE_INFINITY))));
        assertThat(ReadValues.violation(reader, scalars, join(FIRST, deep)).field())
                .isEqualTo("inner.f");
        byte[] time = message(out -> out.writeByteArray(18, message(at -> at.writeInt64(1, 253_402_300_800L))));
        ContractViolation violation = ReadValues.violation(reader, scalars, join(FIRST, time));
        assertThat(violation.reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(violation.detail())
                .startsWith("at is a time of 253402300800 seconds")
                .endsWith(".");
    }

    @Test
    void hostileBytesAreNamedOrReadAndNeverThrow() {
        byte[] good = join(FIRST, message(out -> {
            out.writeString(14, "hello");
            out.writeByteArray(24, message(inner -> inner.writeByteArray(18, message(at -> at.writeInt64(1, 5)))));
            out.writeByteArray(16, new byte[] {1, 2, 3});
            out.writeDouble(1, 1.5);
        }));
        Random random = new Random(7);
        int named = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = i < good.length ? Arrays.copyOf(good, i) : good.clone();
            for (int change = 0; i >= good.length && change <= i % 3; change++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            byte[] value = RegistryServer.value(scalars, bad);
            ContractViolation violation = reader.read(value, 0, value.length, new JsonBytes());
            if (violation != null) {
                named++;
                assertThat(violation.detail()).endsWith(".").doesNotContain("Exception", "java.");
            }
        }
        assertThat(named).isGreaterThan(1_000);
        byte[] nested = new byte[0];
        for (int i = 0; i < 200; i++) {
            byte[] inside = nested;
            nested = message(out -> out.writeByteArray(24, inside));
        }
        assertThat(ReadValues.violation(reader, scalars, join(FIRST, nested)).reason())
                .isEqualTo(Reason.BAD_ENCODING);
    }

    @Test
    void aValueThatWouldFillTheMemoryIsTooLarge() {
        int id = registry.register("PROTOBUF", """
                syntax = "proto3";
                message List { repeated Item items = 1; repeated int32 numbers = 2; message Item { int32 a = 1; } }
                """);
        byte[] items = new byte[1 << 20];
        for (int i = 1; i + 1 < items.length; i += 2) {
            items[i] = 10; // Field 1, and behind it the length 0.
        }
        ContractViolation violation = ReadValues.violation(reader, id, Arrays.copyOf(items, items.length - 1));
        assertThat(violation.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(violation.detail()).contains("has so many parts that it takes more than 64 MB in memory");

        byte[] unknown = items.clone();
        for (int i = 1; i + 1 < unknown.length; i += 2) {
            unknown[i] = 7 << 3; // Field 7 is the number 0.
        }
        assertThat(ReadValues.json(reader, id, Arrays.copyOf(unknown, unknown.length - 1)))
                .isEqualTo(ReadValues.json(reader, id, new byte[] {0}));
    }

    @Test
    void aTextThatIsNoUtf8IsNamed() {
        int id = registry.register("PROTOBUF", "syntax = \"proto2\"; message M { optional string s = 1; }");
        ContractViolation violation = ReadValues.violation(reader, id, new byte[] {0, 10, 2, 'a', (byte) 0xff});
        assertThat(violation.reason()).isEqualTo(Reason.BAD_ENCODING);
        assertThat(violation.detail()).contains(": s is no UTF-8. Send it by the serializer");
        assertThat(ReadValues.text(reader, id, new byte[] {0, 10, 2, 'a', 'b'})).isEqualTo("{\"s\":\"ab\"}");
    }

    @Test
    void schemasOfTheSecondEditionOfTheLanguageToo() {
        int id = registry.register("PROTOBUF", """
                syntax = "proto2";
                message Old {
                  required int32 id = 1;
                  optional string name = 2 [default = "nobody"];
                  optional Part part = 3;
                  message Part { repeated int32 n = 4 [packed = true]; }
                  extensions 100 to 199;
                  reserved 9;
                }
                """);
        byte[] value = message(out -> {
            out.writeInt32(1, 5);
            out.writeByteArray(3, message(part -> part.writeInt32(4, 6)));
        });
        assertThat(ReadValues.text(reader, id, join(FIRST, value))).isEqualTo("{\"id\":5,\"part\":{\"n\":[6]}}");
        assertThat(ReadValues.violation(reader, id, FIRST).detail()).contains("required");
    }

    private static byte[] message(Fields fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] join(byte[]... parts) {
        return RegistryServer.join(parts);
    }
}
