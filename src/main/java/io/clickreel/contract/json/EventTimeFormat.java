package io.clickreel.contract.json;

/** Writes times as {@code 2025-12-27 12:18:51.766}, UTC, without an object for each. */
public final class EventTimeFormat {
    public static final int WRITTEN_LENGTH = 23;

    private static final long DAY_MS = 86_400_000L;

    private EventTimeFormat() {}

    /** Writes {@code 2025-12-27 12:18:51.766}, {@link #WRITTEN_LENGTH} bytes, for the years 0 to 9999. */
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

    private static void put(byte[] target, int offset, int digits, int number) {
        int rest = number;
        for (int i = offset + digits - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
