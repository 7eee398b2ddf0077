package io.clickreel.routes;

import static java.util.Objects.requireNonNull;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.delivery.BatchingClientFactory;
import io.clickreel.stream.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Looks for mistakes in route files before they are used: all of them together, as they would run, without a service and without
 * a message. For one thread at a time.
 */
public final class RouteCheck {
    /** Binds what routes refer to by name into a context. */
    public interface Beans {
        /** @return closes what was bound */
        AutoCloseable bind(CamelContext camel);
    }

    /** Looks whether a stream could be stored now. */
    public interface Use {
        /** @throws ContractException if it could not */
        void tryOn(Stream stream);
    }

    private final Properties settings;
    private final Path home;
    private final Beans beans;
    private final Use use;

    /**
     * @param settings as the running context gets them
     * @param home the folder of routes/ and contracts/
     * @param beans binds what the routes refer to by name
     * @param use tries each stream on, if services are there
     */
    public RouteCheck(Properties settings, Path home, Beans beans, Use use) {
        this.settings = settings;
        this.home = home;
        this.beans = beans;
        this.use = use;
    }

    /**
     * What came of a look.
     *
     * @param findings the mistakes; none: they can be used
     * @param ids of the routes in each file
     */
    public record Checked(List<Finding> findings, Map<Path, Set<String>> ids) {}

    /** @param files the text of each route file */
    public Checked check(SortedMap<Path, String> files) {
        try (TrialContext trial = new TrialContext(settings, beans)) {
            return new Trial(trial, files).run();
        } catch (Exception e) {
            throw e instanceof StartupException known
                    ? known
                    : new StartupException(
                            "The settings do not let a route be built: " + RootCause.of(e)
                                    + ". Correct them in application.properties, in the environment or with -D.",
                            e);
        }
    }

    private record Placed(Path file, RouteDefinition route, int line, int endLine) {}

    private final class Trial {
        private final TrialContext trial;
        private final CamelContext camel;
        private final Map<Path, String> files;
        private final Map<Path, YamlPlaces> places = new HashMap<>();
        private final List<Placed> routes = new ArrayList<>();
        /** Several routes may tell the same of one. */
        private final Set<Finding> findings = new LinkedHashSet<>();

        Trial(TrialContext trial, Map<Path, String> files) {
            this.trial = trial;
            this.camel = trial.camel();
            this.files = files;
        }

        Checked run() {
            files.forEach(this::load);
            requireIds();
            requireOwnIds();
            boolean allAreRead = findings.isEmpty();
            Map<Placed, Route> built = new LinkedHashMap<>();
            for (Placed placed : routes) {
                Route route = build(placed);
                if (route != null) {
                    built.put(placed, route);
                }
            }
            if (allAreRead && built.size() == routes.size()) {
                checkTogether(built);
            }
            if (findings.isEmpty()) {
                checkStreams(built);
            }
            Map<Path, Set<String>> ids = new HashMap<>();
            for (Placed placed : routes) {
                ids.computeIfAbsent(placed.file, file -> new LinkedHashSet<>()).add(placed.route.getRouteId());
            }
            return new Checked(List.copyOf(findings), ids);
        }

        private void load(Path file, String text) {
            places.put(file, new YamlPlaces(text));
            if (text.isBlank()) {
                findings.add(new Finding(name(file), 1, 0, "The file is empty. Write its routes, or delete it."));
                return;
            }
            int noText = text.indexOf('\uFFFD');
            if (noText >= 0) {
                findings.add(
                        new Finding(
                                name(file),
                                (int) text.substring(0, noText).lines().count(),
                                0,
                                "There are bytes that are no UTF-8, so nobody knows which letters are meant. Save the file as UTF-8."));
                return;
            }
            if (text.getBytes(StandardCharsets.UTF_8).length > RouteFiles.MOST_BYTES) {
                findings.add(new Finding(
                        name(file), 1, 0, "The file has more than 1 MB, which is no route. Save it elsewhere."));
                return;
            }
            try {
                // Camel takes the last of two keys, and of what is no list nothing.
                if (!YamlPlaces.isList(text)) {
                    findings.add(new Finding(
                            name(file),
                            1,
                            0,
                            "The file has no route. Write its routes as a list, each as \"- route:\", or delete it."));
                    return;
                }
                List<RouteDefinition> loaded = trial.load(file, text);
                for (int i = 0; i < loaded.size(); i++) {
                    routes.add(new Placed(
                            file,
                            loaded.get(i),
                            loaded.get(i).getLineNumber(),
                            i + 1 < loaded.size() ? loaded.get(i + 1).getLineNumber() : Integer.MAX_VALUE));
                }
            } catch (Exception | StackOverflowError e) {
                RouteFault fault = RouteFault.ofFile(e);
                YamlPlaces.Place found = requireNonNull(places.get(file)).find(fault.words(), 0, Integer.MAX_VALUE);
                findings.add(
                        found == null
                                ? new Finding(name(file), fault.line(), fault.column(), fault.sentence())
                                : new Finding(name(file), found.line(), found.column(), fault.sentence()));
            }
        }

