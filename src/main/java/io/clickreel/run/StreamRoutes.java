package io.clickreel.run;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.URISupport;

/**
 * Finds the streams in the routes: each route that reads a topic with {@code kafkaClientFactory: "#clickBatches"}
 * stores one. The names of its group, topic and tables are there and nowhere else.
 */
public final class StreamRoutes {
    /** The client factory of a route that stores a stream. */
    static final String CLIENT_FACTORY = "clickBatches";

    private static final String INCLUDED = "camel.main.routes-include-pattern";
    /** The program's own tables, into which all streams write. */
    private static final Set<String> OF_ALL = Set.of("deliveries", "dead_letters");

    private final ModelCamelContext camel;

    private StreamRoutes(CamelContext camel) {
        this.camel = (ModelCamelContext) camel;
    }

    /**
     * The streams of the routes that this context has now.
     *
     * @throws StartupException if a route does not say what is needed
     */
    static List<Stream> of(CamelContext camel) {
        return new StreamRoutes(camel).streams();
    }

    /**
     * The streams of the route files, which are read, not started: for commands beside a pipeline, or without one.
     *
     * @param home the folder of {@code routes/}
     * @throws StartupException if a file cannot be read or a route does not say what is needed
     */
    public static List<Stream> ofFiles(Settings settings, Path home) {
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            Properties properties = settings.toProperties();
            camel.getPropertiesComponent().setInitialProperties(properties);
            for (Path file : files(properties.getProperty(INCLUDED, ""), home)) {
                load(camel, file);
            }
            return of(camel);
        } catch (IOException e) {
            throw new StartupException("The route files could not be read: " + e.getMessage(), e);
        }
    }

    /**
     * The only stream of the route files.
     *
     * @throws StartupException if there is none, or more than one
     */
    public static Stream ofFile(Settings settings, Path home) {
        List<Stream> streams = ofFiles(settings, home);
        if (streams.size() != 1) {
            throw new StartupException("The routes store " + streams.size() + " streams ("
                    + streams.stream().map(Stream::name).collect(Collectors.joining(", "))
                    + "), but one is expected: one route whose kafka endpoint has kafkaClientFactory: \"#"
                    + CLIENT_FACTORY + "\". Look into " + home.resolve("routes") + ".");
        }
        return streams.get(0);
    }

    private static Collection<Path> files(String pattern, Path home) throws IOException {
        Collection<Path> files = new TreeSet<>();
        for (String each : pattern.split(",", -1)) {
            String place = each.strip();
            if (!place.startsWith("file:")) {
                continue;
            }
            Path path = home.resolve(place.substring("file:".length()));
            Path folder = path.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(folder, path.getFileName().toString())) {
                found.forEach(files::add);
            }
        }
        return files;
    }

    private static void load(CamelContext camel, Path file) {
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(file.toString(), Files.readString(file)));
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
            String from = uri(route.getInput().getEndpointUri());
            Map<String, Object> options = options(from);
            if (from.startsWith("kafka:") && ("#" + CLIENT_FACTORY).equals(options.get("kafkaClientFactory"))) {
                streams.add(stream(route, place(from), options));
            }
        }
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
        Set<String> tables = new TreeSet<>();
        Set<String> deadTopics = new TreeSet<>();
        follow(route, true, tables, deadTopics, new HashSet<>());
        if (tables.size() != 1) {
            throw new StartupException("The route " + id + " stores its stream in "
                    + (tables.isEmpty() ? "no table" : "several tables (" + String.join(", ", tables) + ")")
                    + ", but one is expected: one step \"to: clickhouse:...\" beside those of "
                    + String.join(" and ", new TreeSet<>(OF_ALL))
                    + ".");
        }
        return new Stream(
                Stream.nameOf(id),
                topic,
                group.toString(),
                deadTopics.stream().findFirst().orElse(""),
                tables.iterator().next());
    }

    /** Gathers where a route sends to, and the routes that it calls. */
    private void follow(
            RouteDefinition route, boolean own, Set<String> tables, Set<String> topics, Set<String> followed) {
        if (!followed.add(route.getRouteId())) {
            return;
        }
        for (ToDefinition to : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
            String uri = uri(to.getEndpointUri());
            if (own && uri.startsWith("clickhouse:")) {
                String table = place(uri).replaceFirst("^.*\\.", "");
                if (!OF_ALL.contains(table)) {
                    tables.add(table);
                }
            } else if (uri.startsWith("kafka:")) {
                topics.add(place(uri));
            } else if (uri.startsWith("direct:")) {
                camel.getRouteDefinitions().stream()
                        .filter(called ->
                                place(uri(called.getInput().getEndpointUri())).equals(place(uri))
                                        && called.getInput().getEndpointUri().startsWith("direct:"))
                        .forEach(called -> follow(called, false, tables, topics, followed));
            }
        }
    }

    private String uri(String withPlaceholders) {
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
