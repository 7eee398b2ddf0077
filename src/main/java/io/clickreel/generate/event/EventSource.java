package io.clickreel.generate.event;

import io.clickreel.generate.shared.EncodedEvent;
import io.clickreel.generate.shared.Pacing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The events that have become due since the last call; for one thread at a time. */
public final class EventSource {
    private final EventMaker maker;
    private final InstantSource clock;
    private final Function<Instant, Pacing> pacingFrom;
    private @Nullable Pacing pacing;

    /** @param pacingFrom makes the pacing when the first event is asked for, of what the time is then */
    public EventSource(EventMaker maker, InstantSource clock, Function<Instant, Pacing> pacingFrom) {
        this.maker = maker;
        this.clock = clock;
        this.pacingFrom = pacingFrom;
    }

    public List<EncodedEvent> next() {
        Instant now = clock.instant();
        if (pacing == null) {
            pacing = pacingFrom.apply(now);
        }
        int count = pacing.due(now);
        List<EncodedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(maker.next(Instant.ofEpochMilli(pacing.nextTimeMs())));
        }
        return events;
    }

    /** How many events were given up so far, because nobody asked for more than a minute. */
    public long forgotten() {
        return pacing == null ? 0 : pacing.forgotten();
    }
}