        private void requireOwnIds() {
            Map<String, Placed> byId = new HashMap<>();
            for (Placed placed : routes) {
                Placed other = byId.putIfAbsent(placed.route.getRouteId(), placed);
                if (other != null) {
                    add(
                            placed,
                            fault(
                                    "Another route has the id " + placed.route.getRouteId() + " already: "
                                            + name(other.file) + ":" + other.line + ". Give one of them another id.",
                                    placed.route.getRouteId()));
                }
            }
        }

        /** Each edit of a route without an id would start one more, because Camel gives it another id each time. */
        private void requireIds() {
            for (Placed placed : routes) {
                if (placed.route.getId() == null || !placed.route.hasCustomIdAssigned()) {
                    add(
                            placed,
                            fault(
                                    "The route has no id, so nobody could tell which one an edit is about. Write"
                                            + " - route: with id: and a name that no other route has.",
                                    "from"));
                }
            }
        }

        /** Who comes second would not start, and take the place of the first one when that is edited. */
        private void requireOwnInputs(Map<Placed, Route> built) {
            Map<String, Placed> byInput = new HashMap<>();
            built.forEach((placed, route) -> {
                String input = route.getEndpoint().getEndpointKey().replaceFirst("\\?.*", "");
                if (input.startsWith("direct:") || input.startsWith("platform-http:")) {
                    Placed other = byInput.putIfAbsent(input, placed);
                    if (other != null) {
                        add(
                                placed,
                                fault(
                                        "The route " + other.route.getRouteId() + " begins with " + input
                                                + " already: " + name(other.file) + ":" + other.line
                                                + ". Give one of them another uri.",
                                        placed.route.getInput().getEndpointUri()));
                    }
                }
            });
        }

        private boolean isOff(RouteDefinition route) {
            return List.of("false").contains(camel.resolvePropertyPlaceholders(String.valueOf(route.getAutoStartup())))
                    || "false".equals(route.getPrecondition());
        }

        private Map<String, RouteDefinition> direct() {
            Map<String, RouteDefinition> direct = new LinkedHashMap<>();
            for (Placed placed : routes) {
                String from = placed.route.getInput() == null
                        ? ""
                        : placed.route.getInput().getEndpointUri();
                if (from.startsWith("direct:") && !isOff(placed.route)) {
                    direct.put(directOf(from), placed.route);
                }
            }
            return direct;
        }

        private static String directOf(String uri) {
            return uri.replaceFirst("\\?.*", "").replaceFirst("^direct://", "direct:");
        }

        private @Nullable Route build(Placed placed) {
            List<RouteFault> unknown = new NamedInRoute(camel).faults(placed.route);
            if (!unknown.isEmpty()) {
                unknown.forEach(fault -> add(placed, fault));
                return null;
            }
            try {
                Route route = trial.build(placed.route);
                checkTimes(placed, route);
                buildDynamicTargets(placed);
                if (BatchingClientFactory.ingests(route)) {
                    checkReading(placed, (KafkaEndpoint) route.getEndpoint());
                }
                return route;
            } catch (Exception | StackOverflowError e) {
                add(placed, RouteFault.ofRoute(e, camel));
                return null;
            }
        }

        /** Camel makes them when a message comes; their options are the same for each. */
        private void buildDynamicTargets(Placed placed) {
            for (ToDynamicDefinition to : ProcessorDefinitionHelper.filterTypeInOutputs(
                    placed.route.getOutputs(), ToDynamicDefinition.class)) {
                if (!to.getUri().startsWith("$")) {
                    camel.getEndpoint(
                            camel.resolvePropertyPlaceholders(to.getUri()).replaceAll("\\$\\{[^}]*}", "x"));
                }
            }
        }

        private void checkTimes(Placed placed, Route route) {
            List<String> uris = new ArrayList<>(List.of(route.getEndpoint().getEndpointUri()));
            ProcessorDefinitionHelper.filterTypeInOutputs(placed.route.getOutputs(), ToDefinition.class)
                    .forEach(to -> uris.add(camel.resolvePropertyPlaceholders(to.getUri())));
            for (String uri : uris) {
                EndpointOptions.withoutTime(camel, uri)
                        .forEach((name, value) -> add(
                                placed,
                                fault(
                                        name + " is '" + value + "', but a time is needed there: a number of"
                                                + " milliseconds, or as 10s. Correct it, or leave it out.",
                                        name)));
            }
        }

