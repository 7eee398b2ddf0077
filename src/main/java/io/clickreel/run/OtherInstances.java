package io.clickreel.run;

import io.clickreel.StartupException;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;

/**
 * Refuses another group for a topic while other instances still read it by the group before: both would store the same records,
 * because each group has offsets of its own.
 */
final class OtherInstances {
    private final KafkaAdmin kafka;
    private final Supplier<List<Stream>> running;
    private final Pattern own;
    /** By which groups this instance has read each topic since its start. */
    private final Map<String, Set<String>> groupsOf = new ConcurrentHashMap<>();

    /**
     * @param running the streams that are read now
     * @param instance this instance's name in its groups; its consumers have a number behind it
     */
    OtherInstances(KafkaAdmin kafka, Supplier<List<Stream>> running, String instance) {
        this.kafka = kafka;
        this.running = running;
        this.own = Pattern.compile(Pattern.quote(instance) + "-\\d+");
    }

    /** @throws StartupException if others read the stream's topic by another group, or if nobody can tell */
    void requireNone(Stream stream) {
        running.get().forEach(each -> groupsOf.computeIfAbsent(each.topic(), topic -> ConcurrentHashMap.newKeySet())
                .add(each.group()));
        groupsOf.getOrDefault(stream.topic(), Set.of()).stream()
                .filter(group -> !group.equals(stream.group()))
                .forEach(group -> requireNone(stream, group));
    }

    private void requireNone(Stream stream, String group) {
        List<String> others;
        try {
            others = kafka.names(group).stream()
                    .filter(name -> !own.matcher(name).matches())
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
