package io.clickreel.films.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.clickreel.StartupException;
import io.clickreel.TestDatabase;
import io.clickreel.films.file.FilmColumn.BadValueException;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of the film file: what is enforced is what it says, and what the columns hold. */
@Tag("services")
class FilmContractTest {
    private static final Path FILE = Services.home().resolve("contracts/dim_film.schema.json");
    private static final FilmContract CONTRACT = FilmContract.read(FILE);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES = List.of(
            "1",
            "0",
            "-1",
            "-0",
            "1.0",
            "1.5",
            "7.000",
            "1e3",
            "1.5e1",
            "65535",
            "65536",
            "4294967295",
            "4294967296",
            "4294968297",
            "1e-1",
            "-2147483648",
            "18446744073709551616",
            "x",
            "PG-13",
            "Amélie",
            "東京 😀",
            "a\tb",
            "a\nb",
            "a\u0000b",
            "a\u0007b",
            "a\u007fb",
            "a\u0085b",
            "\ud83d\ude00".repeat(64),
            "\ud83d\ude00".repeat(65),
            "x".repeat(64),
            "x".repeat(65),
            "x".repeat(256),
            "x".repeat(257),
            "x".repeat(1000),
            "x".repeat(1001));

    /** Null in JSON; in a file what stands for it. */
    private static final String NONE = "\\N";

    @Test
    void itSaysOfEachValueWhatAValidatorOfTheSchemaSays() throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(FILE));
        for (FilmColumn column : CONTRACT.columns()) {
            for (String value : VALUES) {
                ObjectNode film = JSON.createObjectNode().put("film_id", 1).put("title", "A Title");
                JsonNode asJson =
                        column.number() ? number(value) : JSON.getNodeFactory().textNode(value);
                film.set(column.name(), asJson);
                assertThat(accepts(column, value))
                        .as("%s of %s", FilmColumn.quoted(value), column.name())
                        .isEqualTo(schema.validate(film).isEmpty());
            }
            ObjectNode film = JSON.createObjectNode().put("film_id", 1).put("title", "A Title");
            film.putNull(column.name());
            assertThat(accepts(column, NONE)).isEqualTo(schema.validate(film).isEmpty());
            film.remove(column.name());
            assertThat(accepts(column, null)).isEqualTo(schema.validate(film).isEmpty());
        }
    }

    @Test
    void itsExamplesAreFilms() throws Exception {
        for (JsonNode film : JSON.readTree(FILE.toFile()).path("examples")) {
            for (FilmColumn column : CONTRACT.columns()) {
                JsonNode value = film.get(column.name());
                assertThat(accepts(column, value == null ? null : value.asText()))
                        .isTrue();
            }
        }
    }

    @Test
    void itHasTheColumnsOfTheTableAndTheirRanges() throws Exception {
        Map<String, String> most = Map.of("UInt16", "65535", "UInt32", "4294967295");
        try (TestDatabase database = TestDatabase.withTables("film_contract")) {
            Map<String, String> table = new TreeMap<>();
            for (String line : database.value("SELECT arrayStringConcat(groupArray(concat(name, ' ', type)), '\n') FROM"
                            + " system.columns WHERE database = '@' AND table = 'dim_film'")
                    .split("\n")) {
                table.put(line.split(" ")[0], line.split(" ")[1]);
            }
            assertThat(table.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            CONTRACT.columns().stream().map(FilmColumn::name).collect(Collectors.toSet()));
            for (FilmColumn column : CONTRACT.columns()) {
                String type = table.get(column.name());
                assertThat(column.number()).as(column.name()).isEqualTo(type.startsWith("UInt"));
                if (column.number()) {
                    assertThat(column.most().toString()).as(column.name()).isEqualTo(most.get(type));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"minLength\": 1,          | \"minLength\": 1, \"format\": \"date\", | title has the keyword format, which Clickreel would not enforce",
                "\"minimum\": 1,            | \"exclusiveMinimum\": 0, | film_id has the keyword exclusiveMinimum",
                "\"maximum\": 4294967295    | \"multipleOf\": 2 | film_id has the keyword multipleOf",
                "\"required\": [\"film_id\", | \"required\": [\"year\", \"film_id\", | it requires [year] and says nothing of it",
                "\"type\": \"string\",      | \"type\": \"boolean\", | title has to be of type string or integer",
                "\"type\": \"integer\",     | \"type\": [\"integer\", \"null\"], | film_id has to be either required or nullable",
                "\"additionalProperties\": true | \"additionalProperties\": false | columns beyond these are ignored",
                "\"$schema\":               | \"allOf\": [], \"$schema\": | the schema has the keyword allOf",
                "^[^                        | ^[[ | the pattern of film_key is none"
            })
    void whatWouldNotBeEnforcedStopsTheStart(String part, String instead, String why) throws IOException {
        String schema = Files.readString(FILE);
        assertThat(schema).contains(part);
        Path changed = Files.writeString(Services.folder().resolve("contract.json"), schema.replace(part, instead));

        assertThatThrownBy(() -> FilmContract.read(changed))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(changed.toString())
                .hasMessageContaining(why);
    }

    @Test
    void aContractThatIsMissingStopsTheStart() {
        Path missing = Services.folder().resolve("none.json");

        assertThatThrownBy(() -> FilmContract.read(missing))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(missing + ", which says what a film may be, cannot be read");
    }

    private static JsonNode number(String value) {
        try {
            return JSON.getNodeFactory().numberNode(new BigDecimal(value));
        } catch (NumberFormatException e) {
            return JSON.getNodeFactory().textNode(value);
        }
    }

    private static boolean accepts(FilmColumn column, String value) {
        try {
            column.value(value);
            return true;
        } catch (BadValueException e) {
            return false;
        }
    }
}
