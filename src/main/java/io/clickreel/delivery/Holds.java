package io.clickreel.delivery;

import io.clickreel.RootCause;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.ledger.DeliveryLedger;
import org.jspecify.annotations.Nullable;

/** Why no new batch may begin, as of the last second: somebody asks so, or ClickHouse cannot say. */
final class Holds {
    private static final long PAUSE_MS = 1_000;

    private final DeliveryLedger ledger;
    private final DeliveryAlarm alarm;
    private final Object who;
    private @Nullable String reason;
    private long askAtMs;

    /** @param who waits, for the alarm */
    Holds(DeliveryLedger ledger, DeliveryAlarm alarm, Object who) {
        this.ledger = ledger;
        this.alarm = alarm;
        this.who = who;
    }

    boolean ask(long nowMs) {
        if (nowMs >= askAtMs) {
            try {
                reason = ledger.isHeld() ? "a replay asks for it (table ingest_holds)" : null;
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

    /** When it is asked again. */
    long askAtMs() {
        return askAtMs;
    }
}
