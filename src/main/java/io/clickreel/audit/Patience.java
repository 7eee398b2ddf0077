package io.clickreel.audit;

import java.time.Duration;

/**
 * How long an audit waits for what moves.
 *
 * @param pause between two questions
 * @param settled how long a difference has to stay the same to count as one
 * @param limit when the audit gives up
 */
record Patience(Duration pause, Duration settled, Duration limit) {
    static final Patience USUAL = new Patience(Duration.ofMillis(250), Duration.ofSeconds(3), Duration.ofSeconds(20));

    void pauseNow() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
