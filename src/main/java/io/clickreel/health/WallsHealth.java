package io.clickreel.health;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Tells whether SQL on the embedded ClickHouse is kept inside its data folder, and what is missing; never down. */
public final class WallsHealth extends AbstractHealthCheck {
    /** The name of its bean, which exists if the embedded ClickHouse runs here. */
    public static final String BEAN = "clickHouseWalls";

    private final Supplier<List<String>> missing;

    /** @param missing what the walls lack, a sentence each */
    public WallsHealth(Supplier<List<String>> missing) {
        super("clickreel", "clickhouse-walls");
        this.missing = missing;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> sentences = missing.get();
        builder.up().message(sentences.isEmpty() ? "All walls are up." : String.join(" ", sentences));
    }
}
