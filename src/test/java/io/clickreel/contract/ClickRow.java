package io.clickreel.contract;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.generate.Click;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A row of table clicks, read back from the bytes that go to ClickHouse. */
public record ClickRow(
        UUID eventId,
        long eventTimeMs,
        String userId,
        String sessionId,
        int filmId,
        String eventType,
        String page,
        int position,
        String device,
        String referrer) {

    /** The row that the click must become. */
    public static ClickRow of(Click click) {
        return new ClickRow(
                click.eventId(),
                click.eventTimeMs(),
                click.userId(),
                click.sessionId(),
                click.filmId(),
                click.eventType().text(),
                click.page().text(),
                click.position(),
                click.device().text(),
                click.referrer().text());
    }

    /** Reads a block that has one row of clicks and no other columns. */
    static ClickRow of(NativeBlock block) {
        Bytes bytes = new Bytes(block);
        if (bytes.varUInt() != ClickPlan.FIELDS.size() || bytes.varUInt() != 1) {
            throw new IllegalStateException("The block is no single row of clicks.");
        }
        ClickRow row = new ClickRow(
                bytes.uuid("event_id"),
                bytes.number("event_ts", "DateTime64(3, 'UTC')", Long.BYTES),
                bytes.text("user_id"),
                bytes.text("session_id"),
                (int) bytes.number("film_id", "UInt32", Integer.BYTES),
                bytes.word("event_type"),
                bytes.word("page"),
                (int) bytes.number("position", "UInt16", Short.BYTES),
                bytes.word("device"),
                bytes.word("referrer"));
        bytes.requireEnd();
        return row;
    }

    /** ClickHouse's Native format. */
    private static final class Bytes {
        private final ByteBuffer bytes;

        Bytes(NativeBlock block) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                block.writeTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        }

        int varUInt() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes.get();
                number |= (next & 0x7F) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        UUID uuid(String name) {
            column(name, "UUID");
            return new UUID(bytes.getLong(), bytes.getLong());
        }

        long number(String name, String type, int width) {
            column(name, type);
            return number(width);
        }

        String text(String name) {
            column(name, "String");
            return string();
        }

        /** Of a LowCardinality column: version, flags, the texts, then the number of the row's text. */
        String word(String name) {
            column(name, "LowCardinality(String)");
            bytes.getLong();
            int width = 1 << (bytes.getLong() & 0xFF);
            String[] texts = new String[(int) bytes.getLong()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = string();
            }
            bytes.getLong();
            return texts[(int) number(width)];
        }

        void requireEnd() {
            if (bytes.hasRemaining()) {
                throw new IllegalStateException("The block has " + bytes.remaining() + " bytes behind its columns.");
            }
        }

        private void column(String name, String type) {
            String found = string() + ' ' + string();
            if (!found.equals(name + ' ' + type)) {
                throw new IllegalStateException("The column is " + found + " instead of " + name + ' ' + type);
            }
        }

        private long number(int width) {
            return switch (width) {
                case Byte.BYTES -> bytes.get() & 0xFF;
                case Short.BYTES -> bytes.getShort() & 0xFFFF;
                case Integer.BYTES -> Integer.toUnsignedLong(bytes.getInt());
                default -> bytes.getLong();
            };
        }

        private String string() {
            byte[] text = new byte[varUInt()];
            bytes.get(text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
