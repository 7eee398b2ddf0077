package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.generate.event.EventMaker;
import io.clickreel.generate.shared.EncodedEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is made from a contract keeps it: by another validator of JSON Schema, and by the reader that stores it. */
class GeneratedEventsTest {
    private static final int CONTRACTS = 300;
    private static final int EVENTS = 60;
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @Test
    void eventsOfContractsDrawnByLotAreValidOrTheContractIsRefusedWithASentence() throws IOException {
        int made = 0;
        int stored = 0;
        for (long seed = 0; seed < CONTRACTS; seed++) {
            GeneratedContract contract = new GeneratedContract(seed);
            EventMaker maker;
            try {
                maker = new EventMaker(new SchemaFile("generated", contract.text()), seed);
            } catch (ContractException e) {
                assertThat(e.getMessage())
                        .startsWith("generated, line ")
                        .containsAnyOf("does not say enough to make events", "nothing says what is in");
                continue;
            }
            JsonSchema schema = FACTORY.getSchema(contract.textForOthers(), InputFormat.JSON);
            RowDecoder decoder = new RowDecoder(contract.plan());
            for (int i = 0; i < EVENTS; i++) {
                EncodedEvent event = maker.next(Instant.ofEpochSecond(1_800_000_000L + i));
                String text = new String(event.value(), StandardCharsets.UTF_8);
                JsonNode json = StoredByRule.JSON.readTree(text);
                assertThat(schema.validate(json))
                        .as("seed %s, %s, %s", seed, contract.text(), text)
                        .isEmpty();
                assertThat(StoredByRule.keeps(StoredByRule.JSON.readTree(contract.text()), json))
                        .as("seed %s, %s, %s", seed, contract.text(), text)
                        .isTrue();
                // The maker knows the contract and not the table, whose columns may be narrower.
                ContractViolation violation = decoder.read(ByteBuffer.wrap(event.value()));
                assertThat(violation == null)
                        .as("seed %s, %s, %s: %s", seed, contract.text(), text, violation)
                        .isEqualTo(contract.row(json) != null);
                stored += violation == null ? 1 : 0;
            }
            made++;
        }
        // Patterns need examples, which these contracts do not have.
        assertThat(made).isGreaterThan(CONTRACTS / 4);
        assertThat(stored).isGreaterThan(made * EVENTS / 4);
    }
}
