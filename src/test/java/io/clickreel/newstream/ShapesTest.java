package io.clickreel.newstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.TestDatabase;
import io.clickreel.contract.ValueReader;
import io.clickreel.infer.Proposal;
import io.clickreel.infer.Sample;
import io.clickreel.stream.Contracts;
import io.clickreel.testing.Services;
import io.clickreel.trial.EventFile;
import io.clickreel.trial.Trial;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was inferred holds what it was inferred from: each value is in ClickHouse as Jackson reads it. */
@Tag("services")
class ShapesTest {
    private static final int SHAPES = 200;
    private static final int EVENTS = 25;

    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("shapes");

    @Test
    void eventsOfAnyShapeAreStoredAsTheyAre() throws IOException {
        Map<String, Integer> types = new TreeMap<>();
        int values = 0;
        for (long seed = 0; seed < SHAPES; seed++) {
            GeneratedShape shape = new GeneratedShape(seed);
            List<ObjectNode> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                events.add(shape.event());
            }
            values += assertStored("seed " + seed, events, types);
        }
        // Otherwise the shapes would prove little.
        assertThat(values).isGreaterThan(60_000);
        assertThat(types.keySet())
                .contains("UUID", "Date32", "Bool", "Float64", "IPv4", "IPv6", "UInt64", "Int64", "String")
                .contains("Decimal(38, 0)", "Decimal(18, 4)", "DateTime64(3, 'UTC')", "DateTime64(9, 'UTC')")
                .contains("Array(Array(UInt32))", "Map(String, UInt64)", "LowCardinality(String)", "Nullable(UUID)");
    }

    @Test
    void namesThatNoColumnCanHaveLoseNothing() throws IOException {
        List<String> names = List.of(
                "",
                " ",
                "a b",
                "a.b",
                "a`b",
                "a\"b",
                "a'b",
                "a\\b",
                "a\nb",
                "a\u0000b",
                "'; DROP TABLE clicks; --",
                "*/ /*",
                "-- x",
                "{{x}}",
                "${x}",
                "%s",
                "#a",
                "- a",
                "a: b",
                "&a",
                "*a",
                "!a",
                "Straße",
                "日本",
                "😀",
                "\u202eabc",
                "_offset",
                "_rest",
                "__proto__",
                "select",
                "from",
                "order",
                "index",
                "rows",
                "INDEX",
                "Null",
                "1",
                "-",
                "~",
                "/",
                "a/b",
                "a~b",
                "a~1b",
                "x-column",
                "$ref",
                "$schema",
                "type",
                "properties",
                "required",
                "x".repeat(150),
                "x".repeat(150) + "y",
                "x".repeat(300),
                "a_b",
                "A_b",
                "a-b",
                "a--b",
                "ä",
                "a\u0308",
                "{name:String}",
                "?",
                "@",
                "\t",
                "\u2028",
                "\ufeff");
        ObjectNode event = StoredValue.JSON.createObjectNode();
        names.forEach(name -> event.put(name, "value of " + name.replaceAll("\\p{Cntrl}", "?")));
        ObjectNode inside = event.putObject("nested \"object\"");
        names.forEach(name -> inside.put(name, names.indexOf(name)));
        assertStored("hostile names", List.of(event, event), new TreeMap<>());
    }

    private int assertStored(String what, List<ObjectNode> events, Map<String, Integer> types) throws IOException {
        Request request = new Request(
                "shape",
                "shape",
                Files.write(
                        Services.folder().resolve("events.jsonl"),
                        events.stream().map(ObjectNode::toString).toList()),
                events.size());
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records =
                EventFile.read(request.file(), request.topic(), request.records());
        Sample sample = new Sample(ValueReader.PLAIN);
        records.forEach(record -> sample.add(record.value()));
        Proposal proposal = Proposal.of(sample, request.topic());
        Trial trial = DraftTrial.of(
                proposal,
                request,
                new Contracts(database.clickHouse(), ValueReader.PLAIN),
                database.clickHouse(),
                new Trial.Sample("", Uuid.randomUuid(), records),
                events.size());
        assertThat(trial.dead()).as(what + ": " + proposal.contract()).isEmpty();
        assertThat(trial.rows()).as(what).hasSameSizeAs(events);
        int values = 0;
        for (int i = 0; i < events.size(); i++) {
            StoredEvent.assertIs(what, events.get(i), proposal, trial.rows().get(i));
            values += proposal.columns().size();
        }
        proposal.columns().forEach(column -> types.merge(column.type(), events.size(), Integer::sum));
        return values;
    }
}
