package io.clickreel.generate.shared;

import java.time.Instant;

/** Decides how many clicks are due at a time, and when each of them happened. */
public interface Pacing {
    /** How many clicks are to be made now; each of them then asks for its time. */
    int due(Instant now);

    /** The time of the next click, in milliseconds since 1970; never goes back while the clock does not. */
    long nextTimeMs();

    /** How many clicks were given up so far, because the caller stalled for too long. */
    long forgotten();
}
