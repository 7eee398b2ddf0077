package io.clickreel.generate;

import io.clickreel.generate.shared.FullSpeedPacing;
import io.clickreel.generate.shared.Pacing;
import io.clickreel.generate.shared.SteadyPacing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the clicks of a crowd of people at a set rate, driven by the caller's clock; for one thread at a time. */
public final class ClickGenerator {
    private static final double MOST_VISITING_AT_START = 0.9;
    private static final double VISITING_AT_FULL_SPEED = 0.5;

    private final ClickGeneratorSettings settings;
    private @Nullable Crowd crowd;
    private @Nullable Pacing pacing;

    public ClickGenerator(ClickGeneratorSettings settings) {
        this.settings = settings;
    }

    /**
     * The clicks that have become due since the last call, ordered by time, at most a batch of them.
     *
     * <p>The first call only starts the clock, unless the rate is 0. A full batch means that more may be due at once.
     */
    public List<Click> due(Instant now) {
        return due(now, MadeClick::toClick);
    }

    /**
     * As {@link #due(Instant)}, but passes each click to a function instead of returning it. The click is only valid
     * during the call.
     */
    <T> List<T> due(Instant now, Function<MadeClick, T> form) {
        if (crowd == null || pacing == null) {
            Instant start = settings.startTime() == null ? now : settings.startTime();
            crowd = crowd(start);
            pacing = pacing(now, start);
        }
        int count = pacing.due(now);
        List<T> clicks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            clicks.add(form.apply(crowd.next(pacing.nextTimeMs())));
        }
        return clicks;
    }

    /** How many clicks were given up since the start, because the caller stalled for more than a minute. */
    public long forgotten() {
        return pacing == null ? 0 : pacing.forgotten();
    }

    private Crowd crowd(Instant start) {
        double share = settings.ratePerSecond() == 0
                ? VISITING_AT_FULL_SPEED
                : settings.ratePerSecond() * Habits.MEAN_THINK_SECONDS / settings.users();
        int visitors = (int) (settings.users() * Math.min(MOST_VISITING_AT_START, share));
        return new Crowd(settings.users(), settings.films(), settings.seed(), start.toEpochMilli(), visitors);
    }

    private Pacing pacing(Instant now, Instant start) {
        return settings.ratePerSecond() == 0
                ? new FullSpeedPacing(settings.batchRows(), now, start)
                : new SteadyPacing(settings.ratePerSecond(), settings.dailyRhythm(), settings.batchRows(), now, start);
    }
}
