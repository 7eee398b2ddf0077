package io.clickreel.routes;

import io.clickreel.RootCause;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.reifier.RouteReifier;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A context that is set up as the running one is, and in which routes are built but never started. */
final class TrialContext implements AutoCloseable {
    /** Of these every context has its own, so that a trial opens no port and shows nothing to anybody. */
    private static final List<String> OF_THE_RUNNING_ONE = List.of(
            "camel.main.",
            "camel.server.",
            "camel.management.",
            "camel.health.",
            "camel.metrics.",
            "camel.routecontroller.");

    private final DefaultCamelContext camel = new DefaultCamelContext(false);
    private final AutoCloseable beans;

    /** @throws Exception if the settings themselves are wrong */
    TrialContext(Properties settings, RouteCheck.Beans beans) throws Exception {
        camel.disableJMX();
        Properties properties = new Properties();
        settings.stringPropertyNames().stream()
                .filter(name -> OF_THE_RUNNING_ONE.stream().noneMatch(name::startsWith))
                .forEach(name -> properties.setProperty(name, settings.getProperty(name)));
        properties.setProperty(RouteFiles.INCLUDED, "false");
        this.beans = beans.bind(camel);
        SimpleMain main = new SimpleMain(camel);
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(properties);
        main.init();
        camel.init();
    }

    CamelContext camel() {
        return camel;
    }

    /**
     * Reads a file.
     *
     * @return its routes
     * @throws Exception if it is none
     */
    List<RouteDefinition> load(Path file, String text) throws Exception {
        List<RouteDefinition> before = List.copyOf(camel.getRouteDefinitions());
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file.toString(), text));
        List<RouteDefinition> loaded = new ArrayList<>(camel.getRouteDefinitions());
        loaded.removeIf(route -> before.stream().anyMatch(other -> other == route));
        return loaded;
    }

    /** @throws Exception if it cannot be built */
    Route build(RouteDefinition route) throws Exception {
        return new RouteReifier(camel, route).createRoute();
    }

    @Override
    public void close() {
        camel.stop();
        try {
            beans.close();
        } catch (Exception e) {
            throw new IllegalStateException("the beans of a trial cannot be closed: " + RootCause.of(e), e);
        }
    }
}
