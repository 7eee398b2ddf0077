package io.clickreel.contract.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.schema.DecimalLimits;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers, perhaps in quotes, which are written as JSON writes numbers. */
public final class NumberText {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,999})(?:\\.[0-9]{1,999})?(?:[eE][+-]?[0-9]{1,4})?");

    private NumberText() {}

    /** The number, or null if the text is none, or one beyond every range. */
    private static @Nullable BigDecimal read(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        return Math.abs((long) number.precision() - number.scale()) > 2L * DecimalLimits.MOST_SCALE ? null : number;
    }

    /** A number, also in quotes; null if it is none. */
    public static @Nullable BigDecimal read(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : value.isTextual() ? read(value.asText()) : null;
    }
}
