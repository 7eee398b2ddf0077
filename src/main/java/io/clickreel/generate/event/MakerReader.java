package io.clickreel.generate.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.Schema.Format;
import io.clickreel.contract.schema.Schema.Type;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.generate.shared.RandomStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a contract how each of its values is made. */
final class MakerReader {
    private static final Pattern COUNTED = Pattern.compile("(?<prefix>.*?)(?<number>\\d{1,18})", Pattern.DOTALL);
    private static final int LETTERS = 12;
    private static final int ELEMENTS = 3;

    private final SchemaFile file;
    private final JsonNode contract;
    private final long seed;
    private final Map<String, Integer> places = new HashMap<>();
    private String key = "";

    MakerReader(SchemaFile file, long seed) {
        this.file = file;
        this.seed = seed;
        try {
            this.contract = EventMaker.JSON.readTree(file.text());
        } catch (JsonProcessingException e) {
            throw file.wrong("", "this is not JSON");
        }
    }

    /** How many properties there are. */
    int places() {
        return places.size();
    }

    Maker event(Schema schema) {
        key = Hints.of(file, contract, "").key();
        if (!key.isEmpty() && !schema.objects().properties().containsKey(key)) {
            throw wrong(schema, "/key", "the key is " + key + ", but there is no such property");
        }
        return object(schema, "");
    }

    private Maker object(Schema schema, String within) {
        List<ObjectMaker.Property> properties = new ArrayList<>();
        schema.objects().properties().forEach((name, property) -> {
            Hints hints = Hints.of(file, at(property), property.pointer());
            String path = within.isEmpty() ? name : within + "." + name;
            if (hints.absent() > 0 && schema.objects().required().contains(name)) {
                throw wrong(property, "/absent", path + " is required, so it cannot be absent");
            }
            if (hints.nulls() > 0 && !property.types().contains(Type.NULL)) {
                throw wrong(property, "/null", path + " may not be null by its type");
            }
            int per = -1;
            if (!hints.per().isEmpty()) {
                Integer place = places.get(hints.per());
                if (place == null) {
                    throw wrong(
                            property,
                            "/per",
                            path + " follows " + hints.per()
                                    + ", which is no property above it. Write it as a path, such as"
                                    + " metadata.session_id, and put it first");
                }
                per = place;
            }
            Maker maker = value(property, hints, path);
            places.put(path, places.size());
            properties.add(new ObjectMaker.Property(
                    EventMaker.JSON.getNodeFactory().textNode(name) + ":",
                    maker,
                    places.size() - 1,
                    hints.absent(),
                    hints.nulls(),
                    per,
                    hints.every().toSeconds(),
                    seedOf(property),
                    path.equals(key)));
        });
        return new ObjectMaker(properties);
    }

    private Maker value(Schema schema, Hints hints, String path) {
        List<JsonNode> examples = new ArrayList<>();
        at(schema).path("examples").forEach(examples::add);
        if (schema.values() != null) {
            return choice(schema, hints, schema.values());
        }
        Maker maker = formatted(schema, hints, examples);
        if (maker == null
                && hints.distinct() > 0
                && !examples.isEmpty()
                && examples.get(0).isTextual()) {
            Matcher counted = COUNTED.matcher(examples.get(0).asText());
            if (counted.matches()) {
                String number = counted.group("number");
                return Makers.counted(
                        opened(counted.group("prefix")), Long.parseLong(number), number.length(), hints.distinct());
            }
        }
        if (maker == null && !examples.isEmpty() && hints.distinct() == 0 && !hints.hasRange()) {
            return choice(schema, hints, examples);
        }
        if (!hints.weights().isEmpty()) {
            throw wrong(schema, "/weights", path + " has weights, but neither enum nor examples that they could be of");
        }
        if (maker == null) {
            maker = ofType(schema, hints, path);
        }
        return hints.distinct() > 0 ? Makers.distinct(maker, hints.distinct(), seedOf(schema)) : maker;
    }

