package io.clickreel.health;

import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.stream.Stream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of topics that were deleted and made again while Clickreel runs: what they had and was not stored is gone, and they may
 * have fewer partitions than producers remember. Told until the next start, for nobody can bring it back.
 */
public final class TopicsMadeAgain {
    private static final Logger LOG = LoggerFactory.getLogger(TopicsMadeAgain.class);

    private final KafkaAdmin kafka;
    private final Supplier<List<Stream>> streams;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, String> told = new TreeMap<>();

    private record Seen(Uuid id, int partitions) {}

    public TopicsMadeAgain(KafkaAdmin kafka, Supplier<List<Stream>> streams) {
        this.kafka = kafka;
        this.streams = streams;
    }

    /** @throws KafkaException if Kafka does not answer */
    public void ask() {
        Map<String, TopicDescription> now = kafka.topics(
                streams.get().stream().map(Stream::topic).distinct().toList());
        now.forEach((name, topic) ->
                look(name, new Seen(topic.topicId(), topic.partitions().size())));
    }

    /** For the health check; empty while each topic is the one that was there at the start. */
    public synchronized String sentence() {
        return String.join(" ", told.values());
    }

    private synchronized void look(String name, Seen now) {
        Seen before = seen.put(name, now);
        if (before == null || before.id().equals(now.id())) {
            return;
        }
        String sentence = "topic " + name + " was deleted and made again while Clickreel runs (seen at "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "): partitions " + now.partitions() + ", before "
                + before.partitions()
                + ". What it had and was not stored is gone; './clickreel audit' names the offsets."
                + (now.partitions() < before.partitions()
                        ? " Producers that knew the old one fail until they have its new size. To give it back its"
                                + " partitions: kafka-topics.sh --bootstrap-server " + kafka.bootstrap()
                                + " --alter --topic " + name + " --partitions " + before.partitions() + "."
                        : "")
                + " This is told until the next start.";
        LOG.warn("Degraded: {}", sentence);
        told.put(name, sentence);
    }
}
