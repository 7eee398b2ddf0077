package io.clickreel.delivery;

import io.clickreel.StartupException;
import java.util.Set;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.PollOnError;
import org.jspecify.annotations.Nullable;

/** Refuses options of the route's {@code kafka:} endpoint with which events could be lost or doubled. */
final class EndpointCheck {
    private static final Set<PollOnError> KEEPING = Set.of(PollOnError.RECONNECT, PollOnError.RETRY, PollOnError.STOP);

    private final KafkaConfiguration kafka;

    private EndpointCheck(KafkaConfiguration kafka) {
        this.kafka = kafka;
    }

    /** @throws StartupException naming the option to change */
    static void check(KafkaConfiguration kafka) {
        new EndpointCheck(kafka).check();
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
