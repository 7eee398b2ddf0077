package io.clickreel.run;

import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The streams of the running routes. While a route file is replaced, or is wrong, they are the ones before. */
final class LiveStreams implements Supplier<List<Stream>> {
    private final CamelContext camel;
    private volatile List<Stream> last = List.of();

    LiveStreams(CamelContext camel) {
        this.camel = camel;
    }

    /**
     * Reads the streams before the routes start.
     *
     * @throws StartupException if a route does not say what is needed
     */
    void begin() {
        last = StreamRoutes.of(camel);
    }

    @Override
    public List<Stream> get() {
        try {
            List<Stream> now = StreamRoutes.of(camel);
            if (!now.isEmpty()) {
                last = now;
            }
        } catch (StartupException | ConcurrentModificationException e) {
            // The route's own failure says what is wrong with it, or Camel is about to add or replace one.
            return last;
        }
        return last;
    }

    /** The name of the stream that a group reads from a topic; the group if no route says so at the moment. */
    String nameOf(String group, String topic) {
        return get().stream()
                .filter(stream -> stream.group().equals(group) && stream.topic().equals(topic))
                .map(Stream::name)
                .findFirst()
                .orElse(group);
    }

    List<String> tables() {
        return get().stream().map(Stream::table).distinct().toList();
    }
}