    private Maker choice(Schema schema, Hints hints, List<JsonNode> values) {
        double[] upTo = new double[values.size()];
        String[] written = new String[values.size()];
        List<String> names = values.stream().map(JsonNode::asText).toList();
        for (String weighted : hints.weights().keySet()) {
            if (!names.contains(weighted)) {
                throw wrong(schema, "/weights/" + weighted, weighted + " is none of the values " + names);
            }
        }
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += hints.weights().isEmpty() ? 1 : hints.weights().getOrDefault(names.get(i), 0.0);
            upTo[i] = sum;
            written[i] = values.get(i).toString();
        }
        if (sum == 0) {
            throw wrong(schema, "/weights", "all weights are 0, so there is nothing to choose");
        }
        return Makers.choice(written, upTo);
    }

    /** A time, or a string of a format; null if it is neither. */
    private @Nullable Maker formatted(Schema schema, Hints hints, List<JsonNode> examples) {
        Schema.TimeUnit unit = schema.storage().time();
        if (unit != null) {
            Maker number = Makers.timeNumber(unit.decimals(), hints.oldest());
            return type(schema) == Type.STRING ? Makers.quoted(number) : number;
        }
        Format format = hints.format().isEmpty() ? schema.texts().format() : named(schema, hints.format());
        if (format == null) {
            return null;
        }
        return switch (format) {
            case DATE_TIME -> Makers.timeText(spelling(schema, examples), hints.oldest());
            case DATE -> Makers.timeText(DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC), hints.oldest());
            case UUID -> Makers.uuid();
            case IPV4 -> Makers.ipv4();
            case IPV6 -> Makers.ipv6();
        };
    }

    private Format named(Schema schema, String name) {
        for (Format format : Format.values()) {
            if (format.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
                return format;
            }
        }
        throw wrong(schema, "/format", "the format " + name + " is not known; use date-time, date, uuid, ipv4 or ipv6");
    }

    private DateTimeFormatter spelling(Schema schema, List<JsonNode> examples) {
        String example = examples.isEmpty()
                ? "2025-12-27T12:18:51.766Z"
                : examples.get(0).asText();
        DateTimeFormatter spelling = TimeSpelling.like(example);
        if (spelling == null) {
            throw file.wrong(
                    schema.pointer() + "/examples",
                    "times are written like the first example, but that is none: " + example);
        }
        return spelling;
    }

    private Maker ofType(Schema schema, Hints hints, String path) {
        if (!at(schema).has("type")) {
            Schema first = schema.anyOf().isEmpty()
                    ? schema.oneOf().stream().findFirst().orElse(null)
                    : schema.anyOf().get(0);
            if (first != null) {
                return value(first, Hints.of(file, at(first), first.pointer()), path);
            }
        }
        return switch (type(schema)) {
            case OBJECT -> object(schema, path);
            case ARRAY -> array(schema, path);
            case BOOLEAN -> Makers.choice(new String[] {"true", "false"}, new double[] {1, 2});
            case INTEGER -> number(schema, hints, true);
            case NUMBER -> number(schema, hints, false);
            case NULL -> Makers.choice(new String[] {"null"}, new double[] {1});
            case STRING -> {
                int least = schema.texts().minLength();
                yield Makers.letters(
                        Math.min(schema.texts().maxLength(), Math.max(1, least)),
                        Math.min(schema.texts().maxLength(), Math.max(least, LETTERS)));
            }
        };
    }

    private Maker array(Schema schema, String path) {
        Schema.Arrays arrays = schema.arrays();
        Schema items = arrays.items();
        if (items == null) {
            throw file.wrong(
                    schema.pointer(),
                    "nothing says what is in " + path
                            + ", so no events can be made. Add items, or examples of the whole list");
        }
        int least = arrays.minItems();
        return Makers.array(value(items, Hints.of(file, at(items), items.pointer()), path + "[]"), least, (int)
                Math.min(arrays.maxItems(), (long) least + ELEMENTS));
    }

    private Maker number(Schema schema, Hints hints, boolean whole) {
        NumberRange range = NumberRange.of(schema.numbers(), hints, whole);
        if (range.count() <= 0) {
            throw wrong(
                    schema,
                    "",
                    "no number is within what the contract and x-generate allow, in steps of "
                            + range.step().toPlainString());
        }
        return Makers.number(range.first(), range.step(), range.count());
    }

    /** The first type that the contract names and that is not null; of an object or a list if only its inside is told. */
    private Type type(Schema schema) {
        JsonNode said = at(schema).path("type");
        for (JsonNode each : said.isArray() ? said : List.of(said)) {
            if (each.isTextual() && !each.asText().equals("null")) {
                return Type.valueOf(each.asText().toUpperCase(Locale.ROOT));
            }
        }
        if (!said.isMissingNode()) {
            return Type.NULL;
        }
        return !schema.objects().properties().isEmpty()
                ? Type.OBJECT
                : schema.arrays().items() != null ? Type.ARRAY : Type.STRING;
    }

    private JsonNode at(Schema schema) {
        return contract.at(schema.pointer());
    }

    private long seedOf(Schema schema) {
        return RandomStream.mix(seed ^ RandomStream.mix(schema.pointer().hashCode()));
    }

    private static String opened(String text) {
        String quoted = EventMaker.JSON.getNodeFactory().textNode(text).toString();
        return quoted.substring(0, quoted.length() - 1);
    }

    private RuntimeException wrong(Schema schema, String at, String what) {
        return file.wrong(schema.pointer() + "/x-generate" + at, what);
    }
}
