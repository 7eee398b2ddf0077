package io.clickreel.click;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Writes clicks as the JSON that goes to Kafka, byte by byte for speed; for one thread at a time. */
public final class ClickWriter {
    private static final Map<ClickField, byte[]> NAMES = new EnumMap<>(ClickField.class);

    static {
        for (ClickField field : ClickField.values()) {
            String name = (NAMES.isEmpty() ? "{\"" : ",\"") + field.jsonName() + "\":";
            NAMES.put(field, name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final int FIXED_BYTES = 512;

    private byte[] buffer = new byte[1024];
    private int at;

    /** The value: one JSON object with the ten fields in the order of the contract. */
    public byte[] value(Click click) {
        // A character becomes at most six bytes: an escape.
        start(FIXED_BYTES + 6 * (click.userId().length() + click.sessionId().length()));
        name(ClickField.EVENT_ID);
        raw('"');
        UuidBits.write(click.eventId().getMostSignificantBits(), click.eventId().getLeastSignificantBits(), buffer, at);
        at += UuidBits.WRITTEN_LENGTH;
        raw('"');
        name(ClickField.EVENT_TS);
        raw('"');
        EventTimeFormat.write(click.eventTimeMs(), buffer, at);
        at += EventTimeFormat.WRITTEN_LENGTH;
        raw('"');
        name(ClickField.USER_ID);
        string(click.userId());
        name(ClickField.SESSION_ID);
        string(click.sessionId());
        name(ClickField.FILM_ID);
        number(click.filmId());
        name(ClickField.EVENT_TYPE);
        string(click.eventType().text());
        name(ClickField.PAGE);
        string(click.page().text());
        name(ClickField.POSITION);
        number(click.position());
        name(ClickField.DEVICE);
        string(click.device().text());
        name(ClickField.REFERRER);
        string(click.referrer().text());
        raw('}');
        return Arrays.copyOf(buffer, at);
    }

    /** The key: the user's id as a JSON string, quotes included. */
    public byte[] key(Click click) {
        start(2 + 6 * click.userId().length());
        string(click.userId());
        return Arrays.copyOf(buffer, at);
    }

    private void start(int room) {
        at = 0;
        if (buffer.length < room) {
            buffer = new byte[room];
        }
    }

    private void name(ClickField field) {
        byte[] name = Objects.requireNonNull(NAMES.get(field));
        System.arraycopy(name, 0, buffer, at, name.length);
        at += name.length;
    }

    private void raw(char ascii) {
        buffer[at++] = (byte) ascii;
    }

    private void number(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += digits;
    }

    private void string(String text) {
        raw('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                raw('\\');
                raw(c);
            } else if (c >= 0x20 && c < 0x7F) {
                raw(c);
            } else {
                escape(c);
            }
        }
        raw('"');
    }

    /** Beyond ASCII everything is escaped: it is rare in ids, and spares this class an encoder. */
    private void escape(char c) {
        raw('\\');
        raw('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            raw(Character.forDigit(c >> shift & 0xF, 16));
        }
    }
}
