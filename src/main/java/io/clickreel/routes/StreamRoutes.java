package io.clickreel.routes;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.URISupport;

/**
 * Finds the streams in the routes: each route that reads a topic with {@code kafkaClientFactory: "#batches"}
 * stores one. The names of its group, topic and tables are there and nowhere else.
 */
public final class StreamRoutes {
    /** The client factory of a route that stores a stream. */
    public static final String CLIENT_FACTORY = "batches";

    /** The program's own tables, into which all streams write. */
    private static final Set<String> OF_ALL = Set.of("deliveries", "dead_letters", "contracts");

    private static final String OPTION = "additionalProperties.";

    private final ModelCamelContext camel;
    private final Path home;

    private StreamRoutes(CamelContext camel, Path home) {
        this.camel = (ModelCamelContext) camel;
        this.home = home;
    }

    /**
     * The streams of the routes that this context has now.
     *
     * @param home the folder of {@code contracts/}
     * @throws StartupException if a route does not say what is needed
     */
    public static List<Stream> of(CamelContext camel, Path home) {
        return new StreamRoutes(camel, home).streams();
    }

    /**
     * The streams of the route files, which are read, not started: for commands beside a pipeline, or without one.
     *
     * @param home the folder of {@code routes/}
     * @throws StartupException if a file cannot be read or a route does not say what is needed
     */
    public static List<Stream> ofFiles(Settings settings, Path home) {
        return List.copyOf(byFile(settings, home).keySet());
    }

