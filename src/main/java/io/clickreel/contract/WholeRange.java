package io.clickreel.contract;

import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.schema.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The whole numbers that both a contract and a column allow, as far as a long goes. */
record WholeRange(long least, long most) {
    private static final WholeRange NONE = new WholeRange(1, 0);

    static WholeRange of(Schema schema, @Nullable ColumnType type) {
        BigInteger least = BigInteger.valueOf(Long.MIN_VALUE);
        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
        if (type != null && type.kind().isInteger()) {
            least = least.max(type.smallest());
            most = most.min(type.largest());
        } else if (type != null && type.kind().isFloat()) {
            // Every whole number up to there is a float of its own.
            BigInteger exact = BigInteger.ONE.shiftLeft(type.kind() == Kind.FLOAT32 ? 24 : 53);
            least = exact.negate();
            most = exact;
        }
        Schema.Numbers numbers = schema.numbers();
        least = max(least, numbers.minimum(), RoundingMode.CEILING, 0);
        least = max(least, numbers.exclusiveMinimum(), RoundingMode.FLOOR, 1);
        most = min(most, numbers.maximum(), RoundingMode.FLOOR, 0);
        most = min(most, numbers.exclusiveMaximum(), RoundingMode.CEILING, 1);
        return least.compareTo(most) <= 0 ? new WholeRange(least.longValue(), most.longValue()) : NONE;
    }

    private static BigInteger max(BigInteger least, @Nullable BigDecimal bound, RoundingMode mode, int plus) {
        return bound == null
                ? least
                : least.max(bound.setScale(0, mode).toBigInteger().add(BigInteger.valueOf(plus)));
    }

    private static BigInteger min(BigInteger most, @Nullable BigDecimal bound, RoundingMode mode, int minus) {
        return bound == null
                ? most
                : most.min(bound.setScale(0, mode).toBigInteger().subtract(BigInteger.valueOf(minus)));
    }
}
