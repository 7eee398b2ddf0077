package io.clickreel.contract.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads whole numbers from 1 as JSON Schema defines them: {@code 331}, {@code 331.0} and {@code 3.31e2} are the same. */
public final class WholeNumber {
    public static final int WRONG_TYPE = -1;
    private static final int OUT_OF_RANGE = -2;

    private WholeNumber() {}

    /** The number from 1 to the maximum; {@link #WRONG_TYPE}, or another negative code if it is out of range. */
    public static int read(JsonParser parser, int maximum) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            // Numbers of 30 digits are numbers too; asking for their int would throw.
            return parser.getNumberType() == NumberType.INT ? ranged(parser.getIntValue(), maximum) : OUT_OF_RANGE;
        }
        return parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                ? fromDecimal(parser.getText(), maximum)
                : WRONG_TYPE;
    }

    /**
     * The first byte behind the digits at {@code from}; -1 if there are none or too many, or if the first is a zero.
     */
    public static int end(byte[] text, int from, int maxDigits) {
        int at = from;
        while (text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at == from || at - from > maxDigits || text[from] == '0' ? -1 : at;
    }

    public static int ofDigits(byte[] text, int from, int end) {
        int number = 0;
        for (int i = from; i < end; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private static int fromDecimal(String text, int maximum) {
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) {
            return OUT_OF_RANGE; // an exponent of more than nine digits
        }
        if (number.scale() > 0) {
            return WRONG_TYPE;
        }
        // Compared before it is converted: 1e999999999 has a billion digits.
        boolean within = number.signum() > 0 && number.compareTo(BigDecimal.valueOf(maximum)) <= 0;
        return within ? number.intValueExact() : OUT_OF_RANGE;
    }

    private static int ranged(int number, int maximum) {
        return number >= 1 && number <= maximum ? number : OUT_OF_RANGE;
    }
}
