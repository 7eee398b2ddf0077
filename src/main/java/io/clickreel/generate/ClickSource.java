package io.clickreel.generate;

import io.clickreel.generate.shared.EncodedEvent;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generator with a clock and a writer: what a route asks at each tick of its timer. */
public final class ClickSource {
    private static final Logger LOG = LoggerFactory.getLogger(ClickSource.class);

    private final ClickGenerator generator;
    private final InstantSource clock;
    private final ClickWriter writer = new ClickWriter();
    private final long seed;
    private boolean begun;

    public ClickSource(ClickGeneratorSettings settings, InstantSource clock) {
        this.generator = new ClickGenerator(settings);
        this.clock = clock;
        this.seed = settings.seed();
    }

    /** The clicks that have become due since the last call, ready for Kafka; safe for several threads. */
    public synchronized List<EncodedEvent> next() {
        if (!begun) {
            begun = true;
            LOG.info("clicks-generate has seed {}", seed);
        }
        return generator.due(clock.instant(), writer::encoded);
    }

    /** How many clicks were given up since the start, because nobody called for more than a minute. */
    public synchronized long forgotten() {
        return generator.forgotten();
    }
}
