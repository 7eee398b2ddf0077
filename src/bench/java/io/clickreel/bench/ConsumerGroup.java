package io.clickreel.bench;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;

/** The group in which all instances are. */
final class ConsumerGroup {
    private static final String NAME = "clicks-ingest";
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private ConsumerGroup() {}

    /** Deletes it, if there is one: static members stay in it for a while after they have gone. */
    static void forget(String broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            if (!exists(admin)) {
                return;
            }
            admin.removeMembersFromConsumerGroup(NAME, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            admin.deleteConsumerGroups(List.of(NAME)).all().get();
        }
    }

    /** Waits until it has so many members, and they have so many partitions. */
    static void await(String broker, int members, int partitions) throws Exception {
        long limit = System.nanoTime() + LIMIT_NANOS;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            while (!exists(admin) || !has(admin, members, partitions)) {
                if (System.nanoTime() > limit) {
                    throw new IllegalStateException("not all of the " + members + " consumers joined in time");
                }
                Thread.sleep(100);
            }
        }
    }

    private static boolean exists(Admin admin) throws Exception {
        return admin.listGroups().all().get().stream()
                .anyMatch(known -> known.groupId().equals(NAME));
    }

    private static boolean has(Admin admin, int members, int partitions) throws Exception {
        ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(NAME))
                .describedGroups()
                .get(NAME)
                .get();
        int assigned = group.members().stream()
                .mapToInt(member -> member.assignment().topicPartitions().size())
                .sum();
        return group.groupState() == GroupState.STABLE && group.members().size() == members && assigned == partitions;
    }
}
