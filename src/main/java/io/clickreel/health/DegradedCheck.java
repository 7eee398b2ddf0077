package io.clickreel.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A check that is up, or degraded while there is a sentence to tell. */
public final class DegradedCheck extends AbstractHealthCheck {
    private final Supplier<String> sentence;

    /** @param sentence empty while all is well */
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
}
