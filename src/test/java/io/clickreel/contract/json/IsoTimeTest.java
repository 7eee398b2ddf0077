package io.clickreel.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
    private static final String LETTERS = "0123456789:.-Zz tT+/\"";

    private final IsoTime reader = new IsoTime();

    @ParameterizedTest
    @CsvSource({
        "2025-12-27 12:18:51, 2025-12-27T12:18:51Z",
        "2025-12-27T12:18:51, 2025-12-27T12:18:51Z",
        "2025-12-27t12:18:51z, 2025-12-27T12:18:51Z",
        "2025-12-27 12:18:51Z, 2025-12-27T12:18:51Z",
        "2025-12-27T12:18:51.7, 2025-12-27T12:18:51.7Z",
        "2025-12-27T12:18:51.76Z, 2025-12-27T12:18:51.76Z",
        "2025-12-27 12:18:51.766, 2025-12-27T12:18:51.766Z",
        "2025-12-27T12:18:51.766Z, 2025-12-27T12:18:51.766Z",
        "2025-12-27T12:18:51.766z, 2025-12-27T12:18:51.766Z",
        "2025-12-27T12:18:51.766123, 2025-12-27T12:18:51.766123Z",
        "2025-12-27T12:18:51.766123456Z, 2025-12-27T12:18:51.766123456Z",
        "2025-12-27T12:18:51.000000001, 2025-12-27T12:18:51.000000001Z",
        "2025-12-27T12:18:51.999999999, 2025-12-27T12:18:51.999999999Z",
        "2025-12-27T12:18:51+02:00, 2025-12-27T10:18:51Z",
        "2025-12-27T12:18:51+0200, 2025-12-27T10:18:51Z",
        "2025-12-27T12:18:51+02, 2025-12-27T10:18:51Z",
        "2025-12-27 12:18:51-02, 2025-12-27T14:18:51Z",
        "2025-12-27 12:18:51.766-0130, 2025-12-27T13:48:51.766Z",
        "2025-12-27T12:18:51.123456789-05:30, 2025-12-27T17:48:51.123456789Z",
        "2025-12-27T12:18:51+00:00, 2025-12-27T12:18:51Z",
        "2025-12-27T12:18:51-00:00, 2025-12-27T12:18:51Z",
        "2025-12-31T23:59:59-23:59, 2026-01-01T23:58:59Z",
        "2026-01-01T00:00:00+23:59, 2025-12-31T00:01:00Z",
        "2024-02-29T23:59:59.999999999, 2024-02-29T23:59:59.999999999Z",
        "2000-02-29 00:00:00, 2000-02-29T00:00:00Z",
        "1969-12-31 23:59:59.5, 1969-12-31T23:59:59.5Z",
        "1970-01-01 00:00:00, 1970-01-01T00:00:00Z",
        "1900-01-01 00:00:00, 1900-01-01T00:00:00Z",
        "2299-12-31 23:59:59.999999999, 2299-12-31T23:59:59.999999999Z",
        "2106-02-07 06:28:15, 2106-02-07T06:28:15Z",
        "2262-04-11 23:47:16.854775807, 2262-04-11T23:47:16.854775807Z",
        "0000-01-01 00:00:00, 0000-01-01T00:00:00Z",
        "0001-01-01 00:00:00+23:59, 0000-12-31T00:01:00Z",
        "9999-12-31 23:59:59.999999999, 9999-12-31T23:59:59.999999999Z"
    })
    void aTimeInEachUsualSpellingIsRead(String text, Instant instant) {
        assertThat(read(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-12-27",
                "2025-12-27 12:18",
                "2025-12-27 12:18Z",
                "2025-12-27 12:18:5",
                "2025-12-27_12:18:51",
                "2025-12-27  12:18:51",
                "2025/12/27 12:18:51",
                "27.12.2025 12:18:51",
                "20251227T121851Z",
                "2025-12-27 12.18.51",
                "2025-00-27 12:18:51",
                "2025-13-27 12:18:51",
                "2025-12-00 12:18:51",
                "2025-12-32 12:18:51",
                "2025-02-29 12:18:51",
                "1900-02-29 12:18:51",
                "2100-02-29 12:18:51",
                "2025-04-31 12:18:51",
                "2025-12-27 24:00:00",
                "2025-12-27 12:60:00",
                "2025-12-27 23:59:60",
                "2025-12-27 12:18:51.",
                "2025-12-27 12:18:51.Z",
                "2025-12-27 12:18:51,766",
                "2025-12-27 12:18:51.1234567890",
                "2025-12-27 12:18:51 Z",
                "2025-12-27 12:18:51ZZ",
                "2025-12-27 12:18:51Zz",
                "2025-12-27 12:18:51 UTC",
                "2025-12-27 12:18:51+",
                "2025-12-27 12:18:51+2",
                "2025-12-27 12:18:51+200",
                "2025-12-27 12:18:51+2:00",
                "2025-12-27 12:18:51+02:0",
                "2025-12-27 12:18:51+02:",
                "2025-12-27 12:18:51+02:000",
                "2025-12-27 12:18:51+020000",
                "2025-12-27 12:18:51+24:00",
                "2025-12-27 12:18:51+2400",
                "2025-12-27 12:18:51+24",
                "2025-12-27 12:18:51+02:60",
                "2025-12-27 12:18:51+02-00",
                "2025-12-27 12:18:51.766[UTC]",
                "+2025-12-27 12:18:51",
                "-2025-12-27 12:18:51",
                "12025-12-27 12:18:51",
                " 2025-12-27 12:18:51",
                "2025-12-27 12:18:51.766 ",
                "2025-12-27 12:18:51.7é6"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void aHundredThousandTimesAreReadAsTheJdkDoes() {
        Random random = new Random(20251227);
        long first = Instant.parse("0001-01-02T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-30T00:00:00Z").getEpochSecond();
        String[] offsets = {"'Z'", "", "XXX", "xx", "x"};
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    i % 4 == 0 ? random.nextLong(first, last) : random.nextLong(1_700_000_000, 1_700_100_000),
                    random.nextInt(1_000_000_000));
            int kind = random.nextInt(offsets.length);
            ZoneOffset offset = kind < 2
                    ? ZoneOffset.UTC
                    : ZoneOffset.ofTotalSeconds(
                            60 * (kind == 4 ? 60 * random.nextInt(-18, 19) : random.nextInt(-1080, 1081)));
            int decimals = random.nextInt(10);
            String pattern = "uuuu-MM-dd" + (random.nextBoolean() ? "'T'" : " ") + "HH:mm:ss"
                    + (decimals == 0 ? "" : "." + "S".repeat(decimals)) + offsets[kind];
            String text = OffsetDateTime.ofInstant(instant, offset).format(DateTimeFormatter.ofPattern(pattern));
            Instant expected = instant.minusNanos(instant.getNano() % (long) Math.pow(10, 9 - decimals));
            assertThat(read(text)).as(text).isEqualTo(expected);
        }
    }

    @Test
    void everyDayOfEveryMonthIsReadAsTheJdkDoes() {
        for (int year :
                new int[] {0, 1, 4, 100, 400, 1582, 1899, 1900, 1969, 1970, 2000, 2024, 2025, 2100, 2299, 9999}) {
            for (int month = 0; month <= 13; month++) {
                for (int day = 0; day <= 32; day++) {
                    String date = "%04d-%02d-%02d".formatted(year, month, day);
                    LocalDate expected = date(year, month, day);
                    byte[] bytes = at(date);
                    assertThat(IsoTime.parseDate(bytes, 2, date.length()))
                            .as(date)
                            .isEqualTo(expected == null ? Integer.MIN_VALUE : (int) expected.toEpochDay());
                    assertThat(read(date + " 00:00:00"))
                            .as(date)
                            .isEqualTo(
                                    expected == null
                                            ? null
                                            : expected.atStartOfDay().toInstant(ZoneOffset.UTC));
                }
            }
        }
    }

    @Test
    void aDateOfAnotherLengthOrFormIsNone() {
        for (String text : new String[] {"2025-12-27 ", "2025-12-2", "", "2025/12/27", "20251227xx", "2025-1-27x"}) {
            assertThat(IsoTime.parseDate(at(text), 2, text.length())).as(text).isEqualTo(Integer.MIN_VALUE);
        }
    }

    /** The minute that was read last is remembered: nothing of it may get into another time. */
    @Test
    void whateverWasReadBeforeATimeIsReadAsByItself() {
        Random random = new Random(11);
        String[] minutes = {"2025-12-27 12:18", "2025-12-27T12:18", "2025-12-27 12:19", "2025-02-30 12:18"};
        int good = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(minutes[random.nextInt(minutes.length)]
                    + ":%02d.%03d".formatted(random.nextInt(62), random.nextInt(1000)));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                text.setCharAt(random.nextInt(text.length()), LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            if (random.nextInt(10) == 0) {
                text.setLength(23 - random.nextInt(5));
            } else if (random.nextInt(3) == 0) {
                text.append("ZzzT".charAt(random.nextInt(4)));
            }
            Instant alone = read(new IsoTime(), text.toString());
            assertThat(read(text.toString())).as(text.toString()).isEqualTo(alone);
            good += alone != null ? 1 : 0;
        }
        assertThat(good).isBetween(50_000, 150_000);
    }

    @Test
    void aReaderThatHasReadNothingYetKnowsNoMinute() {
        byte[] zeros = new byte[40];
        System.arraycopy(at(":51.766"), 2, zeros, 16, 7);
        assertThat(new IsoTime().parse(zeros, 0, 23)).isFalse();
    }

    @Test
    void everyOtherByteInEveryPlaceIsReadAsTheJdkWould() {
        String time = "2025-12-27T12:18:51.766Z";
        for (int place = 0; place < time.length(); place++) {
            for (int other = 0; other < 256; other++) {
                byte[] bytes = at(time);
                bytes[2 + place] = (byte) other;
                String text = new String(bytes, 2, time.length(), StandardCharsets.ISO_8859_1);
                assertThat(reader.parse(bytes, 2, time.length())).as(text).isEqualTo(isTime(text));
            }
        }
    }

    private static boolean isTime(String text) {
        String zoned = text.substring(0, 10) + text.substring(10, 11).replace(' ', 'T') + text.substring(11);
        if (zoned.charAt(10) != 'T' && zoned.charAt(10) != 't'
                || !text.substring(0, 4).matches("[0-9]{4}")) {
            return false;
        }
        // A digit in the place of the Z is a fourth decimal.
        String local = zoned.matches(".*[Zz0-9]") ? zoned.replaceFirst("[Zz]$", "") : "";
        try {
            LocalDateTime.parse(local.replace('t', 'T'));
            return local.length() >= 19;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static LocalDate date(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private Instant read(String text) {
        return read(reader, text);
    }

    private static Instant read(IsoTime reader, String text) {
        byte[] bytes = at(text);
        int length = bytes.length - 2 - 40;
        return reader.parse(bytes, 2, length) ? Instant.ofEpochSecond(reader.second(), reader.nano()) : null;
    }

    /** Not at the start of the array, and with room behind, as in the pass over the bytes. */
    private static byte[] at(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] room = new byte[2 + bytes.length + 40];
        room[0] = '"';
        room[1] = '"';
        System.arraycopy(bytes, 0, room, 2, bytes.length);
        room[2 + bytes.length] = '"';
        return room;
    }
}
