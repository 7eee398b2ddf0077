package io.clickreel.contract.json;

import java.nio.charset.StandardCharsets;

/**
 * Reads the times of clicks that follow each other, as {@link EventTimeFormat} does.
 *
 * <p>Most times are of the same minute as the one before: its sixteen letters are compared, and not read again. For one
 * thread.
 */
public final class EventTimeReader {
    /** {@code 2025-12-27 12:18}. */
    private static final int MINUTE_LENGTH = 16;

    /** The letters of the minute that was read last, and when it began. */
    private long firstLetters;

    private long lastLetters;
    private long minuteMs;

    public EventTimeReader() {
        // Remembers a valid minute from the start: zero bytes would match the empty fields.
        byte[] any = "2000-01-01 00:00:00.000".getBytes(StandardCharsets.US_ASCII);
        parse(any, 0, any.length);
    }

    /**
     * Reads the time that begins there and ends with a quotation mark.
     *
     * @param text has at least as many bytes behind the start as the longest time
     * @return milliseconds since 1970; {@link EventTimeFormat#BAD_FORMAT} or {@link EventTimeFormat#OUT_OF_RANGE}
     */
    public long parse(byte[] text, int offset, int length) {
        if (length != EventTimeFormat.WRITTEN_LENGTH) {
            return EventTimeFormat.parse(text, offset, length);
        }
        long first = EightBytes.get(text, offset);
        long last = EightBytes.get(text, offset + Long.BYTES);
        int ms = millisOfMinute(text, offset + MINUTE_LENGTH);
        if (first == firstLetters && last == lastLetters && ms >= 0) {
            return minuteMs + ms;
        }
        long time = EventTimeFormat.parse(text, offset, length);
        if (time > EventTimeFormat.OUT_OF_RANGE && ms >= 0) {
            firstLetters = first;
            lastLetters = last;
            minuteMs = time - ms;
        }
        return time;
    }

    /** The milliseconds of {@code :51.766}, or -1 for any other text. */
    private static int millisOfMinute(byte[] text, int at) {
        int tens = text[at + 1] - '0';
        int ones = text[at + 2] - '0';
        int tenths = text[at + 4] - '0';
        int hundredths = text[at + 5] - '0';
        int thousandths = text[at + 6] - '0';
        int wrong = tens | 5 - tens | ones | 9 - ones | tenths | 9 - tenths | hundredths | 9 - hundredths;
        boolean fits = (wrong | thousandths | 9 - thousandths) >= 0 && text[at] == ':' && text[at + 3] == '.';
        return fits ? (10 * tens + ones) * 1000 + 100 * tenths + 10 * hundredths + thousandths : -1;
    }
}
