package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.contract.column.TableColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The pass over the bytes, the reader behind it, another validator of JSON Schema, and the rules of columns written down once
 * more have to say the same; and what is stored is what those rules say.
 */
class RowAgreementTest {
    private static final int CONTRACTS = 600;
    private static final int VALUES = 120;
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @Test
    void bothReadersAndTheSchemaAgreeOverContractsAndValuesDrawnByLot() throws IOException {
        int good = 0;
        int fastOnes = 0;
        int bad = 0;
        int beyondSchema = 0;
        Set<String> kinds = new TreeSet<>();
        Set<String> keywords = new TreeSet<>();
        for (long seed = 0; seed < CONTRACTS; seed++) {
            GeneratedContract contract = new GeneratedContract(seed);
            JsonSchema whole = FACTORY.getSchema(contract.text(), InputFormat.JSON);
            JsonSchema withoutLimits = FACTORY.getSchema(contract.textForOthers(), InputFormat.JSON);
            Plan plan = contract.plan();
            Slots fastSlots = new Slots(plan.leaves().size());
            Slots thoroughSlots = new Slots(plan.leaves().size());
            FastRow fast = new FastRow(plan, fastSlots);
            ThoroughRow thorough = new ThoroughRow(plan, thoroughSlots);
            contract.columns()
                    .forEach(column -> kinds.addAll(List.of(column.type().split("[^A-Za-z0-9]+"))));
            collect(StoredByRule.JSON.readTree(contract.text()), keywords);
            String of = "seed " + seed + ", contract " + contract.text() + ", columns " + contract.columns();
            for (int i = 0; i < VALUES; i++) {
                byte[] value = contract.value();
                String where = of + ", value " + new String(value, StandardCharsets.UTF_8);
                ContractViolation violation = thorough.read(value, 0, value.length);
                JsonNode json = StoredByRule.JSON.readTree(value);
                JsonSchema schema = StoredByRule.isPlain(json) ? whole : withoutLimits;
                boolean valid = schema.validate(json).isEmpty();
                Map<String, String> expected = valid ? contract.row(json) : null;
                assertThat(violation == null)
                        .as(() -> where + ": " + violation + " but " + schema.validate(json) + " and " + expected)
                        .isEqualTo(expected != null);
                boolean surelyGood = fast.reads(value, 0, value.length);
                if (surelyGood) {
                    assertThat(violation).as(where).isNull();
                    assertThat(row(plan, fastSlots)).as(where).isEqualTo(row(plan, thoroughSlots));
                    fastOnes++;
                }
                if (violation == null) {
                    assertStored(where, contract, json, expected, row(plan, thoroughSlots));
                }
                good += violation == null ? 1 : 0;
                bad += violation == null ? 0 : 1;
                beyondSchema += valid && expected == null ? 1 : 0;
            }
        }
        // Otherwise the values would prove nothing.
        assertThat(kinds)
                .contains("String", "FixedString", "LowCardinality", "Nullable", "Bool", "UUID", "IPv4", "IPv6")
                .contains("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
                .contains("Float32", "Float64", "Decimal", "Date", "Date32", "DateTime", "DateTime64")
                .contains("Enum8", "Enum16", "Array", "Map", "JSON");
        assertThat(keywords)
                .contains("type", "properties", "required", "additionalProperties", "enum", "const", "anyOf", "oneOf")
                .contains("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
                .contains("minLength", "maxLength", "pattern", "items", "minItems", "maxItems", "x-column")
                .contains("format date-time", "format date", "format uuid", "format ipv4", "format ipv6")
                .contains("formatMinimum", "formatMaximum")
                .contains("x-time epoch-seconds", "x-time epoch-millis", "x-time epoch-micros", "x-time epoch-nanos");
        assertThat(good).isGreaterThan(CONTRACTS * VALUES / 10);
        assertThat(bad).isGreaterThan(CONTRACTS * VALUES / 10);
        assertThat(beyondSchema).isGreaterThan(CONTRACTS * VALUES / 50);
        assertThat(fastOnes).isGreaterThan(good / 10);
    }

    private static void assertStored(
            String where,
            GeneratedContract contract,
            JsonNode json,
            Map<String, String> expected,
            Map<String, String> stored)
            throws IOException {
        for (TableColumn column : contract.columns()) {
            if (column.name().equals(Plan.REST)) {
                JsonNode unknown = contract.unknown(json);
                assertThat(StoredByRule.isSame(
                                unknown.isEmpty() ? "" : unknown.toString(), stored.get(Plan.REST), unknown))
                        .as("%s: _rest has %s and not %s", where, stored.get(Plan.REST), unknown)
                        .isTrue();
            } else {
                assertThat(StoredByRule.isSame(
                                expected.get(column.name()),
                                stored.get(column.name()),
                                contract.sentFor(json, column.name())))
                        .as(
                                "%s: %s has %s and not %s",
                                where, column, stored.get(column.name()), expected.get(column.name()))
                        .isTrue();
            }
        }
    }

    /** The words that a contract has. */
    private static void collect(JsonNode schema, Set<String> keywords) {
        for (Map.Entry<String, JsonNode> each : schema.properties()) {
            boolean hasKinds = each.getKey().equals("format") || each.getKey().equals("x-time");
            keywords.add(hasKinds ? each.getKey() + " " + each.getValue().asText() : each.getKey());
            if (each.getKey().equals("properties")) {
                each.getValue().forEach(property -> collect(property, keywords));
            } else if (each.getKey().equals("items") || each.getKey().equals("additionalProperties")) {
                collect(each.getValue(), keywords);
            }
        }
    }

    private static Map<String, String> row(Plan plan, Slots slots) throws IOException {
        NativeBlock block = new NativeBlock();
        RowWriter writer = new RowWriter(plan, slots, block);
        writer.write();
        block.endRow();
        return NativeRow.of(block);
    }
}
