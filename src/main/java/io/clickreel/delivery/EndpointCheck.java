package io.clickreel.delivery;

import io.clickreel.StartupException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Refuses options of the route's {@code kafka:} endpoint with which events could be lost or doubled. */
final class EndpointCheck {
    private static final Set<PollOnError> KEEPING = Set.of(PollOnError.RECONNECT, PollOnError.RETRY, PollOnError.STOP);

    private static final String ONE_TOPIC = "each topic is a stream of its own, with a table of its own";

    private final KafkaConfiguration kafka;

    private EndpointCheck(KafkaConfiguration kafka) {
        this.kafka = kafka;
    }

    /** @throws StartupException naming the option to change */
    static void check(KafkaConfiguration kafka) {
        new EndpointCheck(kafka).check();
    }

    /**
     * Looks at the values that the route's consumers would start with.
     *
     * @throws StartupException naming the first that Kafka does not take
     */
    static void requireValues(Properties consumer) {
        Map<String, String> values = new HashMap<>();
        consumer.forEach((name, value) -> values.put(name.toString(), value.toString()));
        // What a config provider says is known when the consumer starts.
        values.values().removeIf(value -> value.contains("${"));
        for (ConfigValue value : ConsumerConfig.configDef().validate(values)) {
            if (values.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
                throw new StartupException("The route's kafka endpoint has " + inRoute(value.name()) + "="
                        + values.get(value.name()) + ", which Kafka's consumer does not take: "
                        + value.errorMessages().get(0) + ". Correct it, or leave it out.");
            }
        }
    }

    /**
     * Looks at what delivery rests on as the consumers will have it: additional properties are stronger than options.
     *
     * @throws StartupException naming the first that is otherwise
     */
    static void requireGuarantee(Properties consumer, KafkaConfiguration kafka) {
        Map<String, String> needed = Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.GROUP_ID_CONFIG,
                kafka.getGroupId());
        needed.forEach((name, value) -> {
            String given = String.valueOf(consumer.getOrDefault(name, value));
            if (!given.equals(value)) {
                throw new StartupException("The route's kafka endpoint has " + name + "=" + given
                        + ", but exactly-once delivery rests on " + value + ". Leave it out of its options and of its"
                        + " additionalProperties.");
            }
        });
    }

    /** As Camel spells it. */
    private static String inRoute(String name) {
        return Pattern.compile("\\.(\\w)").matcher(name).replaceAll(letter -> letter.group(1)
                .toUpperCase(Locale.ROOT));
    }

    private void check() {
        refuse(
                kafka.isAutoCommitEnable(),
                "autoCommitEnable",
                true,
                false,
                "offsets would be committed before ClickHouse has the rows");
        refuse(
                kafka.isAllowManualCommit(),
                "allowManualCommit",
                true,
                false,
                "an offset that the route commits would pass rows that are not stored");
        refuse(
                kafka.isBatching(),
                "batching",
                true,
                false,
                "Camel would make and commit batches by itself; #batches does that here");
        refuse(
                kafka.isBreakOnFirstError(),
                "breakOnFirstError",
                true,
                false,
                "Camel would seek by itself after an error; the batch comes again without that");
        refuse(
                !KEEPING.contains(kafka.getPollOnError()),
                "pollOnError",
                kafka.getPollOnError(),
                PollOnError.RECONNECT,
                "a poll that fails would skip records");
        refuse(
                kafka.getConsumersCount() < 1,
                "consumersCount",
                kafka.getConsumersCount(),
                1,
                "nobody would read the topic");
        refuse(kafka.isTopicIsPattern(), "topicIsPattern", true, false, ONE_TOPIC);
        if (kafka.getTopic().contains(",")) {
            throw new StartupException("The kafka endpoint reads the topics " + kafka.getTopic() + " in batches, but "
                    + ONE_TOPIC + ". Write a route for each of them.");
        }
        if (kafka.getGroupId() == null) {
            throw refused("has no groupId", "a new group at each start would read the whole topic again", "groupId");
        }
        if (kafka.getOffsetRepository() != null) {
            throw refused("has an offsetRepository", "offsets are kept in Kafka, with each batch's end", null);
        }
        if (kafka.getSeekTo() != null) {
            throw refused("has seekTo=" + kafka.getSeekTo(), "it would read from there at each assignment again", null);
        }
    }

    private void refuse(boolean wrong, String option, Object value, Object right, String why) {
        if (wrong) {
            throw refused("has " + option + "=" + value, why, option + ": " + right);
        }
    }

    /** @param right what to write; null: the option has to go */
    private StartupException refused(String what, String why, @Nullable String right) {
        return new StartupException("The kafka endpoint that reads the topic " + kafka.getTopic() + " in batches "
                + what + ": " + why + ". "
                + (right == null ? "Remove it" : "Set " + right)
                + " in its route's file in routes/, or in camel.component.kafka.* of application.properties.");
    }
}
