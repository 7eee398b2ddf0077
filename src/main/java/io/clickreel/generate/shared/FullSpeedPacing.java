package io.clickreel.generate.shared;

import java.time.Duration;
import java.time.Instant;

/** As fast as the caller calls: a full batch each time, its clicks spread over the time since the last call. */
public final class FullSpeedPacing implements Pacing {
    private final int batchRows;
    private final Duration shift;
    private double fromMs;
    private double stepMs;
    private int made;

    public FullSpeedPacing(int batchRows, Instant now, Instant start) {
        this.batchRows = batchRows;
        this.shift = Duration.between(now, start);
        this.fromMs = start.toEpochMilli();
    }

    @Override
    public int due(Instant now) {
        fromMs += made * stepMs;
        made = 0;
        stepMs = Math.max(0, now.plus(shift).toEpochMilli() - fromMs) / batchRows;
        return batchRows;
    }

    @Override
    public long nextTimeMs() {
        return (long) (fromMs + ++made * stepMs);
    }

    @Override
    public long forgotten() {
        return 0;
    }
}
