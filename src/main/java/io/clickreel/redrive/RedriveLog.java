package io.clickreel.redrive;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table {@code redrives}: what was begun, and what became of it. */
final class RedriveLog {
    private static final Sql OPEN = new Sql("""
            SELECT chunk_id, uniqExact(_topic_id, _partition, _offset) AS letters,
                toUnixTimestamp64Milli(min(at)) AS intended_ms
            FROM redrives
            WHERE _topic = {topic:String}
            GROUP BY chunk_id
            HAVING max(step) = 'intended'
            ORDER BY min(at)
            """);
    private static final Sql KNOWN =
            new Sql("SELECT count() FROM redrives WHERE _topic = {topic:String} AND chunk_id = {id:UUID}");
    private static final Sql DECIDED = new Sql("""
            INSERT INTO redrives (_topic, _topic_id, _partition, _offset, chunk_id, step)
            SELECT _topic, _topic_id, _partition, _offset, chunk_id, {step:String}
            FROM redrives FINAL
            WHERE _topic = {topic:String} AND chunk_id = {id:UUID} AND step = 'intended'
            """);

    private final ClickHouse clickHouse;
    private final String topic;

    /** A chunk of which only the intent is written. */
    record OpenChunk(UUID id, long letters, Instant intendedAt) {}

    RedriveLog(ClickHouse clickHouse, String topic) {
        this.clickHouse = clickHouse;
        this.topic = topic;
    }

    /** Must be called before the chunk is sent. */
    void intended(Chunk chunk) {
        write(chunk, "intended");
    }

    /** Must be called after the chunk's transaction was committed, and before that of the next chunk. */
    void done(Chunk chunk) {
        write(chunk, "done");
    }

    List<OpenChunk> open() {
        return clickHouse.rows(OPEN.with("topic", topic)).stream()
                .map(row -> new OpenChunk(
                        row.uuid("chunk_id"), row.number("letters"), Instant.ofEpochMilli(row.number("intended_ms"))))
                .toList();
    }

    boolean knows(UUID chunkId) {
        return clickHouse.number(KNOWN.with(Map.of("topic", topic, "id", chunkId))) > 0;
    }

    /** Writes down what became of a chunk that another run has begun. */
    void decide(OpenChunk chunk, boolean committed) {
        clickHouse.run(
                DECIDED.with(Map.of("topic", topic, "id", chunk.id(), "step", committed ? "done" : "withdrawn")));
    }

    private void write(Chunk chunk, String step) {
        clickHouse.insert(
                "redrives",
                chunk.letters().stream()
                        .map(StoredLetter::origin)
                        .map(origin -> Map.<String, Object>of(
                                "_topic", topic,
                                "_topic_id", origin.topicId(),
                                "_partition", origin.partition(),
                                "_offset", origin.offset(),
                                "chunk_id", chunk.id(),
                                "step", step))
                        .toList());
    }
}
