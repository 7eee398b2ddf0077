package io.clickreel.deadletter;

import com.clickhouse.client.api.Client;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.NativeColumn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table {@code redrives}: what was begun, and what became of it. */
final class RedriveLog {
    private final Rows rows;
    private final String topic;

    /** A chunk of which only the intent is written. */
    record OpenChunk(UUID id, long letters, Instant intendedAt) {}

    RedriveLog(Client client, String address, String topic) {
        this.rows = new Rows(client, address);
        this.topic = topic;
    }

    /** To be called before the chunk is sent. */
    void intended(Chunk chunk) {
        write(chunk, "intended");
    }

    /** To be called after its transaction was committed, and before that of the next chunk. */
    void done(Chunk chunk) {
        write(chunk, "done");
    }

    List<OpenChunk> open() {
        List<OpenChunk> open = new ArrayList<>();
        rows.read(
                "SELECT toString(chunk_id), uniqExact(_topic_id, _partition, _offset),"
                        + " toUnixTimestamp64Milli(min(at)) FROM redrives WHERE _topic = {topic:String}"
                        + " GROUP BY chunk_id HAVING max(step) = 'intended' ORDER BY min(at)",
                Map.of("topic", topic),
                row -> open.add(new OpenChunk(
                        UUID.fromString(row.path(0).asText()),
                        row.path(1).asLong(),
                        Instant.ofEpochMilli(row.path(2).asLong()))));
        return open;
    }

    boolean knows(UUID chunkId) {
        List<Boolean> found = new ArrayList<>();
        rows.read(
                "SELECT 1 FROM redrives WHERE _topic = {topic:String} AND chunk_id = {id:UUID} LIMIT 1",
                Map.of("topic", topic, "id", chunkId.toString()),
                row -> found.add(true));
        return !found.isEmpty();
    }

    /** Writes down what became of a chunk that another run has begun. */
    void decide(OpenChunk chunk, boolean committed) {
        rows.read(
                "INSERT INTO redrives (_topic, _topic_id, _partition, _offset, chunk_id, step) SELECT _topic, _topic_id,"
                        + " _partition, _offset, chunk_id, '" + (committed ? "done" : "withdrawn")
                        + "' FROM redrives FINAL WHERE _topic = {topic:String} AND chunk_id = {id:UUID}"
                        + " AND step = 'intended'",
                Map.of("topic", topic, "id", chunk.id().toString()),
                row -> {});
    }

    private void write(Chunk chunk, String step) {
        NativeBlock block = new NativeBlock();
        NativeColumn topicName = block.column("_topic", "String");
        NativeColumn topicId = block.column("_topic_id", "UUID");
        NativeColumn partition = block.column("_partition", "UInt32");
        NativeColumn offset = block.column("_offset", "UInt64");
        NativeColumn chunkId = block.column("chunk_id", "UUID");
        NativeColumn stepName = block.column("step", "String");
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        byte[] stepBytes = step.getBytes(StandardCharsets.UTF_8);
        for (StoredLetter letter : chunk.letters()) {
            Origin origin = letter.origin();
            topicName.addString(topicBytes);
            topicId.addUuid(
                    origin.topicId().getMostSignificantBits(), origin.topicId().getLeastSignificantBits());
            partition.addUInt32(origin.partition());
            offset.addUInt64(origin.offset());
            chunkId.addUuid(chunk.id().getMostSignificantBits(), chunk.id().getLeastSignificantBits());
            stepName.addString(stepBytes);
            block.endRow();
        }
        rows.insert("redrives", block);
    }
}
