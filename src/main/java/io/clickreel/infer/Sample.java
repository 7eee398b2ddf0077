package io.clickreel.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.clickreel.contract.ContractLimits;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.JsonBytes;
import io.clickreel.contract.Plan;
import io.clickreel.contract.RowDecoder;
import io.clickreel.contract.ValueReader;
import io.clickreel.contract.schema.SchemaFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that were looked at, one by one: what all of them have at each place of their JSON. For one thread. */
public final class Sample {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(ContractLimits.MAX_NESTING)
                            .maxNumberLength(ContractLimits.MAX_NUMBER_DIGITS)
                            .maxNameLength(ContractLimits.MAX_NAME_BYTES)
                            .maxStringLength(ContractLimits.MAX_VALUE_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    /** Takes every value that the pipeline can read at all, and says why it cannot read another. */
    private final RowDecoder anyObject;

    private final Observed root = new Observed(0);
    private final Map<String, Integer> unreadable = new LinkedHashMap<>();

    /** @param values how those are read that have a schema registry's prefix */
    public Sample(ValueReader values) {
        this.anyObject = new RowDecoder(
                new Plan(new SchemaFile("any object", "{\"type\": \"object\"}"), "none", List.of(), "", values));
    }

    /**
     * Looks at a value, with or without a schema registry's prefix.
     *
     * @param value the rest of a buffer that has an array; null: there is none
     * @throws io.clickreel.contract.SchemaAwayException if the value's schema cannot be had now
     */
    public void add(@Nullable ByteBuffer value) {
        ContractViolation violation = anyObject.read(value);
        if (violation != null || value == null) {
            unreadable.merge(violation == null ? "" : violation.detail(), 1, Integer::sum);
            return;
        }
        JsonBytes json = anyObject.json();
        try {
            JsonNode event = JSON.readTree(json.bytes(), json.from(), json.length());
            root.add(event);
        } catch (IOException e) {
            unreadable.merge("The value cannot be read: " + e.getMessage(), 1, Integer::sum);
        }
    }

    /** How many events it has: values that are JSON objects. */
    public int events() {
        return root.objects();
    }

    /** Why values are no events, each with how many there are. */
    public Map<String, Integer> unreadable() {
        return unreadable;
    }

    Observed root() {
        return root;
    }
}