        /** What only all of them together show. */
        private void checkTogether(Map<Placed, Route> built) {
            Map<String, RouteDefinition> direct = direct();
            requireOwnInputs(built);
            DeliverySteps delivery = new DeliverySteps(direct);
            built.forEach((placed, route) -> {
                requireTargets(placed, direct.keySet());
                delivery.check(placed.route, route, (about, fault) -> routes.stream()
                        .filter(other -> other.route == about)
                        .forEach(other -> add(other, fault)));
            });
        }

        private void requireTargets(Placed placed, Set<String> direct) {
            for (ToDefinition to :
                    ProcessorDefinitionHelper.filterTypeInOutputs(placed.route.getOutputs(), ToDefinition.class)) {
                String uri = to.getUri();
                if (uri.startsWith("direct:") && !uri.contains("{{") && !direct.contains(directOf(uri))) {
                    add(
                            placed,
                            fault(
                                    "It sends to " + uri
                                            + ", but no route begins with it. Correct the name, write that"
                                            + " route, or let it start.",
                                    uri));
                }
            }
        }

        private void checkReading(Placed placed, KafkaEndpoint kafka) {
            try {
                ((BatchingClientFactory) kafka.getKafkaClientFactory()).check(kafka.getConfiguration());
            } catch (RuntimeException e) {
                add(placed, fault(String.valueOf(e.getMessage()), optionIn(String.valueOf(e.getMessage()))));
            }
        }

        private void checkStreams(Map<Placed, Route> built) {
            try {
                List<Stream> streams = StreamRoutes.of(camel, home);
                built.forEach((placed, route) -> {
                    if (BatchingClientFactory.ingests(route)) {
                        streams.stream()
                                .filter(stream -> stream.name().equals(Stream.nameOf(placed.route.getRouteId())))
                                .findFirst()
                                .ifPresentOrElse(
                                        stream -> checkUse(placed, stream),
                                        () -> add(
                                                placed,
                                                fault(
                                                        "The route reads in batches, but nobody would know its stream."
                                                                + " Write kafkaClientFactory: \"#batches\".",
                                                        "kafkaClientFactory")));
                    }
                });
            } catch (StartupException e) {
                String message = String.valueOf(e.getMessage());
                Placed about = routes.stream()
                        .filter(placed -> names(message, placed.route.getRouteId())
                                || names(message, Stream.nameOf(placed.route.getRouteId())))
                        .reduce((first, last) -> last)
                        .orElse(null);
                if (about == null) {
                    findings.add(new Finding("routes", 0, 0, message));
                } else {
                    add(about, fault(message, optionIn(message)));
                }
            }
        }

        private void checkUse(Placed placed, Stream stream) {
            if (!Files.isRegularFile(stream.contract())) {
                add(
                        placed,
                        fault(
                                "There is no file " + name(stream.contract()) + ", which is to say what a valid record"
                                        + " is. Correct its name, or write it.",
                                "additionalProperties.clickreel.contract"));
                return;
            }
            try {
                if (stream.enabled()) {
                    use.tryOn(stream);
                }
            } catch (ContractException e) {
                add(placed, fault(String.valueOf(e.getMessage()), "additionalProperties.clickreel.table"));
            }
        }

        private boolean names(String message, String name) {
            return message.matches("(?s).*(?<![\\w-])" + java.util.regex.Pattern.quote(name) + "(?![\\w-]).*");
        }

        /** The option that a message speaks of, as it stands in a file. */
        private String optionIn(String message) {
            var option = java.util.regex.Pattern.compile("(additionalProperties\\.[\\w.]+|has (\\w+)=|no (groupId))")
                    .matcher(message);
            if (!option.find()) {
                return "from";
            }
            return option.group(2) != null ? option.group(2) : option.group(3) != null ? "from" : option.group(1);
        }

        private RouteFault fault(String sentence, String word) {
            return new RouteFault(sentence, List.of(word), 0, 0);
        }

        private void add(Placed placed, RouteFault fault) {
            YamlPlaces.@Nullable Place place =
                    requireNonNull(places.get(placed.file)).find(fault.words(), placed.line, placed.endLine);
            findings.add(new Finding(
                    name(placed.file),
                    place == null ? placed.line : place.line(),
                    place == null ? 0 : place.column(),
                    fault.sentence()));
        }

        private String name(Path file) {
            return RouteCheck.this.name(file);
        }
    }

    /** A file as findings name it. */
    String name(Path file) {
        return file.startsWith(home) ? home.relativize(file).toString() : file.toString();
    }

    /** The findings as one text, each on a line. */
    public static String text(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator()));
    }
}
