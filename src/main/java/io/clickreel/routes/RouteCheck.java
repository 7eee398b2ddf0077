package io.clickreel.routes;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

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
        /**
         * Tries it on.
         *
         * @throws ContractException if its table does not fit
         * @throws StartupException if it could not be stored for another reason
         */
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
     * @param configuring the files that have a {@code routeConfiguration}, which counts for the routes of all files
     */
    public record Checked(List<Finding> findings, Map<Path, Set<String>> ids, Set<Path> configuring) {}

    /** @param files the text of each route file */
    public Checked check(SortedMap<Path, String> files) {
        try (TrialContext trial = new TrialContext(settings, beans)) {
            return new Trial(trial, home, use, new Findings(this::name)).of(files);
        } catch (Exception e) {
            throw e instanceof StartupException known
                    ? known
                    : new StartupException(
                            "The settings do not let a route be built: " + RootCause.of(e)
                                    + ". Correct them in application.properties, in the environment or with -D.",
                            e);
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
