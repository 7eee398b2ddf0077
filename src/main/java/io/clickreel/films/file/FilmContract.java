package io.clickreel.films.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.StartupException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * {@code contracts/dim_film.schema.json}, the one place that says what a film's values may be.
 *
 * <p>It is read into a plan rather than given to a validator: that checks a row ten times as fast, and the messages are
 * ours. A keyword that the plan does not enforce is refused, so that nothing in the contract is ignored.
 */
public final class FilmContract {
    private static final Set<String> SAYS_NOTHING_OF_VALUES =
            Set.of("$schema", "$id", "$comment", "title", "description", "examples");
    private static final Set<String> OF_THE_ROW = Set.of("type", "required", "additionalProperties", "properties");
    private static final Set<String> OF_NUMBERS = Set.of("type", "x-header-names", "minimum", "maximum");
    private static final Set<String> OF_TEXTS = Set.of("type", "x-header-names", "minLength", "maxLength", "pattern");

    private final Path file;
    private final List<FilmColumn> columns;

    private FilmContract(Path file) throws IOException {
        this.file = file;
        JsonNode schema = new ObjectMapper().readTree(file.toFile());
        requireKnown(schema, OF_THE_ROW, "the schema");
        if (!schema.path("additionalProperties").asBoolean(true)) {
            throw wrong("additionalProperties has to be true: columns beyond these are ignored");
        }
        Set<String> required = texts(schema.path("required"));
        List<FilmColumn> read = new ArrayList<>();
        schema.path("properties")
                .properties()
                .forEach(property ->
                        read.add(column(property.getKey(), property.getValue(), required.contains(property.getKey()))));
        columns = List.copyOf(read);
        required.removeAll(columns.stream().map(FilmColumn::name).toList());
        if (!required.isEmpty()) {
            throw wrong("it requires " + required + " and says nothing of it");
        }
    }

    /**
     * Reads the contract.
     *
     * @throws StartupException if it is missing, or says what could not be enforced
     */
    public static FilmContract read(Path file) {
        try {
            return new FilmContract(file);
        } catch (IOException e) {
            throw new StartupException(file + ", which says what a film may be, cannot be read: " + e.getMessage(), e);
        }
    }

    public List<FilmColumn> columns() {
        return columns;
    }

    /** The columns' names as a list for SQL. */
    public String names() {
        return columns.stream().map(FilmColumn::name).collect(Collectors.joining(", "));
    }

    private FilmColumn column(String name, JsonNode schema, boolean required) {
        Set<String> types = texts(schema.path("type"));
        boolean nullable = types.remove("null");
        boolean number = types.equals(Set.of("integer"));
        if (!number && !types.equals(Set.of("string"))) {
            throw wrong(name + " has to be of type string or integer, and may be null besides");
        }
        if (required == nullable) {
            throw wrong(name + " has to be either required or nullable: a film file has no third way");
        }
        requireKnown(schema, number ? OF_NUMBERS : OF_TEXTS, name);
        if (number && !(schema.has("minimum") && schema.has("maximum"))) {
            throw wrong(name + " needs a minimum and a maximum, those of its column in ddl/");
        }
        return new FilmColumn(
                name,
                List.copyOf(texts(schema.path("x-header-names"))),
                number,
                nullable,
                number ? schema.path("minimum").decimalValue() : BigDecimal.ZERO,
                number ? schema.path("maximum").decimalValue() : BigDecimal.ZERO,
                schema.path("minLength").asInt(0),
                schema.path("maxLength").asInt(Integer.MAX_VALUE),
                schema.has("pattern") ? pattern(name, schema.path("pattern").asText()) : null);
    }

    private Pattern pattern(String name, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw wrong("the pattern of " + name + " is none: " + e.getDescription());
        }
    }

    private void requireKnown(JsonNode schema, Set<String> enforced, String where) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!enforced.contains(keyword) && !SAYS_NOTHING_OF_VALUES.contains(keyword)) {
                throw wrong(where + " has the keyword " + keyword + ", which Clickreel would not enforce. It knows "
                        + enforced.stream().sorted().collect(Collectors.joining(", ")));
            }
        });
    }

    private StartupException wrong(String what) {
        return new StartupException("In " + file + ", " + what + ".");
    }

    private static Set<String> texts(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? StreamSupport.stream(oneOrMore.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toCollection(HashSet::new))
                : oneOrMore.isTextual() ? new HashSet<>(Set.of(oneOrMore.asText())) : new HashSet<>();
    }
}
