package io.clickreel.contract;

import static io.clickreel.contract.OneColumn.bits;
import static io.clickreel.contract.OneColumn.littleEndian;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.column.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored of a number at the limits of its column and beyond, however it is read. */
class NumberLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"})
    void aWholeNumberIsStoredUpToTheLimitsOfItsColumn(String text) {
        ColumnType type = ColumnType.parse(text);
        OneColumn column = new OneColumn(text, "\"type\":[\"integer\",\"string\"]");
        for (BigInteger fits : List.of(
                type.smallest(),
                type.smallest().add(BigInteger.ONE),
                BigInteger.ZERO,
                BigInteger.ONE,
                type.largest().subtract(BigInteger.ONE),
                type.largest())) {
            String stored = littleEndian(fits, type.bytes());
            assertThat(column.stored(fits.toString())).isEqualTo(stored);
            assertThat(column.stored('"' + fits.toString() + '"')).isEqualTo(stored);
            assertThat(column.stored(fits + ".0")).isEqualTo(stored);
            assertThat(column.stored(fits.signum() == 0 ? "0e-1" : fits + "0e-1"))
                    .isEqualTo(stored);
        }
        for (BigInteger beyond : List.of(
                type.smallest().subtract(BigInteger.ONE),
                type.largest().add(BigInteger.ONE),
                type.largest().multiply(BigInteger.TEN.pow(30)),
                BigInteger.ONE.shiftLeft(8 * type.bytes()),
                BigInteger.ONE.shiftLeft(64).negate())) {
            assertThat(column.reason(beyond.toString())).as(beyond.toString()).isEqualTo(Reason.OUT_OF_RANGE);
            assertThat(column.reason('"' + beyond.toString() + '"')).isEqualTo(Reason.OUT_OF_RANGE);
            assertThat(column.reason(beyond + ".0")).isEqualTo(Reason.OUT_OF_RANGE);
        }
        assertThat(column.detail(type.largest().add(BigInteger.ONE).toString()))
                .startsWith("v is the number " + type.largest().add(BigInteger.ONE) + " but must be ")
                .contains("which fits into " + text + " (" + type.smallest() + " to " + type.largest() + ")");
        assertThat(column.reason("1.5")).isEqualTo(Reason.WRONG_TYPE);
        assertThat(column.reason("\"1.5\"")).isEqualTo(Reason.BAD_FORMAT);
        for (String none :
                List.of("\"\"", "\" 1\"", "\"1 \"", "\"+1\"", "\"01\"", "\"0x1\"", "\"1_0\"", "\"NaN\"", "\"١\"")) {
            assertThat(column.reason(none)).as(none).isEqualTo(Reason.BAD_FORMAT);
        }
    }

    @ParameterizedTest
    @CsvSource({"9, 2", "9, 0", "9, 9", "18, 4", "18, 18", "19, 3", "38, 10", "38, 38", "39, 1", "76, 40"})
    void aDecimalIsStoredUpToTheLimitsOfItsColumn(int digits, int scale) {
        String text = "Decimal(" + digits + ", " + scale + ")";
        ColumnType type = ColumnType.parse(text);
        OneColumn column = new OneColumn(text, "\"type\":[\"number\",\"string\"]");
        BigDecimal step = BigDecimal.ONE.movePointLeft(scale);
        for (BigDecimal fits : List.of(
                type.largestDecimal(),
                step,
                BigDecimal.ZERO,
                type.largestDecimal().subtract(step))) {
            for (BigDecimal signed : List.of(fits, fits.negate())) {
                String stored = littleEndian(signed.setScale(scale).unscaledValue(), type.bytes());
                assertThat(column.stored(signed.toPlainString())).isEqualTo(stored);
                assertThat(column.stored('"' + signed.toPlainString() + '"')).isEqualTo(stored);
                assertThat(column.stored(signed.unscaledValue() + "e" + -signed.scale()))
                        .isEqualTo(stored);
            }
        }
        for (BigDecimal beyond :
                List.of(type.largestDecimal().add(step), step.movePointLeft(1), new BigDecimal("1e80"))) {
            assertThat(column.reason(beyond.toPlainString()))
                    .as(beyond.toString())
                    .isEqualTo(Reason.OUT_OF_RANGE);
            assertThat(column.reason(beyond.negate().toPlainString())).isEqualTo(Reason.OUT_OF_RANGE);
        }
    }

    @Test
    void aFloatIsTheNearestOneToWhatIsWritten() {
        Random random = new Random(9);
        OneColumn doubles = new OneColumn("Float64", "\"type\":\"number\"");
        OneColumn floats = new OneColumn("Float32", "\"type\":\"number\"");
        for (int i = 0; i < 2_000; i++) {
            BigDecimal number =
                    new BigDecimal(BigInteger.valueOf(random.nextLong() >> random.nextInt(60)), random.nextInt(20));
            String text = random.nextInt(4) == 0 ? number.toString() : number.toPlainString();
            assertThat(doubles.stored(text)).as(text).isEqualTo(bits(Double.parseDouble(text)));
            assertThat(floats.stored(text)).as(text).isEqualTo(bits(Float.parseFloat(text)));
        }
        assertThat(doubles.stored("1.7976931348623157e308")).isEqualTo(bits(Double.MAX_VALUE));
        assertThat(doubles.stored("4.9e-324")).isEqualTo(bits(Double.MIN_VALUE));
        assertThat(doubles.stored("1e-400")).isEqualTo(bits(0.0));
        assertThat(doubles.reason("1.8e308")).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(floats.stored("3.4028235e38")).isEqualTo(bits(Float.MAX_VALUE));
        assertThat(floats.reason("3.5e38")).isEqualTo(Reason.OUT_OF_RANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.0", "-0", "-0.000", "-0e0"})
    void aZeroIsTheSameHoweverItIsRead(String zero) {
        assertThat(new OneColumn("Float64", "\"type\":\"number\"").stored(zero)).isIn(bits(0.0), bits(-0.0));
        assertThat(new OneColumn("Float32", "\"type\":\"number\"").stored(zero)).isIn(bits(0.0f), bits(-0.0f));
    }

    /** Rounded to a double first, such a number is half-way between two floats, and goes to the wrong one. */
    @Test
    void aFloatIsNotRoundedTwice() {
        OneColumn floats = new OneColumn("Float32", "\"type\":\"number\"");
        Random random = new Random(1);
        int found = 0;
        while (found < 50) {
            float low = 1 + random.nextFloat();
            BigDecimal middle =
                    new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
            String text = middle.setScale(14, RoundingMode.HALF_EVEN).toPlainString();
            if ((float) Double.parseDouble(text) != Float.parseFloat(text)) {
                found++;
                assertThat(floats.stored(text)).as(text).isEqualTo(bits(Float.parseFloat(text)));
            }
        }
    }
}
