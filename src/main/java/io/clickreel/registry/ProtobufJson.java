package io.clickreel.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.clickreel.contract.ContractViolation.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of Protobuf as JSON, under the names that the .proto file has. A field that can be absent and is, is left out; one
 * that cannot has its default.
 */
final class ProtobufJson {
    /** From the year 1 to 9999, as Protobuf says. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int LAST_NANO = 999_999_999;

    private final JsonGenerator json;

    ProtobufJson(JsonGenerator json) {
        this.json = json;
    }

    void message(Message message) throws IOException, UnreadableException {
        switch (message.getDescriptorForType().getFullName()) {
            case "google.protobuf.Timestamp" -> json.writeString(timestamp(message));
            case "google.protobuf.Duration" -> json.writeNumber(seconds(message));
            case "google.protobuf.Struct" -> value(message, field(message, 1));
            case "google.protobuf.ListValue" -> value(message, field(message, 1));
            case "google.protobuf.Value" -> anyValue(message);
            case "google.protobuf.DoubleValue",
                    "google.protobuf.FloatValue",
                    "google.protobuf.Int64Value",
                    "google.protobuf.UInt64Value",
                    "google.protobuf.Int32Value",
                    "google.protobuf.UInt32Value",
                    "google.protobuf.BoolValue",
                    "google.protobuf.StringValue",
                    "google.protobuf.BytesValue" -> value(message, field(message, 1));
            default -> object(message);
        }
    }

    private void object(Message message) throws IOException, UnreadableException {
        json.writeStartObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (!field.hasPresence() || message.hasField(field)) {
                json.writeFieldName(field.getName());
                try {
                    value(message, field);
                } catch (UnreadableException e) {
                    throw e.in(field.getName());
                }
            }
        }
        json.writeEndObject();
    }

    /** What is in it, of any type; a message without anything is null. */
    private void anyValue(Message message) throws IOException, UnreadableException {
        FieldDescriptor set = null;
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            set = message.hasField(field) ? field : set;
        }
        if (set == null || set.getType() == FieldDescriptor.Type.ENUM) {
            json.writeNull();
        } else {
            value(message, set);
        }
    }

    private void value(Message message, FieldDescriptor field) throws IOException, UnreadableException {
        Object value = message.getField(field);
        if (field.isMapField()) {
            map((List<?>) value);
        } else if (field.isRepeated()) {
            json.writeStartArray();
            for (Object each : (List<?>) value) {
                single(field, each);
            }
            json.writeEndArray();
        } else {
            single(field, value);
        }
    }

    private void map(List<?> entries) throws IOException, UnreadableException {
        // On the wire a key may come again, and the last one counts.
        Map<String, Message> lastOfKey = new LinkedHashMap<>();
        for (Object each : entries) {
            Message entry = (Message) each;
            FieldDescriptor key = field(entry, 1);
            Object value = entry.getField(key);
            String number = number(key.getType(), value);
            lastOfKey.put(number == null ? value.toString() : number, entry);
        }
        json.writeStartObject();
        for (Map.Entry<String, Message> each : lastOfKey.entrySet()) {
            json.writeFieldName(each.getKey());
            try {
                value(each.getValue(), field(each.getValue(), 2));
            } catch (UnreadableException e) {
                throw e.in(each.getKey());
            }
        }
        json.writeEndObject();
    }

    private void single(FieldDescriptor field, Object value) throws IOException, UnreadableException {
        String number = number(field.getType(), value);
        if (number != null) {
            json.writeNumber(number);
        } else if (value instanceof Message message) {
            message(message);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof ByteString bytes) {
            json.writeString(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        } else if (value instanceof EnumValueDescriptor word) {
            enumWord(word);
        } else {
            json.writeString((String) value);
        }
    }

    private void enumWord(EnumValueDescriptor word) throws IOException {
        if (word.getIndex() < 0) {
            json.writeNumber(word.getNumber()); // One that the schema does not know.
        } else {
            json.writeString(word.getName());
        }
    }

    /** A number as it stands in JSON; null if the value is none. */
    private static @Nullable String number(FieldDescriptor.Type type, Object value) throws UnreadableException {
        return switch (type) {
            case DOUBLE, FLOAT -> {
                double number = ((Number) value).doubleValue();
                if (!Double.isFinite(number)) {
                    throw UnreadableException.notANumber(number);
                }
                yield value.toString();
            }
            case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
            case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
            case INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64 -> value.toString();
            default -> null;
        };
    }

    private static String timestamp(Message message) throws UnreadableException {
        long seconds = (Long) message.getField(field(message, 1));
        int nanos = (Integer) message.getField(field(message, 2));
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND || nanos < 0 || nanos > LAST_NANO) {
            throw new UnreadableException(
                    Reason.OUT_OF_RANGE,
                    "is a time of " + seconds + " seconds and " + nanos
                            + " nanoseconds, but Protobuf's are from year 1 to 9999, with 0 to 999999999 nanoseconds."
                            + " Send such a time");
        }
        return Instant.ofEpochSecond(seconds, nanos).toString();
    }

    private static String seconds(Message message) {
        long seconds = (Long) message.getField(field(message, 1));
        int nanos = (Integer) message.getField(field(message, 2));
        BigDecimal sum = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
        return sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
    }

    private static FieldDescriptor field(Message message, int number) {
        return message.getDescriptorForType().findFieldByNumber(number);
    }
}
