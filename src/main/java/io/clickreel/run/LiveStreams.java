package io.clickreel.run;

import io.clickreel.StartupException;
import io.clickreel.dashboard.streams.StreamRoute;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The streams of the running routes that start with Clickreel. While a route file is replaced, or is wrong, they are the
 * ones before.
 */
final class LiveStreams implements Supplier<List<Stream>> {
    private static final Pattern SETTING = Pattern.compile("\\{\\{([^{}:!?]+)(?::[^{}]*)?}}");

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

    /** Those that start with Clickreel, and those that somebody has started by hand. */
    List<Stream> active() {
        return routes().stream()
                .filter(route -> route.stream().enabled() || route.isRunning())
                .map(StreamRoute::stream)
                .toList();
    }

    /** All of them, also those that are off, with how their routes are. */
    List<StreamRoute> routes() {
        List<Stream> streams = all();
        try {
            Map<String, RouteDefinition> definitions = new HashMap<>();
            ((ModelCamelContext) camel)
                    .getRouteDefinitions()
                    .forEach(route -> definitions.putIfAbsent(Stream.nameOf(route.getRouteId()), route));
            return streams.stream()
                    .map(stream -> route(stream, definitions.get(stream.name())))
                    .toList();
        } catch (ConcurrentModificationException e) {
            // Camel is about to add or replace one.
            return streams.stream().map(stream -> route(stream, null)).toList();
        }
    }

    private StreamRoute route(Stream stream, @Nullable RouteDefinition definition) {
        if (definition == null) {
            return new StreamRoute(stream, null, null, false);
        }
        ServiceStatus status = camel.getRouteController().getRouteStatus(definition.getRouteId());
        String autoStartup = definition.getAutoStartup();
        Matcher setting = SETTING.matcher(autoStartup == null ? "" : autoStartup.strip());
        return new StreamRoute(
                stream,
                definition.getDescriptionText(),
                setting.matches() ? setting.group(1) : null,
                status != null && status.isStarted());
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
