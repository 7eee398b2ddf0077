package io.clickreel.ops;

import io.clickreel.RootCause;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Whether an outside service answers, asked anew at each look at the health.
 *
 * <p>A look waits a second at most: who asks for the health has no patience, and there are several services.
 */
final class ServiceHealth extends AbstractHealthCheck {
    private static final long LIMIT_MS = 1_000;

    private final String address;
    private final Ping ping;
    private @Nullable CompletableFuture<Void> asking;

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
            ask().get(LIMIT_MS, TimeUnit.MILLISECONDS);
            builder.up();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.unknown();
        } catch (TimeoutException e) {
            builder.down().message(address + " does not answer within " + LIMIT_MS + " ms");
        } catch (ExecutionException e) {
            builder.down().message(address + " does not answer: " + RootCause.of(e));
        }
    }

    @Override
    public boolean isLiveness() {
        // Starting this process again would not bring the service back.
        return false;
    }

    /** A question that is still open is not asked twice. */
    private synchronized CompletableFuture<Void> ask() {
        CompletableFuture<Void> open = asking;
        if (open == null || open.isDone()) {
            open = CompletableFuture.runAsync(this::pingOrFail, ServiceHealth::inNewThread);
            asking = open;
        }
        return open;
    }

    private void pingOrFail() {
        try {
            ping.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static void inNewThread(Runnable question) {
        Thread thread = new Thread(question, "health");
        thread.setDaemon(true);
        thread.start();
    }
}
