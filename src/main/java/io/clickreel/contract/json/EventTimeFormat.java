package io.clickreel.contract.json;

/**
 * Reads and writes {@code event_ts} as milliseconds since 1970 in UTC, without an object for each click.
 *
 * <p>Read are {@code 2025-12-27 12:18:51.766} and ISO-8601: a space or {@code T}, up to nine decimals of which three
 * are kept, then {@code Z}, an offset, or nothing, which means UTC.
 */
public final class EventTimeFormat {
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2099;

    static final long BAD_FORMAT = Long.MIN_VALUE;
    public static final long OUT_OF_RANGE = Long.MIN_VALUE + 1;

    public static final int WRITTEN_LENGTH = 23;

    private static final int SECONDS_LENGTH = 19;
    private static final int MAX_DECIMALS = 9;
    private static final int MAX_LENGTH = SECONDS_LENGTH + 1 + MAX_DECIMALS + "+02:00".length();
    private static final long DAY_MS = 86_400_000L;

    private EventTimeFormat() {}

    /** The number of bytes before the next quotation mark; more than any time has if none is in reach. */
    public static int length(byte[] text, int offset) {
        int length = SECONDS_LENGTH;
        while (length <= MAX_LENGTH && text[offset + length] != '"') {
            length++;
        }
        return length;
    }

    /** The milliseconds, or {@link #BAD_FORMAT}, or {@link #OUT_OF_RANGE} for a proper time of another century. */
    static long parse(byte[] text, int offset, int length) {
        if (length < SECONDS_LENGTH || !separatorsFit(text, offset)) {
            return BAD_FORMAT;
        }
        int year = number(text, offset, 4);
        int month = number(text, offset + 5, 2);
        int day = number(text, offset + 8, 2);
        int hour = number(text, offset + 11, 2);
        int minute = number(text, offset + 14, 2);
        int second = number(text, offset + 17, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return BAD_FORMAT;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return BAD_FORMAT;
        }
        int at = offset + SECONDS_LENGTH;
        int end = offset + length;
        int millis = 0;
        if (at < end && text[at] == '.') {
            int firstDecimal = ++at;
            for (int weight = 100; at < end && isDigit(text[at]); at++, weight /= 10) {
                millis += weight * (text[at] - '0');
            }
            if (at == firstDecimal || at - firstDecimal > MAX_DECIMALS) {
                return BAD_FORMAT;
            }
        }
        int offsetMinutes = zoneMinutes(text, at, end);
        if (offsetMinutes == Integer.MIN_VALUE) {
            return BAD_FORMAT;
        }
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return OUT_OF_RANGE;
        }
        long minutes = (epochDay(year, month, day) * 24 + hour) * 60 + minute - offsetMinutes;
        return (minutes * 60 + second) * 1000 + millis;
    }

    /** Writes {@code 2025-12-27 12:18:51.766}, {@link #WRITTEN_LENGTH} bytes, for times of the contract's range. */
    public static void write(long epochMs, byte[] target, int offset) {
        long epochDay = Math.floorDiv(epochMs, DAY_MS);
        int ms = (int) (epochMs - epochDay * DAY_MS);
        // Days since 0000-03-01, so that a leap day is the last day of its year (Howard Hinnant's civil_from_days).
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        put(target, offset, 4, year);
        target[offset + 4] = '-';
        put(target, offset + 5, 2, month);
        target[offset + 7] = '-';
        put(target, offset + 8, 2, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
        target[offset + 10] = ' ';
        put(target, offset + 11, 2, ms / 3_600_000);
        target[offset + 13] = ':';
        put(target, offset + 14, 2, ms / 60_000 % 60);
        target[offset + 16] = ':';
        put(target, offset + 17, 2, ms / 1000 % 60);
        target[offset + 19] = '.';
        put(target, offset + 20, 3, ms % 1000);
    }

    private static boolean separatorsFit(byte[] text, int offset) {
        return text[offset + 4] == '-'
                && text[offset + 7] == '-'
                && (text[offset + 10] == ' ' || text[offset + 10] == 'T')
                && text[offset + 13] == ':'
                && text[offset + 16] == ':';
    }

    /** The offset from UTC in minutes; {@link Integer#MIN_VALUE} if there is no valid offset. */
    private static int zoneMinutes(byte[] text, int at, int end) {
        if (at == end || (at + 1 == end && text[at] == 'Z')) {
            return 0;
        }
        boolean shaped = end - at == 6 && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':';
        int hours = shaped ? number(text, at + 1, 2) : -1;
        int minutes = shaped ? number(text, at + 4, 2) : -1;
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
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

    private static long epochDay(int year, int month, int day) {
        int shiftedYear = month <= 2 ? year - 1 : year;
        int era = shiftedYear / 400;
        int yearOfEra = shiftedYear - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static void put(byte[] target, int offset, int digits, int number) {
        int rest = number;
        for (int i = offset + digits - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
