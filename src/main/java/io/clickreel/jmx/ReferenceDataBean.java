package io.clickreel.jmx;

import io.clickreel.health.FilmsState;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.jspecify.annotations.Nullable;

/** A lookup table for JMX: {@code io.clickreel:type=ReferenceData,name=dim_film}. To read an attribute asks no service. */
@ManagedResource(description = "The lookup table that is kept fresh from a file in S3")
public final class ReferenceDataBean {
    private final Supplier<FilmsState> state;
    private final Callable<String> refresh;

    ReferenceDataBean(Supplier<FilmsState> state, Callable<String> refresh) {
        this.state = state;
        this.refresh = refresh;
    }

    @ManagedAttribute(description = "The number and hash of all rows that are live; empty if none are")
    public String getVersion() {
        return state.get().version();
    }

    @ManagedAttribute(description = "How many rows are live")
    public long getRows() {
        return state.get().rows();
    }

    @ManagedAttribute(description = "When they went live, in ISO 8601; null if none are live")
    public @Nullable String getLastRefresh() {
        return state.get().since();
    }

    @ManagedAttribute(description = "For how many seconds they are live; null if none are")
    public @Nullable Long getAgeSeconds() {
        return state.get().ageSeconds();
    }

    @ManagedAttribute(
            description = "When they were last seen to be those of the file, in ISO 8601; null if not since the start")
    public @Nullable String getLastCurrent() {
        return state.get().currentAt();
    }

    @ManagedAttribute(
            description = "Why the file in the bucket is not live, or what is to be known of it; empty if nothing is")
    public String getLastProblem() {
        String problem = state.get().problem();
        return problem == null ? "" : problem;
    }

    @ManagedOperation(description = "Looks at the file now instead of at its next time (dim-film.poll-ms)")
    public String refresh() throws Exception {
        return refresh.call();
    }
}
