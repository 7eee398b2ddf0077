package io.clickreel.jmx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.health.CheckState;
import io.clickreel.health.PipelineState.State;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.RouteController;

/** All of this instance for JMX: {@code io.clickreel:type=Pipeline}. To read an attribute asks the services. */
@ManagedResource(
        description = "This instance of Clickreel as a whole; answers of services of the last two seconds count")
public final class PipelineBean {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<State> state;

    private final RouteController routes;

    PipelineBean(Supplier<State> state, RouteController routes) {
        this.state = state;
        this.routes = routes;
    }

    @ManagedAttribute(description = "DOWN if any health check is, else DEGRADED if any is, else UP")
    public String getState() {
        return state.get().state();
    }

    @ManagedAttribute(description = "The version of Clickreel")
    public String getVersion() {
        return state.get().version();
    }

    @ManagedAttribute(description = "When it has started, in ISO 8601")
    public String getSince() {
        return state.get().since();
    }

    @ManagedAttribute(description = "For how many seconds it runs")
    public long getUptimeSeconds() {
        return state.get().uptimeSeconds();
    }

    @ManagedAttribute(description = "The health checks that are not UP: name, state, since when, and what to do")
    public String[] getProblems() {
        return state.get().checks().stream()
                .filter(check -> !check.state().equals("UP"))
                .map(PipelineBean::sentence)
                .toArray(String[]::new);
    }

    private static String sentence(CheckState check) {
        return check.name() + " is " + check.state() + " since " + check.since()
                + (check.message() == null ? "" : ": " + check.message());
    }

    @ManagedOperation(
            description =
                    "All that is known, as one JSON object: the same as ./clickreel status --json and /api/pipeline")
    public String status() throws JsonProcessingException {
        return JSON.writeValueAsString(state.get());
    }

    @ManagedOperation(description = "Starts the route of this id, also one that is off, and returns its state")
    public String startRoute(String id) throws Exception {
        routes.startRoute(id);
        return state(id);
    }

    @ManagedOperation(description = "Stops the route of this id: what it has at work is ended first. Returns its state")
    public String stopRoute(String id) throws Exception {
        routes.stopRoute(id);
        return state(id);
    }

    @ManagedOperation(description = "Suspends the route of this id: it takes nothing new. Returns its state")
    public String suspendRoute(String id) throws Exception {
        routes.suspendRoute(id);
        return state(id);
    }

    @ManagedOperation(description = "Lets the route of this id run again that was suspended, and returns its state")
    public String resumeRoute(String id) throws Exception {
        routes.resumeRoute(id);
        return state(id);
    }

    private String state(String id) {
        return String.valueOf(routes.getRouteStatus(id));
    }
}
