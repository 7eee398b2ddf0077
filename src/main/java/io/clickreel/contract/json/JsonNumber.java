package io.clickreel.contract.json;

/** Reads the digits of numbers from the bytes of JSON, behind which zeros have to follow: they end every loop. */
public final class JsonNumber {
    private static final int NOT_READ = -1;

    private JsonNumber() {}

    /**
     * The first byte behind the digits at {@code from}; -1 if there are none or too many, or a zero before others, which
     * JSON does not know.
     */
    public static int end(byte[] json, int from, int maxDigits) {
        if (json[from] == '0') {
            return isDigit(json[from + 1]) ? NOT_READ : from + 1;
        }
        int at = from;
        while (isDigit(json[at])) {
            at++;
        }
        return at == from || at - from > maxDigits ? NOT_READ : at;
    }

    /** The first byte behind a point and its digits; the place itself if there is no point; -1 if it is a bad one. */
    public static int endOfDecimals(byte[] json, int point, int maxDigits) {
        if (json[point] != '.') {
            return point;
        }
        int at = point + 1;
        while (isDigit(json[at])) {
            at++;
        }
        return at == point + 1 || at - point - 1 > maxDigits ? NOT_READ : at;
    }

    /** Whether a number has a point or an exponent there. */
    public static boolean goesOn(byte[] json, int at) {
        return json[at] == '.' || json[at] == 'e' || json[at] == 'E';
    }

    /** The number that so many digits make, at most 18. */
    public static long value(byte[] json, int from, int end) {
        long number = 0;
        for (int i = from; i < end; i++) {
            number = number * 10 + json[i] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
