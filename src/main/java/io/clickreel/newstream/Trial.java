package io.clickreel.newstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.Plan;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.delivery.batch.EventDecoder;
import io.clickreel.infer.Proposal;
import io.clickreel.infer.TableDdl;
import io.clickreel.stream.Contracts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * What would become of the sample: the contract compiled, the records decoded as the pipeline does, their rows stored in a
 * table that is dropped again.
 *
 * @param rows the first ones as ClickHouse has them, each with its values by column
 * @param stored how many records keep the contract
 * @param dead why the others do not, each with how many there are
 */
public record Trial(List<Map<String, String>> rows, int stored, Map<Dead, Integer> dead) {
    /** @param first partition and offset of the first of them */
    public record Dead(String reason, String field, String detail, String first) {}

    /** @throws io.clickreel.clickhouse.ClickHouseFailure if ClickHouse does not answer or refuses the table */
    static Trial of(
            Proposal proposal,
            Request request,
            Contracts contracts,
            ClickHouse clickHouse,
            Uuid topicId,
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records,
            int shown) {
        String table =
                request.table() + "_sample_" + UUID.randomUUID().toString().substring(0, 8);
        String view = table + "_mv";
        clickHouse.run(TableDdl.table(proposal, request.topic(), table));
        try {
            Plan plan = contracts.compile(new SchemaFile(request.contract(), proposal.contract()), table);
            EventDecoder decoder = new EventDecoder(plan);
            Map<Dead, Integer> dead = new LinkedHashMap<>();
            int stored = decode(decoder, topicId, records, dead);
            for (StreamedBody.Part part : decoder.rows().parts()) {
                clickHouse.insert(table, decoder.rows().columnNames(), part.writer(), null);
            }
            List<Map<String, String>> rows = rows(clickHouse, table, shown);
            // After the rows, so that none of them gets into batches.
            clickHouse.run(TableDdl.batchesView(proposal, table, view));
            return new Trial(rows, stored, dead);
        } finally {
            clickHouse.run("DROP TABLE IF EXISTS " + view);
            clickHouse.run("DROP TABLE IF EXISTS " + table);
        }
    }

    private static int decode(
            EventDecoder decoder,
            Uuid topicId,
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records,
            Map<Dead, Integer> dead) {
        int stored = 0;
        Map<String, Dead> kinds = new LinkedHashMap<>();
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
            ContractViolation violation = decoder.add(record, topicId);
            if (violation == null) {
                stored++;
            } else {
                Dead kind = kinds.computeIfAbsent(
                        violation.reason().code() + " " + violation.field(),
                        any -> new Dead(
                                violation.reason().code(),
                                violation.field(),
                                violation.detail(),
                                record.partition() + ":" + record.offset()));
                dead.merge(kind, 1, Integer::sum);
            }
        }
        return stored;
    }

    private static List<Map<String, String>> rows(ClickHouse clickHouse, String table, int shown) {
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
