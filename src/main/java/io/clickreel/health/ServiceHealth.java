package io.clickreel.health;

import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.kafka.KafkaAdmin;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Whether an outside service answers, asked again at each look at the health.
 *
 * <p>A look waits a second at most: those who ask for the health do not wait long, and there are several services.
 */
public final class ServiceHealth extends AbstractHealthCheck {
    /** The detail that says where the service is. */
    static final String ADDRESS = "address";

    private static final long LIMIT_MS = 1_000;
    /** After an answer the service still counts as up for this long, even if it is slow: the machine may be busy. */
    private static final long SILENT_AFTER_NS = TimeUnit.SECONDS.toNanos(10);

    private final String title;
    private final String address;
    private final boolean needed;
    private final Ping ping;
    private @Nullable CompletableFuture<Void> asking;
    private volatile @Nullable Long answeredNs;

    /** One question to the service. */
    public interface Ping {
        /** @throws Exception if it does not answer in time */
        void run() throws Exception;
    }

    /**
     * @param title its name for people
     * @param address where it is and which setting says so
     * @param needed whether without it nothing can be taken or answered
     */
    public ServiceHealth(String name, String title, String address, boolean needed, Ping ping) {
        super("clickreel", name);
        this.title = title;
        this.address = address;
        this.needed = needed;
        this.ping = ping;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail(ADDRESS, address);
        try {
            ask().get(LIMIT_MS, TimeUnit.MILLISECONDS);
            builder.up();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.unknown();
        } catch (TimeoutException e) {
            Long last = answeredNs;
            if (last != null && System.nanoTime() - last < SILENT_AFTER_NS) {
                builder.up();
            } else {
                builder.down().message(title + " does not answer at " + address + ".");
            }
        } catch (ExecutionException e) {
            builder.down().message(told(Objects.requireNonNullElse(e.getCause(), e)));
        }
    }

    /** What is said of it is what it answered: one that refuses is there. */
    private String told(Throwable failure) {
        boolean refused = failure instanceof ClickHouseFailure clickHouse && clickHouse.isRefusal()
                || KafkaAdmin.isRefusal(failure);
        return refused
                ? String.valueOf(failure.getMessage())
                : title + " does not answer at " + address + ": " + RootCause.of(failure) + ".";
    }

    @Override
    public boolean isLiveness() {
        // Starting this process again would not bring the service back.
        return false;
    }

    @Override
    public boolean isReadiness() {
        return needed;
    }

    /** Asks, unless a question is still open. */
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
            answeredNs = System.nanoTime();
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
