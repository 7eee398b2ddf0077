package io.clickreel.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RestingRoutesTest {
    @Test
    void aRouteThatWasStoppedOrSuspendedIsNamedUntilItRuns() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            // As Clickreel has it: it makes the routes themselves say that they do not start.
            camel.getRouteController().supervising();
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("timer:a").routeId("reads").log("beat");
                    from("timer:b").routeId("off").autoStartup(false).log("beat");
                }
            });
            camel.start();
            RestingRoutes resting = new RestingRoutes(camel);
            assertThat(resting.sentence()).isEmpty();

            camel.getRouteController().suspendRoute("reads");
            assertThat(resting.sentence())
                    .startsWith("reads is suspended (seen so at ")
                    .contains("./clickreel routes start");
            assertThat(resting.sentence()).doesNotContain("off is");

            camel.getRouteController().stopRoute("reads");
            assertThat(resting.sentence()).startsWith("reads is stopped");

            camel.getRouteController().startRoute("reads");
            assertThat(resting.sentence()).isEmpty();
        }
    }
}
