package io.clickreel.run;

import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * The streams of the running routes that start with Clickreel. While a route file is replaced, or is wrong, they are the
 * ones before.
 */
final class LiveStreams implements Supplier<List<Stream>> {
    private final CamelContext camel;
    private final Path home;
    private volatile List<Stream> last = List.of();

    /** @param home the folder of {@code contracts/} */
    LiveStreams(CamelContext camel, Path home) {
        this.camel = camel;
        this.home = home;
    }

    /**
     * Reads the streams before the routes start.
     *
     * @throws StartupException if a route does not say what is needed
     */
    void begin() {
        last = StreamRoutes.of(camel, home);
    }

    @Override
    public List<Stream> get() {
        return all().stream().filter(Stream::enabled).toList();
    }

    private List<Stream> all() {
        try {
            List<Stream> now = StreamRoutes.of(camel, home);
            if (!now.isEmpty()) {
                last = now;
            }
        } catch (StartupException | ConcurrentModificationException e) {
            // The route's own failure says what is wrong with it, or Camel is about to add or replace one.
            return last;
        }
        return last;
    }

    /**
     * The stream that a group reads from a topic, also of a route that somebody has started by hand.
     *
     * @throws IllegalStateException if no route says so at the moment
     */
    Stream of(String group, String topic) {
        return all().stream()
                .filter(stream -> stream.group().equals(group) && stream.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no route stores the topic " + topic + " for the group " + group + " at the moment"));
    }

    List<String> tables() {
        return get().stream().map(Stream::table).distinct().toList();
    }
}
