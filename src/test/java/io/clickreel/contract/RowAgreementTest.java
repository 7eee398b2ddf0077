package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.clickreel.clickhouse.NativeBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The pass over the bytes, the reader behind it, and another validator of JSON Schema have to say the same. */
class RowAgreementTest {
    private static final int CONTRACTS = 400;
    private static final int VALUES = 150;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @Test
    void bothReadersAndTheSchemaAgreeOverContractsAndValuesDrawnByLot() throws IOException {
        int good = 0;
        int fastOnes = 0;
        int bad = 0;
        for (long seed = 0; seed < CONTRACTS; seed++) {
            GeneratedContract contract = new GeneratedContract(seed);
            JsonSchema schema = FACTORY.getSchema(contract.text(), InputFormat.JSON);
            Plan plan = contract.plan();
            Slots fastSlots = new Slots(plan.leaves().size());
            Slots thoroughSlots = new Slots(plan.leaves().size());
            FastRow fast = new FastRow(plan, fastSlots);
            ThoroughRow thorough = new ThoroughRow(plan, thoroughSlots);
            for (int i = 0; i < VALUES; i++) {
                byte[] value = contract.value();
                String where = "seed " + seed + ", contract " + contract.text() + ", columns " + contract.columns()
                        + ", value " + new String(value, StandardCharsets.UTF_8);
                ContractViolation violation = thorough.read(value, 0, value.length);
                JsonNode json = JSON.readTree(value);
                boolean valid = schema.validate(json).isEmpty();
                assertThat(violation == null)
                        .as(() -> where + ": " + violation + " but " + schema.validate(json))
                        .isEqualTo(valid);
                boolean surelyGood = fast.reads(value, 0, value.length);
                if (surelyGood) {
                    assertThat(violation).as(where).isNull();
                    assertThat(row(plan, fastSlots)).as(where).isEqualTo(row(plan, thoroughSlots));
                    fastOnes++;
                }
                good += violation == null ? 1 : 0;
                bad += violation == null ? 0 : 1;
            }
        }
        // Otherwise the values would prove nothing.
        assertThat(good).isGreaterThan(CONTRACTS * VALUES / 10);
        assertThat(bad).isGreaterThan(CONTRACTS * VALUES / 10);
        assertThat(fastOnes).isGreaterThan(good / 10);
    }

    private static byte[] row(Plan plan, Slots slots) throws IOException {
        NativeBlock block = new NativeBlock();
        RowWriter writer = new RowWriter(plan, slots, block);
        writer.write();
        block.endRow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        block.writeTo(bytes);
        return bytes.toByteArray();
    }
}
