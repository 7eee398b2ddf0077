package io.clickreel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.audit.Audit;
import io.clickreel.audit.AuditReport;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.replay.Replay;
import io.clickreel.replay.ReplayRequest;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Good clicks sent to the pipeline's topic, and the question that matters: is each one stored, and once? */
public abstract class DeliveryTestSupport extends PipelineTestSupport {
    private static final String GROUP = "clicks-ingest";
    private static final List<String> VIEWS =
            List.of("film_clicks_per_minute", "user_clicks_per_minute", "device_events_per_minute", "sessions");

    private long sent;

    /** Sends so many and waits until Kafka has them. */
    protected final void sendClicks(int count) {
        for (int i = 0; i < count; i++) {
            String user = "u_" + i % 50;
            send(user, """
                    {"event_id": "%s", "event_ts": "2026-01-31 12:%02d:51.766", "user_id": "%s",
                     "session_id": "s_%s", "film_id": %d, "event_type": "view", "page": "browse", "position": 9,
                     "device": "tablet", "referrer": "recommendation"}
                    """.formatted(UUID.randomUUID(), i % 60, user, user, 1 + i % 300));
        }
        flush();
        sent += count;
    }

    protected final long sent() {
        return sent;
    }

    /** Clicks that come all the time, so many at once, until it is closed; nothing else may send meanwhile. */
    protected final SteadyWork steadyClicks(int count) {
        return new SteadyWork(() -> sendClicks(count));
    }

    /** Each click that was sent is in the table once, in each view once, and its offset is committed. */
    protected final void assertAllDeliveredOnce() {
        assertThat(query("SELECT count(), uniqExact(event_id), uniqExact(_partition, _offset) FROM clicks"))
                .as("rows, clicks, records")
                .isEqualTo(sent + "\t" + sent + "\t" + sent);
        for (String view : VIEWS) {
            assertThat(count("(SELECT sum(clicks) FROM " + view + ")")).as(view).isEqualTo(sent);
        }
        assertThat(count("(SELECT sum(rows) FROM batches)")).as("batches").isEqualTo(sent);
        assertThat(count("(SELECT count() FROM dead_letters)"))
                .as("dead letters")
                .isZero();
        assertThat(committed()).as("committed").isEqualTo(sent).isEqualTo(ends());
    }

    /** Sum of the committed offsets. */
    protected final long committed() {
        try (Admin admin = admin()) {
            return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> partitions().contains(entry.getKey()))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids that Kafka gave the pipeline's consumers when they joined. */
    protected final Set<String> memberIds() {
        try (Admin admin = admin()) {
            return admin.describeConsumerGroups(Set.of(GROUP)).describedGroups().get(GROUP).get().members().stream()
                    .filter(member ->
                            member.assignment().topicPartitions().stream().anyMatch(partitions()::contains))
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes all clicks since then again, as {@code ./clickreel replay --from} does. */
    protected final void replayFrom(String from) throws InterruptedException {
        try (Replay replay = new Replay(
                clickHouse(),
                kafka(),
                stream(),
                streams(),
                ValueReader.PLAIN,
                progress -> {},
                sentence -> {},
                () -> false)) {
            assertThat(replay.run(ReplayRequest.parse(from, null, null), false)).isTrue();
        }
    }

    /** What {@code ./clickreel audit} says of a stream. */
    protected final AuditReport auditOf(Stream stream) {
        try (ClickHouse clickHouse = clickHouse().open();
                KafkaAdmin kafka = new KafkaAdmin(kafka().admin("audit"))) {
            return new Audit(clickHouse, kafka, stream, streams()).run(null);
        }
    }

    protected final void assertAudited(Stream stream) {
        AuditReport report = auditOf(stream);
        assertThat(report.verdict().exitCode()).as(report.text()).isZero();
    }

    protected final String health() {
        return get("management.port", "/observe/health");
    }

    /** Deletes all that the topic has, as retention would. */
    protected final void deleteRecords() {
        try (Admin admin = admin()) {
            admin.deleteRecords(partitions().stream()
                            .collect(Collectors.toMap(
                                    partition -> partition, partition -> RecordsToDelete.beforeOffset(-1))))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sum of the offsets after the last records. */
    protected final long ends() {
        return partitions().stream()
                .mapToLong(partition -> ends(partition.partition()))
                .sum();
    }

    protected final long ends(int partition) {
        TopicPartition asked = partitions().get(partition);
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(asked, OffsetSpec.latest()))
                    .partitionResult(asked)
                    .get()
                    .offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    protected final List<TopicPartition> partitions() {
        String topic = settings().text("kafka.topic");
        return List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    }

    private Admin admin() {
        return Admin.create(kafka().admin("test"));
    }
}
