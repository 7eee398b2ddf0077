package io.clickreel.generate;

import io.clickreel.contract.json.EventTimeFormat;
import io.clickreel.contract.json.UuidBits;
import io.clickreel.generate.shared.EncodedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes clicks as the JSON that goes to Kafka, byte by byte for speed; for one thread at a time. */
public final class ClickWriter {
    private static final byte[] EVENT_ID = ascii("{" + name("event_id") + '"');
    private static final byte[] EVENT_TS = ascii("\"," + name("event_ts") + '"');
    private static final byte[] USER_ID = ascii("\"," + name("user_id"));
    private static final byte[] SESSION_ID = ascii("," + name("session_id"));
    private static final byte[] FILM_ID = ascii("," + name("film_id"));
    private static final byte[][] EVENT_TYPES = written("event_type", EventType.values());
    private static final byte[][] PAGES = written("page", Page.values());
    private static final byte[] POSITION = ascii("," + name("position"));
    private static final byte[][] DEVICES = written("device", Device.values());
    private static final byte[][] REFERRERS = written("referrer", Referrer.values());

    private static final int FIXED_BYTES = 512;

    private final byte[] time = new byte[EventTimeFormat.WRITTEN_LENGTH];
    private long timeMs = Long.MIN_VALUE;
    private byte[] buffer = new byte[1024];
    private int at;

    /** The value: one JSON object with the ten fields in the order of the contract. */
    public byte[] value(Click click) {
        // A character becomes at most six bytes: an escape.
        start(FIXED_BYTES + 6 * (click.userId().length() + click.sessionId().length()));
        head(click.eventId().getMostSignificantBits(), click.eventId().getLeastSignificantBits(), click.eventTimeMs());
        string(click.userId());
        copy(SESSION_ID);
        string(click.sessionId());
        tail(click.filmId(), click.eventType(), click.page(), click.position(), click.device(), click.referrer());
        return Arrays.copyOf(buffer, at);
    }

    /** Writes value and key as UTF-8 bytes, without making a String. */
    EncodedEvent encoded(MadeClick click) {
        start(FIXED_BYTES);
        head(click.eventIdHigh, click.eventIdLow, click.eventTimeMs);
        int keyFrom = at;
        raw('"');
        raw('u');
        raw('_');
        number(click.user + 1);
        raw('"');
        int keyTo = at;
        copy(SESSION_ID);
        raw('"');
        raw('s');
        raw('_');
        hex(click.session);
        raw('"');
        tail(click.filmId, click.eventType, click.page(), click.position, click.device, click.referrer);
        return new EncodedEvent(Arrays.copyOfRange(buffer, keyFrom, keyTo), Arrays.copyOf(buffer, at));
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

    private void head(long eventIdHigh, long eventIdLow, long eventTimeMs) {
        copy(EVENT_ID);
        UuidBits.write(eventIdHigh, eventIdLow, buffer, at);
        at += UuidBits.WRITTEN_LENGTH;
        copy(EVENT_TS);
        // At full speed hundreds of clicks have the same time.
        if (eventTimeMs != timeMs) {
            EventTimeFormat.write(eventTimeMs, time, 0);
            timeMs = eventTimeMs;
        }
        copy(time);
        copy(USER_ID);
    }

    private void tail(int filmId, EventType type, Page page, int position, Device device, Referrer referrer) {
        copy(FILM_ID);
        number(filmId);
        copy(EVENT_TYPES[type.ordinal()]);
        copy(PAGES[page.ordinal()]);
        copy(POSITION);
        number(position);
        copy(DEVICES[device.ordinal()]);
        copy(REFERRERS[referrer.ordinal()]);
        raw('}');
    }

    private void copy(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        at += bytes.length;
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

    private void hex(int number) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            int digit = number >>> shift & 0xF;
            raw((char) (digit < 10 ? '0' + digit : 'a' - 10 + digit));
        }
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

    /** What is written for each value of a field that has few. */
    private static byte[][] written(String field, Word[] values) {
        byte[][] written = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            written[i] = ascii("," + name(field) + '"' + values[i].text() + '"');
        }
        return written;
    }

    private static String name(String field) {
        return '"' + field + "\":";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
