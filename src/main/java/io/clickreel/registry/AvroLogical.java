package io.clickreel.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import io.clickreel.contract.ContractLimits;
import io.clickreel.contract.ContractViolation.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Avro's logical types as JSON: times as ISO-8601, decimals as numbers, other bytes as Base64. */
final class AvroLogical {
    private static final int UUID_BYTES = 16;
    /** More bytes have more decimal digits than a number may have. */
    private static final int MOST_DECIMAL_BYTES = ContractLimits.MAX_NUMBER_DIGITS / 2;

    private AvroLogical() {}

    /** A time as text; null if the type is none of a time. */
    static @Nullable String time(String type, long value) {
        return switch (type) {
            case "timestamp-millis" -> instant(value, ChronoUnit.MILLIS);
            case "timestamp-micros" -> instant(value, ChronoUnit.MICROS);
            case "timestamp-nanos" -> instant(value, ChronoUnit.NANOS);
            case "local-timestamp-millis" -> local(instant(value, ChronoUnit.MILLIS));
            case "local-timestamp-micros" -> local(instant(value, ChronoUnit.MICROS));
            case "local-timestamp-nanos" -> local(instant(value, ChronoUnit.NANOS));
            case "date" -> LocalDate.ofEpochDay(value).toString();
            case "time-millis" -> ofDay(value, 1_000_000);
            case "time-micros" -> ofDay(value, 1_000);
            default -> null;
        };
    }

    private static String instant(long value, ChronoUnit unit) {
        return Instant.EPOCH.plus(value, unit).toString();
    }

    private static String local(String instant) {
        return instant.substring(0, instant.length() - 1);
    }

    /** @throws java.time.DateTimeException if a day has no such time */
    private static String ofDay(long value, long nanos) {
        // Beyond a day the product would overflow.
        LocalTime time = LocalTime.ofNanoOfDay(value < 0 || value > Long.MAX_VALUE / nanos ? -1 : value * nanos);
        // LocalTime itself leaves out seconds that are zero.
        return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }

    /** Writes bytes as what their logical type says, or as Base64. */
    static void bytes(@Nullable LogicalType type, byte[] bytes, JsonGenerator json)
            throws IOException, UnreadableException {
        String name = type == null ? "" : type.getName();
        if (type instanceof LogicalTypes.Decimal decimal) {
            json.writeNumber(decimal(bytes, decimal.getScale()));
        } else if (name.equals("big-decimal")) {
            BinaryDecoder parts = DecoderFactory.get().binaryDecoder(bytes, null);
            ByteBuffer digits = parts.readBytes(null);
            byte[] unscaled = new byte[digits.remaining()];
            digits.get(unscaled);
            json.writeNumber(decimal(unscaled, parts.readInt()));
        } else if (name.equals("uuid") && bytes.length == UUID_BYTES) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            json.writeString(new UUID(halves.getLong(), halves.getLong()).toString());
        } else {
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static String decimal(byte[] unscaled, int scale) throws UnreadableException {
        if (unscaled.length == 0) {
            throw UnreadableException.encoding("is a decimal without digits");
        }
        if (unscaled.length > MOST_DECIMAL_BYTES || Math.abs((long) scale) > ContractLimits.MAX_NUMBER_DIGITS) {
            throw tooLong();
        }
        String text = new BigDecimal(new BigInteger(unscaled), scale).toPlainString();
        if (text.length() > ContractLimits.MAX_NUMBER_DIGITS) {
            throw tooLong();
        }
        return text;
    }

    private static UnreadableException tooLong() {
        return new UnreadableException(
                Reason.OUT_OF_RANGE,
                "is a decimal of more than " + ContractLimits.MAX_NUMBER_DIGITS + " digits. Send a shorter one");
    }
}
