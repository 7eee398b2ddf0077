package io.clickreel.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

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
        try (Admin admin = Admin.create(connection)) {
            Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
            for (GroupListing group : admin.listGroups().valid().get(LIMIT_S, TimeUnit.SECONDS)) {
                asked.put(group.groupId(), new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition)));
            }
            ListConsumerGroupOffsetsResult answers = admin.listConsumerGroupOffsets(asked);
            List<OffsetAndMetadata> commits = new ArrayList<>();
            for (String group : asked.keySet()) {
                OffsetAndMetadata commit = commit(answers.partitionsToOffsetAndMetadata(group), partition);
                if (commit != null) {
                    commits.add(commit);
                }
            }
            return commits;
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "The commits of other groups for " + partition + " could not be read: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new KafkaException("The commits of other groups for " + partition + " could not be read in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking for the commits of other groups", e);
        }
    }

    private static @Nullable OffsetAndMetadata commit(
            KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> answer, TopicPartition partition)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return answer.get(LIMIT_S, TimeUnit.SECONDS).get(partition);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException || e.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw e;
        }
    }
}
