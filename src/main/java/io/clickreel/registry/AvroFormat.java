package io.clickreel.registry;

import static org.apache.avro.Schema.Type.NULL;

import com.fasterxml.jackson.core.JsonGenerator;
import io.clickreel.contract.ContractLimits;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.json.Excerpt;
import java.io.IOException;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Values of an Avro schema. They are written as JSON while they are read and are never held as objects: a few bytes can say
 * that millions of empty records follow.
 */
final class AvroFormat implements ValueFormat {
    private final Schema schema;

    private AvroFormat(Schema schema) {
        this.schema = schema;
    }

    /** @throws RuntimeException if it is no Avro schema */
    static AvroFormat of(RegisteredSchema registered) {
        Schema.Parser parser = new Schema.Parser();
        registered.references().values().forEach(parser::parse);
        return new AvroFormat(parser.parse(registered.text()));
    }

    @Override
    public String describe() {
        return "Avro, " + Excerpt.of(schema.getFullName());
    }

    @Override
    public void write(byte[] bytes, int from, int length, JsonGenerator json) throws IOException, UnreadableException {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, from, length, null);
        new Reading(decoder, json).value(schema, 0);
        if (!decoder.isEnd()) {
            throw UnreadableException.encoding("is followed by more bytes");
        }
    }

    private record Reading(BinaryDecoder decoder, JsonGenerator json) {
        void value(Schema schema, int depth) throws IOException, UnreadableException {
            if (depth > ContractLimits.MAX_NESTING) {
                throw new UnreadableException(
                        Reason.TOO_LARGE, "is nested deeper than " + ContractLimits.MAX_NESTING + ". Send it flatter");
            }
            switch (schema.getType()) {
                case RECORD -> object(schema, depth);
                case MAP -> map(schema.getValueType(), depth);
                case ARRAY -> array(schema.getElementType(), depth);
                case UNION -> value(one(schema.getTypes(), decoder.readIndex(), "type"), depth + 1);
                case ENUM -> json.writeString(one(schema.getEnumSymbols(), decoder.readEnum(), "word"));
                case BOOLEAN -> json.writeBoolean(decoder.readBoolean());
                case FLOAT -> number(decoder.readFloat());
                case DOUBLE -> number(decoder.readDouble());
                case NULL -> json.writeNull();
                case STRING -> json.writeString(AvroText.of(decoder.readString(new Utf8())));
                case INT -> whole(schema.getLogicalType(), decoder.readInt());
                case LONG -> whole(schema.getLogicalType(), decoder.readLong());
                case BYTES -> AvroLogical.bytes(schema.getLogicalType(), bytes(), json);
                case FIXED -> AvroLogical.bytes(schema.getLogicalType(), fixed(schema.getFixedSize()), json);
            }
        }

        private void object(Schema schema, int depth) throws IOException, UnreadableException {
            json.writeStartObject();
            for (Field field : schema.getFields()) {
                json.writeFieldName(field.name());
                try {
                    value(field.schema(), depth + 1);
                } catch (UnreadableException e) {
                    throw e.in(field.name());
                }
            }
            json.writeEndObject();
        }

        private void map(Schema values, int depth) throws IOException, UnreadableException {
            json.writeStartObject();
            for (long left = decoder.readMapStart(); left > 0; left = decoder.mapNext()) {
                for (long i = 0; i < left; i++) {
                    String key = AvroText.of(decoder.readString(new Utf8()));
                    json.writeFieldName(key);
                    try {
                        value(values, depth + 1);
                    } catch (UnreadableException e) {
                        throw e.in(key);
                    }
                }
            }
            json.writeEndObject();
        }

        private void array(Schema elements, int depth) throws IOException, UnreadableException {
            json.writeStartArray();
            for (long left = decoder.readArrayStart(); left > 0; left = decoder.arrayNext()) {
                for (long i = 0; i < left; i++) {
                    value(elements, depth + 1);
                }
            }
            json.writeEndArray();
        }

        private static <T> T one(List<T> all, int index, String what) throws UnreadableException {
            if (index < 0 || index >= all.size()) {
                throw UnreadableException.encoding(
                        "names " + what + " " + index + " of " + all.size() + ", counted from 0");
            }
            return all.get(index);
        }

        private void number(float value) throws IOException, UnreadableException {
            if (!Float.isFinite(value)) {
                throw UnreadableException.notANumber(value);
            }
            json.writeNumber(value);
        }

        private void number(double value) throws IOException, UnreadableException {
            if (!Double.isFinite(value)) {
                throw UnreadableException.notANumber(value);
            }
            json.writeNumber(value);
        }

        private void whole(LogicalType type, long value) throws IOException {
            String text = type == null ? null : AvroLogical.time(type.getName(), value);
            if (text == null) {
                json.writeNumber(value);
            } else {
                json.writeString(text);
            }
        }

        private byte[] bytes() throws IOException {
            // Read as a text, whose length the decoder compares with what is there before it makes room.
            Utf8 raw = decoder.readString(new Utf8());
            byte[] bytes = new byte[raw.getByteLength()];
            System.arraycopy(raw.getBytes(), 0, bytes, 0, bytes.length);
            return bytes;
        }

        private byte[] fixed(int size) throws IOException, UnreadableException {
            if (size > decoder.remainingBytes()) {
                throw UnreadableException.encoding("ends before it is complete");
            }
            byte[] bytes = new byte[size];
            decoder.readFixed(bytes);
            return bytes;
        }
    }
}
