package io.clickreel.cli;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.kafka.PartitionOffsets;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.stream.Stream;
import java.util.Map;
import java.util.Set;

/**
 * What has become of a stream so far.
 *
 * @param rows in its table; -1: the table is not there
 * @param deadLetters of its topic
 * @param waiting records that Kafka has and the stream's group has not stored; -1: Kafka does not have the topic
 * @param readers consumers of its group that have partitions now
 */
record StreamState(long rows, long deadLetters, long waiting, int readers) {
    private static final Sql ROWS = new Sql("SELECT count() FROM {table:Identifier}");
    private static final Sql DEAD = new Sql("SELECT count() FROM dead_letters FINAL WHERE _topic = {topic:String}");

    static StreamState of(Stream stream, ClickHouse clickHouse, KafkaAdmin kafka) {
        Map<?, PartitionOffsets> partitions =
                TopicSurvey.ask(kafka, Set.of(stream.topic()), stream.group()).partitions();
        return new StreamState(
                Tables.read(clickHouse).find(stream.table()).isPresent()
                        ? clickHouse.number(ROWS.with("table", stream.table()))
                        : -1,
                clickHouse.number(DEAD.with("topic", stream.topic())),
                partitions.isEmpty()
                        ? -1
                        : partitions.values().stream()
                                .mapToLong(offsets -> Math.max(
                                        0, offsets.end() - offsets.committed().orElse(offsets.start())))
                                .sum(),
                kafka.readers(stream.group()));
    }

    /** Whether anybody reads the topic for this stream. */
    String reading() {
        return readers > 0 ? "yes" : "no";
    }

    String stored() {
        return rows < 0 ? "no table" : Long.toString(rows);
    }

    String left() {
        return waiting < 0 ? "no topic" : Long.toString(waiting);
    }

    String share() {
        long records = Math.max(0, rows) + deadLetters;
        return records == 0
                ? ""
                : String.format(java.util.Locale.ROOT, " (%.2f %% of the records)", 100.0 * deadLetters / records);
    }
}
