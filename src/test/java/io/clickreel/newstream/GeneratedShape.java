package io.clickreel.newstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A shape of events drawn by lot: up to 60 fields, up to four levels, all types, at their limits too; and events of it. */
final class GeneratedShape {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEEPEST = 4;
    private static final int LONGEST_SPAN_SECONDS = 2_000_000_000;

    private final Random random;
    /** Of a quarter of the shapes the times are decades apart, which makes a part of the table for each; of the others days. */
    private final int spanSeconds;

    private final long firstSecond;
    private final List<Field> fields;
    private int count;

    private record Field(String name, Kind kind, double lacks, double isNull, List<Field> inside) {}

    private enum Kind {
        UUID,
        ISO,
        DATE,
        SECONDS,
        MILLIS,
        MICROS,
        NANOS,
        UNSIGNED,
        SIGNED,
        HUGE,
        FLOAT,
        FIXED,
        BOOL,
        WORD,
        TEXT,
        IP4,
        IP6,
        NUMBERS,
        TEXTS,
        TIMES,
        HOLES,
        TABLE,
        MAP,
        OBJECTS,
        EMPTY,
        MIXED,
        QUOTED,
        OBJECT
    }

    GeneratedShape(long seed) {
        this.random = new Random(seed);
        this.spanSeconds = seed % 4 == 0 ? LONGEST_SPAN_SECONDS : 30 * 24 * 3600;
        this.firstSecond = 1_000_000_000L + random.nextInt(LONGEST_SPAN_SECONDS - spanSeconds + 1);
        this.fields = object(1, 1 + random.nextInt(60));
    }

    ObjectNode event() {
        return event(fields);
    }

    private List<Field> object(int depth, int most) {
        List<Field> found = new ArrayList<>();
        Kind[] kinds = Kind.values();
        for (int i = 0; i < most && count < 60; i++) {
            Kind kind = kinds[random.nextInt(kinds.length)];
            boolean nested = kind == Kind.OBJECT && depth < DEEPEST;
            if (kind == Kind.OBJECT && !nested) {
                continue;
            }
            count++;
            found.add(new Field(
                    name(kind) + (random.nextInt(12) == 0 ? "" : "_") + count,
                    kind,
                    random.nextInt(3) == 0 ? random.nextDouble() / 2 : 0,
                    random.nextInt(4) == 0 ? random.nextDouble() / 2 : 0,
                    nested ? object(depth + 1, 1 + random.nextInt(6)) : List.of()));
        }
        return found;
    }

    private String name(Kind kind) {
        return switch (kind) {
            case SECONDS, MILLIS, MICROS, NANOS ->
                pick("created_at", "timestamp", "t", "number", "sentAt", "event-time");
            default ->
                pick(
                        "a",
                        "userId",
                        "price",
                        "_hidden",
                        "x-y",
                        "Größe",
                        "日本",
                        "order",
                        "quite a long name",
                        "end",
                        "9lives",
                        "");
        };
    }

    private ObjectNode event(List<Field> of) {
        ObjectNode event = NODES.objectNode();
        for (Field field : of) {
            if (random.nextDouble() >= field.lacks()) {
                event.set(
                        field.name(),
                        random.nextDouble() < field.isNull()
                                ? NODES.nullNode()
                                : field.kind() == Kind.OBJECT ? event(field.inside()) : value(field.kind()));
            }
        }
        return event;
    }

    private JsonNode value(Kind kind) {
        return switch (kind) {
            case UUID -> NODES.textNode(new UUID(random.nextLong(), random.nextLong()).toString());
            case ISO -> NODES.textNode(iso());
            case DATE ->
                NODES.textNode(LocalDateTime.ofInstant(moment(), ZoneOffset.UTC)
                        .toLocalDate()
                        .toString());
            case SECONDS -> NODES.numberNode(moment().getEpochSecond());
            case MILLIS -> NODES.numberNode(moment().toEpochMilli());
            case MICROS -> NODES.numberNode(moment().getEpochSecond() * 1_000_000 + random.nextInt(1_000_000));
            case NANOS -> NODES.numberNode(moment().getEpochSecond() * 1_000_000_000 + random.nextInt(1_000_000_000));
            case UNSIGNED -> NODES.numberNode(new BigInteger(random.nextInt(65), random));
            case SIGNED ->
                NODES.numberNode(random.nextInt(8) == 0 ? Long.MIN_VALUE : random.nextLong() >> random.nextInt(64));
            case HUGE -> NODES.numberNode(new BigInteger(100, random));
            case FLOAT ->
                NODES.numberNode(BigDecimal.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15)));
            case FIXED -> NODES.numberNode(BigDecimal.valueOf(random.nextInt(1_000_000), 2));
            case BOOL -> NODES.booleanNode(random.nextBoolean());
            case WORD -> NODES.textNode(pick("web", "mobile", "tablet"));
            case TEXT ->
                NODES.textNode(pick("", "ü", "a\nb", "\"q\"", "\\", "😀", "x".repeat(300), "7 up", "'; --", "{}"));
            case IP4 -> NODES.textNode("192.0." + random.nextInt(256) + "." + random.nextInt(256));
            case IP6 -> NODES.textNode("2001:db8::" + Integer.toHexString(1 + random.nextInt(65_000)));
            case NUMBERS -> array(() -> NODES.numberNode(random.nextInt()));
            case TEXTS -> array(() -> NODES.textNode(pick("a", "b", "")));
            case TIMES -> array(() -> NODES.textNode(iso()));
            case HOLES -> array(() -> random.nextBoolean() ? NODES.nullNode() : NODES.numberNode(random.nextInt(9)));
            case TABLE -> array(() -> array(() -> NODES.numberNode(random.nextInt(1_000))));
            case MAP -> {
                ObjectNode map = NODES.objectNode();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    map.put("k" + random.nextInt(200), random.nextInt(100_000));
                }
                yield map;
            }
            case OBJECTS ->
                array(() -> NODES.objectNode().put("a", random.nextInt(9)).put("b", "x"));
            case EMPTY -> NODES.arrayNode();
            case MIXED ->
                random.nextBoolean()
                        ? NODES.numberNode(random.nextInt(9))
                        : NODES.objectNode().put("m", true);
            case QUOTED ->
                random.nextBoolean() ? NODES.numberNode(random.nextInt(99)) : NODES.textNode("" + random.nextInt(99));
            case OBJECT -> throw new IllegalStateException();
        };
    }

    private interface Element {
        JsonNode next();
    }

    private ArrayNode array(Element element) {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(element.next());
        }
        return array;
    }

    private Instant moment() {
        return Instant.ofEpochSecond(firstSecond + random.nextInt(spanSeconds), random.nextInt(1_000) * 1_000_000L);
    }

    private String iso() {
        String time = DateTimeFormatter.ofPattern(
                        "yyyy-MM-dd" + pick("' '", "'T'") + "HH:mm:ss" + pick("", ".SSS", ".SSSSSS"))
                .format(LocalDateTime.ofInstant(moment(), ZoneOffset.UTC));
        return time + pick("", "Z", "z", "+02:00", "-0530", "+14");
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
