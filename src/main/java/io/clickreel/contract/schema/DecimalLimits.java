package io.clickreel.contract.schema;

/** How large the numbers are that are computed with. */
public final class DecimalLimits {
    /** More zeros than a Float64 knows; a number beyond them is out of every range. */
    public static final int MOST_SCALE = 1_100;

    private DecimalLimits() {}
}
