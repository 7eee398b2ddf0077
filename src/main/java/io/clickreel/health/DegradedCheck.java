package io.clickreel.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A health check that is up, and degraded while its supplier gives a sentence. */
public final class DegradedCheck extends AbstractHealthCheck {
    private final Supplier<String> sentence;

    /** @param sentence asked at each look; empty if all is well */
    public DegradedCheck(String name, Supplier<String> sentence) {
        super("clickreel", name);
        this.sentence = sentence;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        String told = sentence.get();
        if (!told.isEmpty()) {
            Degraded.tell(builder, told);
        }
    }

    @Override
    public boolean isLiveness() {
        // Starting the process again would mend nothing.
        return false;
    }

    @Override
    public boolean isReadiness() {
        // It takes records and answers questions.
        return false;
    }
}
