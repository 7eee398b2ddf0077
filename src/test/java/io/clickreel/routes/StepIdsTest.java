package io.clickreel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.infer.RouteText;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** Logs, JMX and traces name a step by its id. One that Camel makes up, as bean10, is another one after the next edit. */
class StepIdsTest {
    @Test
    void eachStepOfTheShippedRoutesHasAnId() throws Exception {
        List<Resource> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(Services.home().resolve("routes"))) {
            all.sorted().forEach(file -> files.add(ResourceHelper.fromString(file.toString(), text(file))));
        }
        assertThat(nameless(files)).isEmpty();
    }

    @Test
    void eachStepOfANewStreamHasAnId() throws Exception {
        String route = RouteText.of(
                "orders", "orders", "orders-ingest", "orders.dead", "orders", "contracts/orders.schema.json");
        assertThat(nameless(List.of(ResourceHelper.fromString("orders-ingest.camel.yaml", route))))
                .isEmpty();
    }

    private static List<String> nameless(List<Resource> files) throws Exception {
        List<String> nameless = new ArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(files);
            int steps = 0;
            for (RouteDefinition route : camel.getRouteDefinitions()) {
                for (ProcessorDefinition<?> step :
                        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
                    steps++;
                    if (!step.hasCustomIdAssigned()) {
                        nameless.add(route.getRouteId() + ": " + step.getLabel());
                    }
                }
            }
            assertThat(steps).isPositive();
        }
        return nameless;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
