package io.clickreel.ops;

import io.clickreel.RootCause;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether an outside service answers, asked anew at each look at the health. */
final class ServiceHealth extends AbstractHealthCheck {
    private final String address;
    private final Ping ping;

    /** One question to the service. */
    interface Ping {
        /** @throws Exception if it does not answer in time */
        void run() throws Exception;
    }

    /** @param address where it is and which setting says so */
    ServiceHealth(String name, String address, Ping ping) {
        super("clickreel", name);
        this.address = address;
        this.ping = ping;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("address", address);
        try {
            ping.run();
            builder.up();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.unknown();
        } catch (Exception e) {
            builder.down().message(address + " does not answer: " + RootCause.of(e));
        }
    }

    @Override
    public boolean isLiveness() {
        // Starting this process again would not bring the service back.
        return false;
    }
}
