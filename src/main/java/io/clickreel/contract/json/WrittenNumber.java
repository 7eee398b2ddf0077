package io.clickreel.contract.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import io.clickreel.contract.schema.DecimalLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number of JSON that is kept, and shown, as it was written.
 *
 * <p>One that has more zeros than any column knows is computed with as if it had fewer, still beyond every range: nobody
 * computes with a billion digits.
 */
public final class WrittenNumber extends NumericNode {
    private static final long serialVersionUID = 1;
    private static final int MOST = 2 * DecimalLimits.MOST_SCALE;

    private final String written;
    private final BigDecimal number;

    public WrittenNumber(String written) {
        this.written = written;
        this.number = decimal(written);
    }

    @Override
    public BigDecimal decimalValue() {
        return number;
    }

    @Override
    public String asText() {
        return written;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeNumber(written);
    }

    @Override
    public JsonToken asToken() {
        return JsonToken.VALUE_NUMBER_FLOAT;
    }

    @Override
    public JsonParser.NumberType numberType() {
        return JsonParser.NumberType.BIG_DECIMAL;
    }

    @Override
    public Number numberValue() {
        return number;
    }

    @Override
    public BigInteger bigIntegerValue() {
        return number.toBigInteger();
    }

    @Override
    public double doubleValue() {
        return number.doubleValue();
    }

    @Override
    public long longValue() {
        return number.longValue();
    }

    @Override
    public int intValue() {
        return number.intValue();
    }

    @Override
    public boolean canConvertToInt() {
        return canConvertToLong() && longValue() == intValue();
    }

    @Override
    public boolean canConvertToLong() {
        return number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WrittenNumber another && another.written.equals(written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    private static BigDecimal decimal(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            // An exponent of more than nine digits.
            int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
            boolean small = text.charAt(exponent + 1) == '-';
            return new BigDecimal(text.substring(0, exponent)).scaleByPowerOfTen(small ? -MOST : MOST);
        }
        if (number.signum() == 0) {
            return number.scale() < 0 || number.scale() > DecimalLimits.MOST_SCALE ? BigDecimal.ZERO : number;
        }
        long size = (long) number.precision() - number.scale();
        return size > MOST
                ? number.scaleByPowerOfTen((int) (MOST - size))
                : size < -MOST ? number.scaleByPowerOfTen((int) (-MOST - size)) : number;
    }
}
