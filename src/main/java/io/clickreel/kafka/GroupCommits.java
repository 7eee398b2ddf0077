package io.clickreel.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/** What the groups of a cluster have committed: the group that a route names today may not be the one of yesterday. */
public final class GroupCommits {
    private static final long LIMIT_S = 10;

    private final Properties connection;

    /** @param connection properties of an admin client */
    public GroupCommits(Properties connection) {
        this.connection = connection;
    }

    /**
     * The commits of all groups for a partition; none of those that this user may not see.
     *
     * @throws KafkaException if Kafka does not answer within ten seconds
     */
    public List<OffsetAndMetadata> of(TopicPartition partition) {
        List<OffsetAndMetadata> commits = new ArrayList<>();
        try (Admin admin = Admin.create(connection)) {
            for (ConsumerGroupListing group : admin.listConsumerGroups().valid().get(LIMIT_S, TimeUnit.SECONDS)) {
                ListConsumerGroupOffsetsSpec asked =
                        new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
                OffsetAndMetadata commit = admin.listConsumerGroupOffsets(Map.of(group.groupId(), asked))
                        .partitionsToOffsetAndMetadata(group.groupId())
                        .get(LIMIT_S, TimeUnit.SECONDS)
                        .get(partition);
                if (commit != null) {
                    commits.add(commit);
                }
            }
            return commits;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return commits;
            }
            throw new KafkaException(
                    "The commits of other groups for " + partition + " could not be read: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new KafkaException("The commits of other groups for " + partition + " could not be read in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking for the commits of other groups", e);
        }
    }
}
