package io.clickreel.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** Random schemas of Avro, random values of them, and the values as Jackson sees them. */
final class AvroSamples {
    static final Schema EVERYTHING = new Schema.Parser().parse("""
            {"type":"record","name":"Everything","namespace":"com.example","fields":[
            {"name":"flag","type":"boolean"},{"name":"small","type":"int"},{"name":"large","type":"long"},
            {"name":"ratio","type":"float"},{"name":"share","type":"double"},{"name":"raw","type":"bytes"},
            {"name":"text","type":["null","string","long"]},{"name":"texts","type":{"type":"array","items":"string"}},
            {"name":"counts","type":{"type":"map","values":"int"}},
            {"name":"four","type":{"type":"fixed","name":"Four","size":4}},
            {"name":"word","type":{"type":"enum","name":"Word","symbols":["A","B","C"]}}]}""");

    private static final Type[] PLAIN = {
        Type.BOOLEAN, Type.INT, Type.LONG, Type.FLOAT, Type.DOUBLE, Type.STRING, Type.BYTES, Type.NULL
    };
    private static final int MOST_DEPTH = 4;

    private final Random random;
    private int names;

    AvroSamples(Random random) {
        this.random = random;
    }

    static Object everything() {
        return new GenericRecordBuilder(EVERYTHING)
                .set("flag", true)
                .set("small", -5)
                .set("large", Long.MIN_VALUE)
                .set("ratio", 0.1f)
                .set("share", 1e300)
                .set("raw", ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .set("text", "hello")
                .set("texts", List.of("a", "b"))
                .set("counts", Map.of("k", 7))
                .set("four", new GenericData.Fixed(EVERYTHING.getField("four").schema(), new byte[] {1, 2, 3, 4}))
                .set(
                        "word",
                        new GenericData.EnumSymbol(EVERYTHING.getField("word").schema(), "C"))
                .build();
    }

    /** A record, since an event is one. */
    Schema schema() {
        return object(0);
    }

    private Schema any(int depth) {
        if (depth >= MOST_DEPTH) {
            return Schema.create(PLAIN[random.nextInt(PLAIN.length)]);
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> object(depth);
            case 2 -> Schema.createArray(any(depth + 1));
            case 3 -> Schema.createMap(any(depth + 1));
            case 4 -> Schema.createEnum(name(), "", "", List.of("RED", "GREEN", "BLUE"));
            case 5 -> Schema.createFixed(name(), "", "", random.nextInt(9));
            case 6, 7 -> Schema.createUnion(Schema.create(Type.NULL), notNull(depth + 1));
            case 8 ->
                Schema.createUnion(Schema.create(Type.INT), Schema.create(Type.STRING), Schema.create(Type.BOOLEAN));
            default -> Schema.create(PLAIN[random.nextInt(PLAIN.length)]);
        };
    }

    private Schema notNull(int depth) {
        Schema found = any(depth);
        return found.getType() == Type.NULL || found.getType() == Type.UNION ? Schema.create(Type.LONG) : found;
    }

    private Schema object(int depth) {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            fields.add(new Field("f" + i, any(depth + 1)));
        }
        return Schema.createRecord(name(), "", "com.example", false, fields);
    }

    private String name() {
        return "N" + names++;
    }

    Object value(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> finite(Float.intBitsToFloat(random.nextInt()));
            case DOUBLE -> finite(Double.longBitsToDouble(random.nextLong()));
            case STRING -> text();
            case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(20)));
            case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
            case ENUM ->
                new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(random.nextInt(3)));
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(schema.getElementType()));
                }
                yield items;
            }
            case MAP -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(text(), value(schema.getValueType()));
                }
                yield entries;
            }
            case RECORD -> {
                GenericRecord made = new GenericData.Record(schema);
                schema.getFields().forEach(field -> made.put(field.pos(), value(field.schema())));
                yield made;
            }
        };
    }

    private static float finite(float value) {
        return Float.isFinite(value) ? value : 0.1f;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : -0.1;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return random.ints(random.nextInt(9), 0, 0x11000)
                .map(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE ? 0x1F600 : code)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What Jackson makes of the same objects. */
    static JsonNode tree(Schema schema, Object value) {
        return switch (schema.getType()) {
            case RECORD -> {
                ObjectNode node = ReadValues.JSON.createObjectNode();
                GenericRecord whole = (GenericRecord) value;
                schema.getFields()
                        .forEach(field -> node.set(field.name(), tree(field.schema(), whole.get(field.pos()))));
                yield node;
            }
            case MAP -> {
                ObjectNode node = ReadValues.JSON.createObjectNode();
                ((Map<?, ?>) value).forEach((key, each) -> node.set((String) key, tree(schema.getValueType(), each)));
                yield node;
            }
            case ARRAY -> {
                ArrayNode node = ReadValues.JSON.createArrayNode();
                ((List<?>) value).forEach(each -> node.add(tree(schema.getElementType(), each)));
                yield node;
            }
            case UNION -> tree(schema.getTypes().get(GenericData.get().resolveUnion(schema, value)), value);
            case BYTES -> written(Base64.getEncoder().encodeToString(((ByteBuffer) value).array()));
            case FIXED -> written(Base64.getEncoder().encodeToString(((GenericData.Fixed) value).bytes()));
            case ENUM -> written(value.toString());
            default -> written(value);
        };
    }

    private static JsonNode written(Object value) {
        try {
            return ReadValues.JSON.readTree(ReadValues.JSON.writeValueAsString(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
