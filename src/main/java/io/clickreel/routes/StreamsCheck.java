package io.clickreel.routes;

import io.clickreel.StartupException;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.delivery.BatchingClientFactory;
import io.clickreel.stream.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Whether the routes say of each stream what has to be known, and whether it could be stored. */
final class StreamsCheck {
    private static final Pattern OPTION =
            Pattern.compile("(additionalProperties\\.[\\w.]+|has (\\w+)=|no (groupId)|with (groupId) )");
    private static final int OF_READING = 2;
    private static final int OF_GROUP = 4;

    private final CamelContext camel;
    private final Path home;
    private final RouteCheck.Use use;
    private final Findings findings;

    /** @param home the folder of contracts/ */
    StreamsCheck(CamelContext camel, Path home, RouteCheck.Use use, Findings findings) {
        this.camel = camel;
        this.home = home;
        this.use = use;
        this.findings = findings;
    }

    void check(List<Placed> routes, Map<Placed, Route> built) {
        try {
            List<Stream> streams = StreamRoutes.of(camel, home);
            built.forEach((placed, route) -> {
                if (BatchingClientFactory.ingests(route)) {
                    streams.stream()
                            .filter(stream -> stream.name()
                                    .equals(Stream.nameOf(placed.route().getRouteId())))
                            .findFirst()
                            .ifPresentOrElse(
                                    stream -> checkUse(placed, stream),
                                    () -> findings.add(
                                            placed,
                                            "kafkaClientFactory",
                                            "The route reads in batches, but nobody would know its stream."
                                                    + " Write kafkaClientFactory: \"#batches\"."));
                }
            });
        } catch (StartupException e) {
            String message = String.valueOf(e.getMessage());
            routes.stream()
                    .filter(placed -> names(message, placed.route().getRouteId())
                            || names(message, Stream.nameOf(placed.route().getRouteId())))
                    .reduce((first, last) -> last)
                    .ifPresentOrElse(
                            about -> findings.add(about, optionIn(message), message),
                            () -> findings.addWithoutPlace(message));
        }
    }

    private void checkUse(Placed placed, Stream stream) {
        if (!Files.isRegularFile(stream.contract())) {
            findings.add(
                    placed,
                    "additionalProperties.clickreel.contract",
                    "There is no file " + findings.name(stream.contract()) + ", which is to say what a valid record"
                            + " is. Correct its name, or write it.");
            return;
        }
        try {
            if (stream.enabled()) {
                use.tryOn(stream);
            }
        } catch (ContractException e) {
            findings.add(placed, "additionalProperties.clickreel.table", String.valueOf(e.getMessage()));
        } catch (StartupException e) {
            String message = String.valueOf(e.getMessage());
            findings.add(placed, optionIn(message), message);
        }
    }

    private static boolean names(String message, String name) {
        return message.matches("(?s).*(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-]).*");
    }

    /** The option that a message speaks of, as it stands in a file. */
    static String optionIn(String message) {
        var option = OPTION.matcher(message);
        if (!option.find()) {
            return "from";
        }
        if (option.group(OF_READING) != null) {
            return option.group(OF_READING);
        }
        if (option.group(OF_GROUP) != null) {
            return option.group(OF_GROUP);
        }
        return option.group(OF_READING + 1) != null ? "from" : option.group(1);
    }
}
