package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of one column, and the decoder of records with the one property v. */
final class OneColumn {
    private final Plan plan;
    private final Slots fastSlots;
    private final Slots thoroughSlots;
    private final FastRow fast;
    private final ThoroughRow thorough;
    final RowDecoder decoder;
    final NativeBlock block = new NativeBlock();
    private final RowWriter writer;
    private final int header;

    OneColumn(String type, String rules) {
        plan = new Plan(
                new SchemaFile(
                        "one.json",
                        "{\"type\":\"object\",\"required\":[\"v\"],\"properties\":{\"v\":{" + rules + "}}}"),
                "one",
                List.of(new TableColumn("v", type, "")),
                "");
        fastSlots = new Slots(1);
        thoroughSlots = new Slots(1);
        fast = new FastRow(plan, fastSlots);
        thorough = new ThoroughRow(plan, thoroughSlots);
        decoder = new RowDecoder(plan);
        writer = decoder.columnsOf(block);
        header = 4 + 1 + SampleClicks.bytes(type).length;
    }

    @Nullable
    Reason reason(String json) {
        byte[] value = SampleClicks.bytes("{\"v\":" + json + "}");
        ContractViolation violation = thorough.read(value, 0, value.length);
        if (fast.reads(value, 0, value.length)) {
            assertThat(violation)
                    .as("what the pass over the bytes has taken: %s", json)
                    .isNull();
            assertThat(row(fastSlots)).as(json).isEqualTo(row(thoroughSlots));
        }
        return violation == null ? null : violation.reason();
    }

    String detail(String json) {
        return decoder.read(ByteBuffer.wrap(SampleClicks.bytes("{\"v\":" + json + "}")))
                .detail();
    }

    /** The value's bytes as hexadecimal digits. */
    String stored(String json) {
        assertThat(reason(json)).as(json).isNull();
        byte[] row = row(thoroughSlots);
        return HexFormat.of().formatHex(row, header, row.length);
    }

    /** What a LowCardinality column has. */
    String word(String json) {
        assertThat(reason(json)).isNull();
        return wordOfTheSameBlock(json);
    }

    String wordOfTheSameBlock(String json) {
        block.clear();
        assertThat(decoder.read(ByteBuffer.wrap(SampleClicks.bytes("{\"v\":" + json + "}"))))
                .isNull();
        decoder.writeTo(writer);
        block.endRow();
        ByteBuffer bytes = ByteBuffer.wrap(bytes(block)).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bytes.position(header + 8);
        int width = 1 << (bytes.getLong() & 0xFF);
        String[] texts = new String[(int) bytes.getLong()];
        for (int i = 0; i < texts.length; i++) {
            byte[] text = new byte[bytes.get()];
            bytes.get(text);
            texts[i] = new String(text, StandardCharsets.UTF_8);
        }
        bytes.getLong();
        int number = width == 1 ? bytes.get() & 0xFF : bytes.getShort() & 0xFFFF;
        assertThat(number)
                .as("number of %s among %s", json, Arrays.toString(texts))
                .isLessThan(texts.length);
        return texts[number];
    }

    private byte[] row(Slots slots) {
        NativeBlock fresh = new NativeBlock();
        new RowWriter(plan, slots, fresh).write();
        fresh.endRow();
        return bytes(fresh);
    }

    private static byte[] bytes(NativeBlock block) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            block.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String littleEndian(BigInteger number, int bytes) {
        byte[] little = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            little[i] = number.shiftRight(8 * i).byteValue();
        }
        return HexFormat.of().formatHex(little);
    }

    static String bits(double number) {
        return littleEndian(BigInteger.valueOf(Double.doubleToRawLongBits(number)), 8);
    }

    static String bits(float number) {
        return littleEndian(BigInteger.valueOf(Float.floatToRawIntBits(number)), 4);
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(SampleClicks.bytes(text));
    }
}
