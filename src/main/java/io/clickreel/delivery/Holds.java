package io.clickreel.delivery;

import io.clickreel.RootCause;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.ledger.DeliveryLedger;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether new batches may begin, asked once a second: not while a replay asks for a pause, nor while ClickHouse does
 * not answer.
 */
final class Holds {
    private static final long PAUSE_MS = 1_000;

    private final DeliveryLedger ledger;
    private final DeliveryAlarm alarm;
    private final Object who;
    private final Supplier<Set<String>> topics;
    private @Nullable String reason;
    private long askAtMs;

    /**
     * @param who the consumer that waits, for the alarm
     * @param topics of its partitions
     */
    Holds(DeliveryLedger ledger, DeliveryAlarm alarm, Object who, Supplier<Set<String>> topics) {
        this.ledger = ledger;
        this.alarm = alarm;
        this.who = who;
        this.topics = topics;
    }

    /** Whether no new batch may begin. */
    boolean ask(long nowMs) {
        if (nowMs >= askAtMs) {
            try {
                reason = ledger.isHeld(topics.get()) ? "a replay asks for it (table ingest_holds)" : null;
                alarm.goesOn(who);
            } catch (RuntimeException e) {
                reason = "ClickHouse does not say whether they may be stored (" + RootCause.of(e) + ")";
                alarm.waits(who, reason);
            }
            askAtMs = BatchingConsumer.nowMs() + PAUSE_MS;
        }
        return reason != null;
    }

    /** The last answer; null: batches may begin. */
    @Nullable
    String reason() {
        return reason;
    }

    /** When the ledger is asked again. */
    long askAtMs() {
        return askAtMs;
    }
}
