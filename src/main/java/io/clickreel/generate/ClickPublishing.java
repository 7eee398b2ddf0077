package io.clickreel.generate;

import io.clickreel.Settings;
import io.clickreel.generate.shared.EncodedEvent;
import io.clickreel.generate.shared.EventMessages;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the generator's clicks to the route, batch by batch, and keeps each batch until Kafka has acknowledged it: one
 * that failed is handed out again, so that no click is lost while Kafka is away.
 */
public final class ClickPublishing {
    private static final Logger LOG = LoggerFactory.getLogger(ClickPublishing.class);
    /** Without a limit a tick at full speed would have no end, and the route could not be stopped. */
    private static final long LONGEST_TICK_MS = 1_000;

    private static final int FILMS = 1_000;

    private final ClickSource source;
    private final int batchRows;
    private List<EncodedEvent> unpublished = List.of();
    private String caughtUpIn = "";
    private long forgotten;

    /**
     * @param batchRows the most clicks that the source gives at once; a batch of that size says that there may be more
     */
    public ClickPublishing(ClickSource source, int batchRows) {
        this.source = source;
        this.batchRows = batchRows;
    }

    /** @throws io.clickreel.StartupException if a setting of {@code clicks.generate} is wrong */
    public static ClickPublishing of(Settings settings) {
        InstantSource clock = InstantSource.system();
        ClickGeneratorSettings generator = generatorSettings(settings, clock);
        return new ClickPublishing(new ClickSource(generator, clock), generator.batchRows());
    }

    /**
     * Whether the route has something to publish now, within one tick of its timer.
     *
     * <p>After a batch that was not full the tick is over: the clicks that have become due meanwhile are the next one's.
     */
    public synchronized boolean isBehind(Exchange exchange) {
        if (exchange.getClock().elapsed() > LONGEST_TICK_MS || caughtUpIn.equals(exchange.getExchangeId())) {
            return false;
        }
        if (unpublished.isEmpty()) {
            unpublished = source.next();
            tellForgotten();
        }
        return !unpublished.isEmpty();
    }

    /** The batch to publish: the one that failed before, or the next. */
    public synchronized List<Message> due(Exchange exchange) {
        return new EventMessages(unpublished, exchange.getContext());
    }

    /** Takes note that Kafka has acknowledged the batch. */
    public synchronized void published(Exchange exchange) {
        if (unpublished.size() < batchRows) {
            caughtUpIn = exchange.getExchangeId();
        }
        unpublished = List.of();
    }

    private void tellForgotten() {
        long now = source.forgotten();
        if (now > forgotten) {
            LOG.warn(
                    "clicks-generate was held up for more than a minute; {} clicks of that time were never made",
                    now - forgotten);
            forgotten = now;
        }
    }

    private static ClickGeneratorSettings generatorSettings(Settings settings, InstantSource clock) {
        long seed = settings.isSet("clicks.generate.seed")
                ? settings.number("clicks.generate.seed", Long.MIN_VALUE, Long.MAX_VALUE)
                : clock.millis();
        return new ClickGeneratorSettings(
                settings.share("clicks.generate.rate-per-second", 0, 10_000_000),
                (int) settings.number("clicks.generate.users", 1, 10_000_000),
                seed,
                FILMS,
                startTime(settings),
                (int) settings.number("clicks.generate.batch-rows", 1, 1_000_000),
                settings.share("clicks.generate.daily-rhythm", 0, 1));
    }

    private static @Nullable Instant startTime(Settings settings) {
        if (!settings.isSet("clicks.generate.start-time")) {
            return null;
        }
        try {
            return Instant.parse(settings.text("clicks.generate.start-time"));
        } catch (DateTimeParseException e) {
            throw settings.wrong("clicks.generate.start-time", "a time in UTC, as 2025-12-27T12:00:00Z,");
        }
    }
}
