package io.clickreel.run;

import io.clickreel.StartupException;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * Refuses another group for a topic while other instances still read it by the group before: both would store the same records,
 * because each group has offsets of its own.
 */
final class OtherInstances {
    private final KafkaAdmin kafka;
    private final Supplier<List<Stream>> running;
    private final BiFunction<String, Collection<String>, List<String>> othersOf;
    /** By which groups this instance has read each topic since its start. */
    private final Map<String, Set<String>> groupsOf = new ConcurrentHashMap<>();

    /**
     * @param running the streams that are read now
     * @param othersOf those of a group's members that are not this instance's consumers
     */
    OtherInstances(
            KafkaAdmin kafka,
            Supplier<List<Stream>> running,
            BiFunction<String, Collection<String>, List<String>> othersOf) {
        this.kafka = kafka;
        this.running = running;
        this.othersOf = othersOf;
    }

    /** @throws StartupException if others read the stream's topic by another group, or if nobody can tell */
    void requireNone(Stream stream) {
        List<Stream> now = running.get();
        now.forEach(each -> groupsOf.computeIfAbsent(each.topic(), topic -> ConcurrentHashMap.newKeySet())
                .add(each.group()));
        // What is read so already was asked for then; other edits do not depend on Kafka.
        if (now.stream()
                .noneMatch(each ->
                        each.topic().equals(stream.topic()) && each.group().equals(stream.group()))) {
            groupsOf.getOrDefault(stream.topic(), Set.of()).stream()
                    .filter(group -> !group.equals(stream.group()))
                    .forEach(group -> requireNone(stream, group));
        }
    }

    private void requireNone(Stream stream, String group) {
        List<String> others;
        try {
            others = othersOf.apply(group, kafka.readers(group, stream.topic())).stream()
                    .sorted()
                    .toList();
        } catch (KafkaException e) {
            throw new StartupException(
                    "The topic " + stream.topic() + " is read by the group " + group + "; with groupId "
                            + stream.group()
                            + " its records would be stored twice if another instance still reads by the old name, and that cannot be"
                            + " seen now: " + e.getMessage() + ".",
                    e);
        }
        if (!others.isEmpty()) {
            throw new StartupException("Others (" + String.join(", ", others) + ") read the topic " + stream.topic()
                    + " by the group " + group + "; with groupId " + stream.group()
                    + " here its records would be stored twice. Put the name back; to change it, stop all instances, change it for all"
                    + " of them, and start them.");
        }
    }
}
