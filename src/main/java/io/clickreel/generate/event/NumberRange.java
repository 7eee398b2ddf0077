package io.clickreel.generate.event;

import io.clickreel.contract.schema.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The numbers first, first + step, and so on: so many are within what a contract and {@code x-generate} allow. */
record NumberRange(BigDecimal first, BigDecimal step, long count) {
    /** How far numbers go from their one bound, where there is no other. */
    private static final BigDecimal SPAN = BigDecimal.valueOf(100);

    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** @param whole whether all have to be whole numbers */
    static NumberRange of(Schema.Numbers numbers, Hints hints, boolean whole) {
        BigDecimal step = Objects.requireNonNullElse(numbers.multipleOf(), whole ? BigDecimal.ONE : CENT);
        if (whole && step.stripTrailingZeros().scale() > 0) {
            step = step.movePointRight(step.scale());
        }
        BigDecimal least = largest(
                hints.minimum(),
                numbers.minimum(),
                // The first step behind the bound, which itself may lie between two.
                numbers.exclusiveMinimum() == null
                        ? null
                        : stepAt(numbers.exclusiveMinimum(), step, RoundingMode.FLOOR)
                                .add(step));
        BigDecimal most = smallest(
                hints.maximum(),
                numbers.maximum(),
                numbers.exclusiveMaximum() == null
                        ? null
                        : stepAt(numbers.exclusiveMaximum(), step, RoundingMode.CEILING)
                                .subtract(step));
        BigDecimal span = SPAN.max(step);
        if (least == null) {
            least = most == null ? BigDecimal.ZERO : most.subtract(span);
        }
        if (most == null) {
            most = least.add(span);
        }
        BigDecimal first = stepAt(least, step, RoundingMode.CEILING);
        BigDecimal count =
                most.subtract(first).divide(step, 0, RoundingMode.FLOOR).add(BigDecimal.ONE);
        return new NumberRange(
                first,
                step,
                count.min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .max(BigDecimal.ZERO)
                        .longValue());
    }

    private static BigDecimal stepAt(BigDecimal number, BigDecimal step, RoundingMode mode) {
        return number.divide(step, 0, mode).multiply(step);
    }

    private static @Nullable BigDecimal largest(@Nullable BigDecimal... bounds) {
        BigDecimal largest = null;
        for (BigDecimal bound : bounds) {
            largest = largest == null || bound != null && bound.compareTo(largest) > 0 ? bound : largest;
        }
        return largest;
    }

    private static @Nullable BigDecimal smallest(@Nullable BigDecimal... bounds) {
        BigDecimal smallest = null;
        for (BigDecimal bound : bounds) {
            smallest = smallest == null || bound != null && bound.compareTo(smallest) < 0 ? bound : smallest;
        }
        return smallest;
    }
}
