package io.clickreel.films.file;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One column of the film file, as the contract has it.
 *
 * @param headerNames other names that it may have in the file
 * @param nullable whether a film may have no value, or the file no such column
 * @param least the smallest number
 * @param most the largest number
 * @param minLength the shortest text, in characters
 * @param maxLength the longest text, in characters
 */
public record FilmColumn(
        String name,
        List<String> headerNames,
        boolean number,
        boolean nullable,
        BigDecimal least,
        BigDecimal most,
        int minLength,
        int maxLength,
        @Nullable Pattern pattern) {
    /** What exports write for a missing value. */
    private static final List<String> NO_VALUE = List.of("", "\\N", "NULL", "null");

    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_QUOTE = 60;

    /** Says why a value breaks the contract. */
    static final class BadValueException extends Exception {
        private static final long serialVersionUID = 1;

        BadValueException(String message) {
            super(message);
        }
    }

    /** The name that all spellings of a header have: {@code Film-Id}, {@code FILM_ID} and {@code filmId} are one. */
    static String sameName(String headerName) {
        return headerName.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    /**
     * The value as it is stored.
     *
     * @param written null: the file has none
     */
    String value(@Nullable String written) throws BadValueException {
        String value = written == null ? "" : written.strip();
        if (NO_VALUE.contains(value)) {
            if (!nullable) {
                throw new BadValueException(value.isEmpty() ? "it is empty" : value + " stands for no value");
            }
            return number ? "0" : "";
        }
        return number ? wholeNumber(value) : text(value);
    }

    private String wholeNumber(String value) throws BadValueException {
        BigDecimal read;
        try {
            read = value.length() > LONGEST_NUMBER ? null : new BigDecimal(value);
        } catch (NumberFormatException e) {
            read = null;
        }
        // A number with an exponent of a billion digits could be read, but not written out.
        if (read == null || Math.abs((long) read.scale()) > LONGEST_NUMBER) {
            throw new BadValueException(quoted(value) + " is not a whole number");
        }
        if (read.stripTrailingZeros().scale() > 0) {
            throw new BadValueException(value + " is a fraction, and only whole numbers are allowed");
        }
        if (read.compareTo(least) < 0) {
            throw new BadValueException(value + " is below " + least + ", the least that is allowed");
        }
        if (read.compareTo(most) > 0) {
            throw new BadValueException(value + " is above " + most + ", the most that is allowed");
        }
        return read.toBigIntegerExact().toString();
    }

    private String text(String value) throws BadValueException {
        int characters = value.codePointCount(0, value.length());
        if (characters < minLength || characters > maxLength) {
            throw new BadValueException(quoted(value) + " has " + characters + " characters, and " + minLength + " to "
                    + maxLength + " are allowed");
        }
        if (pattern != null && !pattern.matcher(value).find()) {
            throw new BadValueException(quoted(value)
                    + " has a character that is not allowed, or not where it stands: the contract's pattern is "
                    + pattern);
        }
        return value;
    }

    /** Quotes the value so that it fits in one line of a log, whatever is in it. */
    static String quoted(String value) {
        StringBuilder shown = new StringBuilder("'");
        value.codePoints().limit(LONGEST_QUOTE).forEach(point -> {
            int type = Character.getType(point);
            if (Character.isISOControl(point) || type == Character.SURROGATE || type == Character.FORMAT) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown + (value.codePointCount(0, value.length()) > LONGEST_QUOTE ? "...'" : "'");
    }
}
