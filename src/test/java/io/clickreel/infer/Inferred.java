package io.clickreel.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.contract.Plan;
import io.clickreel.contract.RowDecoder;
import io.clickreel.contract.ValueReader;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.SchemaFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is inferred of some events, compiled as the pipeline does. */
final class Inferred {
    private final Proposal proposal;
    private final RowDecoder decoder;

    private Inferred(Proposal proposal) {
        this.proposal = proposal;
        List<TableColumn> columns = new ArrayList<>();
        proposal.columns().forEach(column -> columns.add(new TableColumn(column.name(), column.type(), "")));
        columns.add(new TableColumn(Plan.REST, "String", ""));
        decoder = new RowDecoder(
                new Plan(new SchemaFile("t", proposal.contract()), "t", columns, proposal.partitionKey()));
    }

    static Inferred of(List<String> events) {
        Sample sample = new Sample(ValueReader.PLAIN);
        events.forEach(event -> sample.add(bytes(event)));
        return new Inferred(Proposal.of(sample, "t"));
    }

    /** Of one field {@code f}, with each of the values in one event. */
    static Inferred ofValues(String... values) {
        return ofField("f", values);
    }

    static Inferred ofField(String name, String... values) {
        return of(List.of(values).stream()
                .map(value -> "{\"" + name + "\": " + value + "}")
                .toList());
    }

    Proposal proposal() {
        return proposal;
    }

    /** The type of the only column. */
    String type() {
        return proposal.columns().get(0).type();
    }

    String type(String from) {
        return proposal.columns().stream()
                .filter(column -> column.from().equals(from))
                .findFirst()
                .orElseThrow()
                .type();
    }

    JsonNode schema(String field) {
        try {
            return new ObjectMapper()
                    .readTree(proposal.contract())
                    .path("properties")
                    .path(field);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Why an event would be dead; empty if it would be stored. */
    String wrong(String event) {
        var violation = decoder.read(bytes(event));
        return violation == null ? "" : violation.detail();
    }

    private static ByteBuffer bytes(String event) {
        return ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8));
    }
}
