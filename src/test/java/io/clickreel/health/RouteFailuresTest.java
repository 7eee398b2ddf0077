package io.clickreel.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteFailuresTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RouteFailures failures = new RouteFailures();
    private ProducerTemplate producer;

    @BeforeEach
    void start() throws Exception {
        camel.getManagementStrategy().addEventNotifier(failures);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().logExhausted(false));
                from("direct:one")
                        .routeId("one")
                        .process(exchange -> failIfAsked(exchange.getMessage().getBody()));
                from("direct:parts")
                        .routeId("parts")
                        .split(body())
                        .to("direct:part")
                        .end()
                        .process(exchange -> failIfAsked("fail"));
                from("direct:part").routeId("part").log("${body}");
            }
        });
        camel.start();
        producer = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aRouteThatFailsIsNamedWithCountAndReasonUntilItWorks() {
        assertThat(health().getState()).isEqualTo(State.UP);
        send("direct:one", "fail");
        send("direct:one", "fail");

        assertThat(health().getState()).isEqualTo(State.DOWN);
        assertThat(health().getMessage()).hasValueSatisfying(message -> assertThat(message)
                .startsWith("one is tried again after 2 failures since 20")
                .endsWith(", last: asked to fail"));

        send("direct:one", "work");
        assertThat(health().getState()).isEqualTo(State.UP);
    }

    @Test
    void thePartsOfASplitThatWorkDoNotHideThatTheWholeFails() {
        send("direct:parts", List.of("a", "b"));
        send("direct:parts", List.of("a", "b"));

        assertThat(health().getMessage())
                .hasValueSatisfying(message -> assertThat(message).startsWith("parts is tried again after 2 failures"));
    }

    private Result health() {
        return failures.healthCheck().call(Map.of());
    }

    private void send(String endpoint, Object body) {
        producer.send(endpoint, exchange -> exchange.getMessage().setBody(body));
    }

    private static void failIfAsked(Object body) {
        if ("fail".equals(body)) {
            throw new IllegalArgumentException("outer", new IllegalStateException("asked to fail"));
        }
    }
}
