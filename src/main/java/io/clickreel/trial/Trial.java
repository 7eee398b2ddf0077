package io.clickreel.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.delivery.batch.EventDecoder;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * What would become of a sample: its records decoded as the pipeline does, their rows stored in a table that is dropped
 * again.
 *
 * @param stored how many records keep the contract
 * @param dead why the others do not
 * @param rows the first ones as ClickHouse has them, each with its values by column
 */
public record Trial(int stored, List<Dead> dead, List<Map<String, String>> rows) {
    /**
     * Records that would be dead for one reason.
     *
     * @param records how many they are
     * @param first partition and offset of the first of them
     * @param detail of the first of them
     */
    public record Dead(String reason, String field, int records, String first, String detail) {
        Dead andOneMore() {
            return new Dead(reason, field, records + 1, first, detail);
        }
    }

    /**
     * The records that are tried.
     *
     * @param source a sentence on where they are from
     * @param topicId Kafka's id of their topic; zero if they are from a file
     */
    public record Sample(String source, Uuid topicId, List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {}

    /** A name for a table that is tried instead of this one. */
    public static String tableInsteadOf(String table) {
        return table + "_sample_" + UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * Tries records of a stream under its contract as it is now, in a copy of its table.
     *
     * @param shown how many rows are kept to be shown
     * @throws io.clickreel.contract.schema.ContractException if contract and table do not fit together
     * @throws io.clickreel.clickhouse.ClickHouseFailure if ClickHouse does not answer or refuses
     */
    public static Trial inCopy(Stream stream, Contracts contracts, ClickHouse clickHouse, Sample sample, int shown) {
        SchemaFile contract = SchemaFile.read(stream.contract());
        // Before the copy: it says which table is missing.
        contracts.compile(contract, stream.table());
        String copy = tableInsteadOf(stream.table());
        clickHouse.run("CREATE TABLE " + Sql.quoted(copy) + " AS " + Sql.quoted(stream.table()));
        try {
            return inTable(copy, contract, contracts, clickHouse, sample, shown);
        } finally {
            clickHouse.run("DROP TABLE IF EXISTS " + Sql.quoted(copy));
        }
    }

    /** Tries records in an empty table that the caller has made, and drops. */
    public static Trial inTable(
            String table, SchemaFile contract, Contracts contracts, ClickHouse clickHouse, Sample sample, int shown) {
        EventDecoder decoder = new EventDecoder(contracts.compile(contract, table));
        Map<String, Dead> dead = new LinkedHashMap<>();
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : sample.records) {
            Verdict verdict = Verdict.of(decoder, sample.topicId, record);
            if (!verdict.isStored()) {
                dead.merge(
                        verdict.reason() + " " + verdict.field(),
                        new Dead(
                                verdict.reason(),
                                verdict.field(),
                                1,
                                record.partition() + ":" + record.offset(),
                                verdict.detail()),
                        (first, again) -> first.andOneMore());
            }
        }
        for (StreamedBody.Part part : decoder.rows().parts()) {
            clickHouse.insert(table, decoder.rows().columnNames(), part.writer(), null);
        }
        return new Trial(decoder.rows().rows(), List.copyOf(dead.values()), rows(clickHouse, table, shown));
    }

    /** How many records would be dead. */
    public int deadCount() {
        return dead.stream().mapToInt(Dead::records).sum();
    }

    /** The first rows of a stream's table in the order of its topic, each with its values by column, as text. */
    public static List<Map<String, String>> rows(ClickHouse clickHouse, String table, int shown) {
        JsonNode answer = clickHouse
                .with(Map.of("output_format_json_quote_decimals", "1"))
                .json(new Sql(
                        "SELECT * FROM {table:Identifier} ORDER BY _partition, _offset LIMIT {shown:UInt32}",
                        Map.of("table", table, "shown", shown)));
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode row : answer.path("data")) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                values.put(
                        answer.path("meta").path(i).path("name").asText(),
                        row.get(i).isValueNode()
                                ? row.get(i).asText()
                                : row.get(i).toString());
            }
            rows.add(values);
        }
        return rows;
    }
}
