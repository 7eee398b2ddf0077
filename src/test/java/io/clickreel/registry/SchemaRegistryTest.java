package io.clickreel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.JsonBytes;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.contract.ValueReader;
import io.clickreel.testing.RegistryServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry answers, and what becomes of values whose schema it does not give. */
class SchemaRegistryTest {
    private static final byte[] JSON = "{\"order_id\": 1}".getBytes(StandardCharsets.UTF_8);

    private final RegistryServer registry = new RegistryServer();
    private final ValueReader reader = ReadValues.reader(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void anIdIsAskedForOnceWithWhatItRefersTo() {
        for (int i = 0; i < 3; i++) {
            assertThat(ReadValues.violation(reader, RegistryServer.ORDER, new byte[0])
                            .reason())
                    .isEqualTo(Reason.BAD_ENCODING);
        }
        assertThat(registry.asked()).containsExactly("/schemas/ids/2", "/subjects/address-value/versions/1");
    }

    @Test
    void aValueOfAJsonSchemaIsReadWhereItIs() {
        assertThat(ReadValues.text(reader, RegistryServer.ORDER_JSON, JSON)).isEqualTo("{\"order_id\": 1}");
        assertThat(ReadValues.text(reader, RegistryServer.ORDER_JSON, JSON)).isEqualTo("{\"order_id\": 1}");
        assertThat(registry.asked()).containsExactly("/schemas/ids/5");
    }

    @Test
    void withoutARegistryAPrefixIsSkippedAsBefore() {
        assertThat(ReadValues.reader(Map.of())).isSameAs(ValueReader.PLAIN);
        assertThat(ReadValues.text(ValueReader.PLAIN, 77, JSON)).isEqualTo("{\"order_id\": 1}");
    }

    @Test
    void anIdThatTheRegistryDoesNotHaveIsNamedAndNotAskedForWithEachRecord() {
        ContractViolation violation = ReadValues.violation(reader, RegistryServer.MISSING, JSON);
        assertThat(ReadValues.violation(reader, RegistryServer.MISSING, JSON)).isEqualTo(violation);
        assertThat(violation.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(violation.detail())
                .isEqualTo("The schema registry at " + registry.url() + " has no schema 6. Send the record again by a"
                        + " producer that uses this registry, or bring the schema back under this number and re-drive the"
                        + " record.");
        // Twice, since one of several registries may not have heard of it yet.
        assertThat(registry.asked()).containsExactly("/schemas/ids/6", "/schemas/ids/6");
        assertThat(ReadValues.violation(reader, -1, JSON).reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(registry.asked()).hasSize(2);
        assertThat(ReadValues.violation(reader, 7, JSON).reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(registry.asked()).as("while others are unknown").hasSize(3);
    }

    @Test
    void whoPollsKafkaDoesNotWaitForASilentRegistry() {
        ValueReader polling = RegistryValues.forPolling(
                Settings.load(Path.of("none"), Map.of(), Map.of("schema-registry.url", registry.url())));
        assertThat(ReadValues.text(polling, RegistryServer.ORDER_JSON, JSON)).isEqualTo("{\"order_id\": 1}");
        registry.beSilent();
        for (int i = 0; i < 100; i++) {
            int id = 100 + i % 50;
            assertThat(catchThrowable(() -> ReadValues.violation(polling, id, JSON)))
                    .isInstanceOf(SchemaAwayException.class)
                    .hasMessageContaining("has not said yet what schema " + id + " is. Look at its load and its log");
        }
        assertThat(ReadValues.text(polling, RegistryServer.ORDER_JSON, JSON)).isEqualTo("{\"order_id\": 1}");

        registry.answerAgain();
        Awaitility.await()
                .ignoreExceptionsInstanceOf(SchemaAwayException.class)
                .until(() -> ReadValues.violation(polling, 200, JSON).reason() == Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void anAnswerThatIsTooLargeIsGivenUp() {
        registry.answer(200, "{\"schema\": \"" + " ".repeat(5 << 20) + "\"}");
        assertThat(away()).contains("does not answer (its answer has more than 4194304 bytes)");
    }

    @Test
    void schemasThatCannotBeUsedAreNamed() {
        int xml = registry.register("XML", "<a/>");
        int broken = registry.register("AVRO", "{\"type\": \"recrod\"}");
        int lacking = registry.register("PROTOBUF", "syntax = \"proto3\"; import \"a.proto\"; message M { A a = 1; }");
        int noText = registry.register("PROTOBUF", "message {");
        assertThat(ReadValues.violation(reader, xml, JSON).detail())
                .contains("as XML, but only AVRO, PROTOBUF and JSON");
        assertThat(ReadValues.violation(reader, broken, JSON).detail()).contains("no valid schema of the kind AVRO (");
        assertThat(ReadValues.violation(reader, lacking, JSON).detail()).contains("kind PROTOBUF (", "a.proto");
        assertThat(ReadValues.violation(reader, noText, JSON).detail())
                .contains("no valid schema of the kind PROTOBUF");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | {\"error_code\": 50001} | answers HTTP 500 and no schema. Its own log says why",
                "401 | | refuses to answer without a user (HTTP 401). Set schema-registry.user",
                "404 | <html>no such page</html> | answers HTTP 404 and no schema. Correct schema-registry.url",
                "302 | | answers HTTP 302 and no schema. Correct schema-registry.url",
                "200 | hello | answers HTTP 200 and no schema. Correct schema-registry.url"
            })
    void anAnswerThatSaysNothingOfTheSchemaJudgesNoValue(int status, String body, String said) {
        registry.answer(status, body == null ? "" : body);
        assertThat(away()).contains(said);

        registry.answerAgain();
        Awaitility.await().until(() -> !isAway());
        assertThat(ReadValues.text(reader, RegistryServer.ORDER_JSON, JSON)).isEqualTo("{\"order_id\": 1}");
    }

    @Test
    void aRegistryThatIsAwayIsAskedOnceASecondWhoeverAsks() {
        registry.stop();
        assertThat(away())
                .startsWith("the schema registry at " + registry.url() + " does not answer (")
                .contains("Start it, or correct schema-registry.url");
        registry.start();
        long startNanos = System.nanoTime();
        Awaitility.await().until(() -> !isAway());
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(10));
        // While it was away nobody got through to it: one question is all it has seen.
        assertThat(registry.asked()).containsExactly("/schemas/ids/5");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsGivenUp() {
        registry.beSilent();
        assertThat(away()).contains("gives no answer within 5 s");
    }

    @Test
    void aUserIsNamedToTheRegistry() {
        ValueReader named = ReadValues.reader(Map.of(
                "schema-registry.url",
                registry.url() + "/",
                "schema-registry.user",
                "u",
                "schema-registry.password",
                "p"));
        ReadValues.text(named, RegistryServer.ORDER_JSON, JSON);
        assertThat(registry.asked()).containsExactly("/schemas/ids/5 Basic dTpw");
        registry.answer(403, "");
        assertThat(catchThrowable(() -> ReadValues.text(named, RegistryServer.ORDER, JSON)))
                .hasMessageContaining("refuses this user (HTTP 403)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8081",
                "ftp://host",
                "http://a,http://b",
                "http://host/?x=1",
                "http://",
                "http://:8081",
                "http://schema_registry:8081"
            })
    void aUrlThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> ReadValues.reader(Map.of("schema-registry.url", url)))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("schema-registry.url is '" + url + "', but one URL")
                .hasMessageContaining("SCHEMA_REGISTRY_URL");
    }

    @Test
    void aUserInTheUrlIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> ReadValues.reader(Map.of("schema-registry.url", "https://key:secret@registry:8081")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("schema-registry.user and schema-registry.password")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aSchemaThatIsNestedTooDeeplyIsNamed() {
        int levels = 50_000;
        int id = registry.register(
                "PROTOBUF", "syntax = \"proto3\";\n" + "message A {".repeat(levels) + "}".repeat(levels));
        byte[] value = RegistryServer.value(id, new byte[] {0});
        assertThat(reader.read(value, 0, value.length, new JsonBytes()).detail())
                .contains("has schema " + id + ", but it is no valid schema of the kind PROTOBUF");
    }

    @Test
    void aValueThatEndsInItsPrefixIsNamed() {
        byte[] value = {0, 0, 0};
        assertThat(reader.read(value, 0, value.length, new JsonBytes()).detail())
                .isEqualTo("The value begins with a zero, as values of a schema registry's producers do, but has only 3"
                        + " bytes, fewer than the prefix. Send it whole.");
        assertThat(registry.asked()).isEmpty();
    }

    private String away() {
        Throwable thrown = catchThrowable(() -> ReadValues.text(reader, RegistryServer.ORDER_JSON, JSON));
        assertThat(thrown).isInstanceOf(SchemaAwayException.class);
        return thrown.getMessage();
    }

    private boolean isAway() {
        return catchThrowable(() -> ReadValues.text(reader, RegistryServer.ORDER_JSON, JSON))
                instanceof SchemaAwayException;
    }
}
