package io.clickreel.routes;

import io.clickreel.RootCause;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.StartupSummaryLevel;
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
        // Nobody asks when a trial stops.
        camel.setStartupSummaryLevel(StartupSummaryLevel.Off);
        camel.init();
    }

    CamelContext camel() {
        return camel;
    }

    /** What can be named, by its name. */
    Map<String, Object> beans() {
        return camel.getRegistry().findByTypeWithName(Object.class);
    }

    void bind(String name, Object bean) {
        camel.getRegistry().bind(name, bean);
    }

    /** @throws Exception if it is no route file */
    RoutesBuilder read(Path file, String text) throws Exception {
        return PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(ResourceHelper.fromString(file.toString(), text))
                .iterator()
                .next();
    }

    /**
     * Takes a file's route configurations.
     *
     * @return whether there are any
     */
    boolean configure(RoutesBuilder file) throws Exception {
        int before = camel.getRouteConfigurationDefinitions().size();
        if (file instanceof RouteConfigurationsBuilder configurations) {
            camel.addRoutesConfigurations(configurations);
        }
        return camel.getRouteConfigurationDefinitions().size() > before;
    }

    /** Takes a file's routes; to be called after all files have been asked for their configurations. */
    List<RouteDefinition> add(RoutesBuilder file) throws Exception {
        List<RouteDefinition> before = List.copyOf(camel.getRouteDefinitions());
        camel.addRoutes(file);
        camel.addTemplatedRoutes(file);
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
