package io.clickreel.kafka;

import io.clickreel.RootCause;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The only way to Kafka's admin client: each question has the same time limit, and a failure says what was asked,
 * where, why there is no answer, and how to mend it. It connects at the first question. For any thread.
 */
public final class KafkaAdmin implements AutoCloseable {
    /** Added to the client's time limit: Kafka's client ends its calls itself, and says why. */
    private static final long GRACE_MS = 1_000;

    private final Properties properties;
    private final long limitMs;
    private @Nullable Admin admin;

    /** @param properties as {@link ClientProperties} makes them for an admin client */
    public KafkaAdmin(Properties properties) {
        this.properties = properties;
        this.limitMs = Long.parseLong(properties.getProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
    }

    /**
     * Whether a failure of a question is that Kafka answered, and refused whoever asks: waiting alone will not change its mind.
     * Another answer may change with time, such as that there are too few brokers yet.
     */
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof KafkaException && isRefusedBy(failure.getCause());
    }

    private static boolean isRefusedBy(@Nullable Throwable failure) {
        return failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof PolicyViolationException;
    }

    /** Kafka's address, for messages. */
    public String bootstrap() {
        return properties.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /**
     * Asks one question.
     *
     * @param what what is asked, for the sentence "Kafka does not tell ..."
     * @throws KafkaException if Kafka does not answer
     */
    public <T> T ask(String what, Function<Admin, KafkaFuture<T>> question) {
        return Objects.requireNonNull(
                askEach(what, admin -> Map.of(what, question.apply(admin)), (any, failure) -> false)
                        .get(what));
    }

    /**
     * Asks several questions at once.
     *
     * @param isLeftOut whether an answer may be missing because Kafka gave this failure instead
     * @throws KafkaException if Kafka does not answer another one
     */
    public <K, T> Map<K, T> askEach(
            String what, Function<Admin, Map<K, KafkaFuture<T>>> question, BiPredicate<K, Throwable> isLeftOut) {
        Map<K, T> answers = new HashMap<>();
        for (Map.Entry<K, KafkaFuture<T>> asked : begin(what, question).entrySet()) {
            Throwable failure;
            try {
                answers.put(asked.getKey(), asked.getValue().get(limitMs + GRACE_MS, TimeUnit.MILLISECONDS));
                continue;
            } catch (ExecutionException e) {
                failure = Objects.requireNonNullElse(e.getCause(), e);
            } catch (java.util.concurrent.TimeoutException e) {
                failure = new TimeoutException("no answer within " + limitMs + " ms");
            } catch (InterruptedException e) {
                // This exception's constructor interrupts the thread again.
                throw new InterruptException("interrupted while asking Kafka for " + what, e);
            }
            if (!isLeftOut.test(asked.getKey(), failure)) {
                throw unanswered(what, failure);
            }
        }
        return answers;
    }

    /** Asks Kafka for a sign of life. */
    public void ping() {
        ask("the nodes of the cluster", kafka -> kafka.describeCluster().nodes());
    }

    /** Describes a topic; its id changes when it is deleted and made again. */
    public TopicDescription topic(String name) {
        return ask(
                "topic " + name,
                kafka -> kafka.describeTopics(List.of(name)).topicNameValues().get(name));
    }

    /** Describes the topics that Kafka has, by name; the others are left out. */
    public Map<String, TopicDescription> topics(Collection<String> names) {
        return askEach(
                "the topics " + String.join(", ", names),
                kafka -> kafka.describeTopics(names).topicNameValues(),
                (name, failure) -> failure instanceof UnknownTopicOrPartitionException);
    }

    /** What a group has committed. */
    public Map<TopicPartition, OffsetAndMetadata> commits(String group) {
        return askEach(
                        "what group " + group + " has committed",
                        kafka -> Map.of(
                                group, kafka.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()),
                        (any, failure) -> failure instanceof GroupIdNotFoundException)
                .getOrDefault(group, Map.of());
    }

    /** How many consumers of a group have partitions now. */
    public int readers(String group) {
        return (int) members(group).stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    /**
     * The consumers by which a group reads a topic, or may read it in a moment: by the names that they keep when they start again;
     * those without one by their client ids, which several may have.
     */
    public List<String> readers(String group, String topic) {
        return members(group).stream()
                .filter(member -> {
                    Set<TopicPartition> read = member.assignment().topicPartitions();
                    return read.isEmpty()
                            || read.stream()
                                    .anyMatch(partition -> partition.topic().equals(topic));
                })
                .map(member -> member.groupInstanceId().orElse(member.clientId()))
                .toList();
    }

    private Collection<MemberDescription> members(String group) {
        return askEach(
                        "who reads in group " + group,
                        kafka -> kafka.describeConsumerGroups(List.of(group)).describedGroups(),
                        (any, failure) -> failure instanceof GroupIdNotFoundException)
                .values()
                .stream()
                .flatMap(described -> described.members().stream())
                .toList();
    }

    /**
     * The commits of all groups for a partition: a route may name another group today than yesterday. Groups that this
     * user may not see are left out.
     */
    public List<OffsetAndMetadata> commitsOfAllGroups(TopicPartition partition) {
        Map<String, ListConsumerGroupOffsetsSpec> asked =
                ask("the groups of the cluster", kafka -> kafka.listGroups().valid()).stream()
                        .collect(Collectors.toMap(GroupListing::groupId, group -> new ListConsumerGroupOffsetsSpec()
                                .topicPartitions(List.of(partition))));
        return askEach(
                        "what other groups have committed for " + partition,
                        kafka -> {
                            var answers = kafka.listConsumerGroupOffsets(asked);
                            return asked.keySet().stream()
                                    .collect(Collectors.toMap(group -> group, answers::partitionsToOffsetAndMetadata));
                        },
                        (group, failure) -> failure instanceof AuthorizationException
                                || failure instanceof GroupIdNotFoundException)
                .values()
                .stream()
                .map(commits -> commits.get(partition))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The offset at which a reader of this isolation stops, for each partition. */
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions, IsolationLevel isolation) {
        return offsets(partitions, OffsetSpec.latest(), isolation, (partition, failure) -> false);
    }

    /** @param isLeftOut as for {@link #askEach} */
    Map<TopicPartition, Long> offsets(
            Set<TopicPartition> partitions,
            OffsetSpec spec,
            IsolationLevel isolation,
            BiPredicate<TopicPartition, Throwable> isLeftOut) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        askEach(
                        "offsets of " + partitions,
                        kafka -> {
                            var answers = kafka.listOffsets(
                                    partitions.stream().collect(Collectors.toMap(asked -> asked, asked -> spec)),
                                    new ListOffsetsOptions(isolation));
                            return partitions.stream()
                                    .collect(Collectors.toMap(asked -> asked, answers::partitionResult));
                        },
                        isLeftOut)
                .forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private <K, T> Map<K, KafkaFuture<T>> begin(String what, Function<Admin, Map<K, KafkaFuture<T>>> question) {
        try {
            return question.apply(connected());
        } catch (KafkaException e) {
            throw unanswered(what, e);
        }
    }

    private synchronized Admin connected() {
        Admin connected = admin == null ? Admin.create(properties) : admin;
        admin = connected;
        return connected;
    }

    private KafkaException unanswered(String what, Throwable failure) {
        return new KafkaException(
                "Kafka at " + bootstrap() + (isDenied(failure) ? " refuses to tell " : " does not tell ") + what + ": "
                        + RootCause.of(failure) + ". " + mend(failure),
                failure);
    }

    /** Kafka does not let this user ask; where TLS fails, nobody has asked yet. */
    private static boolean isDenied(Throwable failure) {
        return failure instanceof AuthorizationException
                || failure instanceof AuthenticationException && !(failure instanceof SslAuthenticationException);
    }

    private String mend(Throwable failure) {
        String protocol = properties.getProperty(AdminClientConfig.SECURITY_PROTOCOL_CONFIG);
        if (failure instanceof AuthenticationException) {
            return "Correct kafka.security-protocol, kafka.sasl-* or kafka.client.*: they say who asks and whom it trusts. "
                    + (failure instanceof SslAuthenticationException
                            ? "The protocol is " + protocol + ": see that this port speaks TLS, and that"
                                    + " kafka.client.ssl.truststore.* has the authority of its certificate"
                            : "The protocol is " + protocol + "; the user is that of kafka.sasl-jaas-config");
        }
        if (failure instanceof AuthorizationException) {
            return "Give the user of kafka.sasl-jaas-config " + right(failure);
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return "./clickreel up makes the topics that kafka.topic and kafka.dead-topic name";
        }
        return "See that it runs there, and that this listener is one for kafka.security-protocol=" + protocol
                + "; kafka.broker-url (KAFKA_BROKER_URL) names it";
    }

    /** The right that lacks, as kafka-acls.sh names it. */
    private static String right(Throwable failure) {
        if (failure instanceof TopicAuthorizationException topics) {
            return "--operation Read and Describe on --topic " + String.join(", ", topics.unauthorizedTopics())
                    + " (Create too, where a topic is still to be made)";
        }
        if (failure instanceof GroupAuthorizationException group) {
            return "--operation Read on --group " + group.groupId();
        }
        return "the right to ask for it (kafka-acls.sh --cluster)";
    }
}