    /** The same, each with its route's file. */
    public static Map<Stream, Path> byFile(Settings settings, Path home) {
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            Properties properties = settings.toProperties();
            camel.getPropertiesComponent().setInitialProperties(properties);
            Map<String, Path> fileOf = new HashMap<>();
            for (Map.Entry<Path, String> text : RouteFiles.read(settings, home).entrySet()) {
                Path file = text.getKey();
                load(camel, file, text.getValue());
                camel.getRouteDefinitions()
                        .forEach(route -> fileOf.putIfAbsent(Stream.nameOf(route.getRouteId()), file));
            }
            Map<Stream, Path> streams = new LinkedHashMap<>();
            of(camel, home).forEach(stream -> streams.put(stream, Objects.requireNonNull(fileOf.get(stream.name()))));
            return streams;
        } catch (IOException e) {
            throw new StartupException("The route files could not be read: " + e.getMessage(), e);
        }
    }

    private static void load(CamelContext camel, Path file, String text) {
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file.toString(), text));
        } catch (Exception e) {
            throw new StartupException(
                    file + " cannot be read as routes, so nobody knows which topic, group and table it means: "
                            + RootCause.of(e) + ". Correct it; a pipeline that runs goes on with what it had before.",
                    e);
        }
    }

    private List<Stream> streams() {
        List<Stream> streams = new ArrayList<>();
        for (RouteDefinition route : camel.getRouteDefinitions()) {
            String from = resolved(route.getInput().getEndpointUri());
            Map<String, Object> options = options(from);
            if (from.startsWith("kafka:") && ("#" + CLIENT_FACTORY).equals(options.get("kafkaClientFactory"))) {
                streams.add(stream(route, place(from), options));
            }
        }
        requireDistinct(streams);
        return streams;
    }

    private Stream stream(RouteDefinition route, String topic, Map<String, Object> options) {
        String id = route.getRouteId();
        Object group = options.get("groupId");
        if (group == null) {
            throw new StartupException(
                    "The route " + id + " stores a stream, but its kafka endpoint has no groupId: a new"
                            + " group at each start would read the whole topic again. Add groupId to its parameters.");
        }
        String deadTopic = said(options, Stream.DEAD_TOPIC).orElse(topic + ".dead");
        if (deadTopic.equals(topic)) {
            throw new StartupException("The route " + id + " has " + OPTION + Stream.DEAD_TOPIC + ": " + topic
                    + ", the topic that it reads, so each dead letter would be read and refused again, without end. Name"
                    + " another topic, or leave the option out: then it is " + topic + ".dead.");
        }
        return new Stream(
                Stream.nameOf(id),
                topic,
                group.toString(),
                deadTopic,
                table(id, needed(id, options, Stream.TABLE, "the table of its events, such as clicks")),
                home.resolve(needed(
                        id,
                        options,
                        Stream.CONTRACT,
                        "the file that says what a valid record is, such as contracts/dvd_clicks-value.schema.json")),
                startsByItself(camel, route));
    }

    /** Whether a route starts with Clickreel, as its file says. */
    static boolean startsByItself(CamelContext camel, RouteDefinition route) {
        String autoStartup = route.getAutoStartup();
        return autoStartup == null || Boolean.TRUE.equals(CamelContextHelper.parseBoolean(camel, autoStartup));
    }

    private static String table(String route, String table) {
        if (!table.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new StartupException(
                    "The route " + route + " has " + OPTION + Stream.TABLE + ": " + table
                            + ", but a table of events is named by letters, digits and _. Name it so, there and in its file in ddl/.");
        }
        if (OF_ALL.contains(table)) {
            throw new StartupException("The route " + route + " has " + OPTION + Stream.TABLE + ": " + table
                    + ", but that table is Clickreel's own. Name the table that a file in ddl/ makes for its events.");
        }
        return table;
    }

    private static String needed(String route, Map<String, Object> options, String option, String what) {
        return said(options, option)
                .orElseThrow(() -> new StartupException("The route " + route
                        + " stores a stream, but its kafka endpoint does not say which. Add " + OPTION + option
                        + " to its parameters: " + what + "."));
    }

    private static Optional<String> said(Map<String, Object> options, String option) {
        return Optional.ofNullable(options.get(OPTION + option))
                .map(value -> value.toString().strip())
                .filter(value -> !value.isEmpty());
    }

    /**
     * The ledger and the dead letters name a row by its topic, and the audit counts a whole table: so each topic and each
     * table is one stream's. Routes that do not start with Clickreel store nothing.
     */
    private static void requireDistinct(List<Stream> streams) {
        List<Stream> enabled = streams.stream().filter(Stream::enabled).toList();
        requireDistinct(
                streams,
                Stream::name,
                name ->
                        "are both named so by their routes, and commands, metrics and the ledger would take them for one"
                                + " stream. Give one of the routes another id");
        requireDistinct(
                enabled,
                Stream::topic,
                topic ->
                        "both read the topic " + topic + ", and each record would be delivered twice or by halves, with"
                                + " one ledger for both. Give one of their routes another topic, set autoStartup: false in it, or"
                                + " remove it; a second table of the same records is made by a materialized view");
        requireDistinct(
                enabled,
                Stream::table,
                table -> "both store their events in the table " + table + ", and nobody could tell whose a row is that"
                        + " is missing. Give one of their routes another " + OPTION + Stream.TABLE
                        + ", set autoStartup: false in it, or remove it");
    }

    private static void requireDistinct(
            List<Stream> streams, Function<Stream, String> what, UnaryOperator<String> sentence) {
        Map<String, Stream> byWhat = new HashMap<>();
        for (Stream stream : streams) {
            Stream other = byWhat.put(what.apply(stream), stream);
            if (other != null) {
                throw new StartupException("The streams " + other.name() + " and " + stream.name() + " "
                        + sentence.apply(what.apply(stream)) + ".");
            }
        }
    }

    private String resolved(String withPlaceholders) {
        return camel.resolvePropertyPlaceholders(withPlaceholders);
    }

    /** The text between the scheme and the options: a topic, a table, a name. */
    private static String place(String uri) {
        return uri.substring(uri.indexOf(':') + 1).replaceFirst("\\?.*$", "").replaceFirst("^//", "");
    }

    private static Map<String, Object> options(String uri) {
        try {
            return URISupport.parseQuery(URISupport.extractQuery(uri));
        } catch (URISyntaxException e) {
            throw new StartupException(uri + " is no endpoint: " + e.getMessage(), e);
        }
    }
}
