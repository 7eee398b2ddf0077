package io.clickreel.jmx;

import io.clickreel.health.ServiceState;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.jspecify.annotations.Nullable;

/** A service that is used, for JMX: {@code io.clickreel:type=Service,name=kafka}. To read an attribute asks it. */
@ManagedResource(
        description =
                "A service that Clickreel uses, as its health check sees it; the answer of the last two seconds counts")
public final class ServiceBean {
    private final String name;
    private final Supplier<List<ServiceState>> states;

    ServiceBean(String name, Supplier<List<ServiceState>> states) {
        this.name = name;
        this.states = states;
    }

    private <T> @Nullable T of(Function<ServiceState, T> what) {
        return states.get().stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .map(what)
                .orElse(null);
    }

    @ManagedAttribute(description = "UP, DOWN or UNKNOWN")
    public @Nullable String getState() {
        return of(ServiceState::state);
    }

    @ManagedAttribute(description = "When it was first seen so, in ISO 8601")
    public @Nullable String getSince() {
        return of(ServiceState::since);
    }

    @ManagedAttribute(description = "Where it is, and which setting says so")
    public @Nullable String getAddress() {
        return of(ServiceState::address);
    }

    @ManagedAttribute(description = "What is wrong with it; empty if nothing is")
    public @Nullable String getProblem() {
        return of(state -> state.problem() == null ? "" : state.problem());
    }
}
