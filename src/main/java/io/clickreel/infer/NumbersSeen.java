package io.clickreel.infer;

import io.clickreel.contract.schema.Schema.TimeUnit;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The numbers that a sample had at one place. */
final class NumbersSeen {
    /** 2000-01-01 and 2100-01-01, in seconds since 1970: times of events are between them, and few other numbers are. */
    private static final BigDecimal FIRST_SECOND = BigDecimal.valueOf(946_684_800L);

    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(4_102_444_800L);
    /** A number with more digits than any column holds is not computed with. */
    private static final int MOST_DIGITS = 400;

    private final int[] inUnit = new int[TimeUnit.values().length];
    private int wholes;
    private int fractions;
    private int zeros;
    private BigDecimal least = BigDecimal.ZERO;
    private BigDecimal most = BigDecimal.ZERO;
    private int decimals;
    private int firstScale = -1;
    private boolean sameScale = true;
    private boolean trailingZero;
    private boolean floats = true;
    private boolean beyondAll;

    /** @param number with the decimals that it was written with */
    void add(BigDecimal number, boolean writtenAsWhole) {
        int before = count();
        if (writtenAsWhole) {
            wholes++;
        } else {
            fractions++;
        }
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            beyondAll = true;
            return;
        }
        least = before == 0 ? number : least.min(number);
        most = before == 0 ? number : most.max(number);
        if (number.signum() == 0) {
            zeros++;
        }
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        decimals = Math.max(decimals, stripped.scale());
        if (!writtenAsWhole) {
            sameScale &= firstScale < 0 || firstScale == number.scale();
            firstScale = number.scale();
            trailingZero |= stripped.scale() < number.scale();
        }
        double read = number.doubleValue();
        floats &= !Double.isInfinite(read) && new BigDecimal(Double.toString(read)).compareTo(number) == 0;
        for (TimeUnit unit : TimeUnit.values()) {
            BigDecimal seconds = number.scaleByPowerOfTen(-unit.decimals());
            if (seconds.compareTo(FIRST_SECOND) >= 0 && seconds.compareTo(LAST_SECOND) <= 0) {
                inUnit[unit.ordinal()]++;
            }
        }
    }

    int count() {
        return wholes + fractions;
    }

    boolean areWhole() {
        return fractions == 0;
    }

    /** Whether one has more digits than any type of number keeps. */
    boolean areBeyondAll() {
        return beyondAll;
    }

    boolean areTheSame() {
        return !beyondAll && least.compareTo(most) == 0;
    }

    BigInteger least() {
        return least.toBigInteger();
    }

    BigInteger most() {
        return most.toBigInteger();
    }

    /** Whether a Float64 keeps each of them as it was written. */
    boolean areFloats() {
        return floats;
    }

    /**
     * Whether they are written with a fixed number of decimals, zeros at the end included, as programs write money that
     * they do not compute with floats.
     */
    boolean haveFixedDecimals() {
        return fractions > 0 && sameScale && trailingZero && firstScale >= 2;
    }

    int decimals() {
        return decimals;
    }

    /** The digits before the point. */
    int digits() {
        BigInteger largest = least().abs().max(most().abs());
        return largest.signum() == 0 ? 0 : largest.toString().length();
    }

    /** The unit in which all of them are times of these years; 0 counts as "never". Null if there is none. */
    @Nullable
    TimeUnit unit() {
        for (TimeUnit unit : TimeUnit.values()) {
            if (inUnit[unit.ordinal()] > 0 && inUnit[unit.ordinal()] + zeros == count()) {
                return unit;
            }
        }
        return null;
    }

    String range() {
        return least.toPlainString() + " to " + most.toPlainString();
    }
}
