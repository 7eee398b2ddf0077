package io.clickreel.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultSupervisingRouteController;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestingRoutesTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRouteThatWasStoppedOrSuspendedIsNamedUntilItRuns(boolean isSupervised) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            if (isSupervised) {
                camel.setRouteController(new DefaultSupervisingRouteController());
            }
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
