package io.clickreel.contract.json;

import java.nio.charset.StandardCharsets;

/**
 * Reads times as producers write them, without an object for each: {@code 2025-12-27 12:18:51.766}, with a space or
 * {@code T}, up to nine decimals, then {@code Z}, {@code z}, an offset as {@code +02:00}, {@code +0200} or {@code +02}, or
 * nothing, which means UTC.
 *
 * <p>Most times are of the same minute as the one before: its sixteen letters are compared, and not read again. For one
 * thread.
 */
public final class IsoTime {
    /** No longer text is a time. */
    public static final int MAX_LENGTH = 19 + 1 + 9 + "+02:00".length();
    /** {@code 2025-12-27}. */
    public static final int DATE_LENGTH = 10;

    private static final int SECONDS_LENGTH = 19;
    private static final int MAX_DECIMALS = 9;
    private static final int NO_ZONE = Integer.MIN_VALUE;
    /** {@code 2025-12-27 12:18}. */
    private static final int MINUTE_LENGTH = 16;

    private static final int WITH_MILLIS_LENGTH = 23;

    /** The letters of the minute that was read last, and when it began. */
    private long firstLetters;

    private long lastLetters;
    private long minuteSecond;

    private long second;
    private int nano;

    public IsoTime() {
        // Remembers a valid minute from the start: zero bytes would match the empty fields.
        byte[] any = "2000-01-01 00:00:00.000".getBytes(StandardCharsets.US_ASCII);
        parse(any, 0, any.length);
    }

    /** Seconds since 1970, UTC, of the time that was read last. */
    public long second() {
        return second;
    }

    /** Nanoseconds of that second. */
    public int nano() {
        return nano;
    }

    /**
     * Reads the time that begins there.
     *
     * @param text has at least 24 bytes from there
     * @return whether it is one
     */
    public boolean parse(byte[] text, int offset, int length) {
        boolean utc = length == WITH_MILLIS_LENGTH + 1 && (text[offset + WITH_MILLIS_LENGTH] | 0x20) == 'z';
        if (length != WITH_MILLIS_LENGTH && !utc) {
            return parseAny(text, offset, length);
        }
        long first = EightBytes.get(text, offset);
        long last = EightBytes.get(text, offset + Long.BYTES);
        int ms = millisOfMinute(text, offset + MINUTE_LENGTH);
        if (ms >= 0 && first == firstLetters && last == lastLetters) {
            second = minuteSecond + ms / 1000;
            nano = ms % 1000 * 1_000_000;
            return true;
        }
        if (!parseAny(text, offset, length)) {
            return false;
        }
        if (ms >= 0) {
            firstLetters = first;
            lastLetters = last;
            minuteSecond = second - ms / 1000;
        }
        return true;
    }

    /**
     * The day of {@code 2025-12-27}, in days since 1970.
     *
     * @return {@link Integer#MIN_VALUE} if it is none
     */
    public static int parseDate(byte[] text, int offset, int length) {
        return length == DATE_LENGTH ? day(text, offset) : NO_ZONE;
    }

    private boolean parseAny(byte[] text, int offset, int length) {
        if (length < SECONDS_LENGTH || length > MAX_LENGTH) {
            return false;
        }
        int day = day(text, offset);
        byte between = text[offset + DATE_LENGTH];
        int hour = number(text, offset + 11, 2);
        int minute = number(text, offset + 14, 2);
        int seconds = number(text, offset + 17, 2);
        if (day == NO_ZONE
                || between != ' ' && between != 'T' && between != 't'
                || text[offset + 13] != ':'
                || text[offset + 16] != ':') {
            return false;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || seconds < 0 || seconds > 59) {
            return false;
        }
        int at = offset + SECONDS_LENGTH;
        int end = offset + length;
        int nanos = 0;
        if (at < end && text[at] == '.') {
            int firstDecimal = ++at;
            for (int weight = 100_000_000; at < end && isDigit(text[at]); at++, weight /= 10) {
                nanos += weight * (text[at] - '0');
            }
            if (at == firstDecimal || at - firstDecimal > MAX_DECIMALS) {
                return false;
            }
        }
        int zone = zoneMinutes(text, at, end);
        if (zone == NO_ZONE) {
            return false;
        }
        second = ((day * 24L + hour) * 60 + minute - zone) * 60 + seconds;
        nano = nanos;
        return true;
    }

    /** Days since 1970; {@link Integer#MIN_VALUE} if there is no date. */
    private static int day(byte[] text, int offset) {
        int year = number(text, offset, 4);
        int month = number(text, offset + 5, 2);
        int day = number(text, offset + 8, 2);
        boolean fits = text[offset + 4] == '-' && text[offset + 7] == '-';
        if (!fits || year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return NO_ZONE;
        }
        return epochDay(year, month, day);
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

    /** The offset from UTC in minutes; {@link Integer#MIN_VALUE} if there is no valid offset. */
    private static int zoneMinutes(byte[] text, int at, int end) {
        int length = end - at;
        if (length == 0 || length == 1 && (text[at] == 'Z' || text[at] == 'z')) {
            return 0;
        }
        boolean colon = length == 6 && text[at + 3] == ':';
        if (text[at] != '+' && text[at] != '-' || !colon && length != 5 && length != 3) {
            return NO_ZONE;
        }
        int hours = number(text, at + 1, 2);
        int minutes = length == 3 ? 0 : number(text, colon ? at + 4 : at + 3, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return NO_ZONE;
        }
        int total = hours * 60 + minutes;
        return text[at] == '-' ? -total : total;
    }

    private static int number(byte[] text, int offset, int digits) {
        int number = 0;
        for (int i = offset; i < offset + digits; i++) {
            if (!isDigit(text[i])) {
                return -1;
            }
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Howard Hinnant's days_from_civil. */
    private static int epochDay(int year, int month, int day) {
        int shiftedYear = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shiftedYear, 400);
        int yearOfEra = shiftedYear - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
