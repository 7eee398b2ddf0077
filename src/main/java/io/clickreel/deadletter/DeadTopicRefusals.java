package io.clickreel.deadletter;

import io.clickreel.RootCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports dead letters that their topic refused: in a metric, and in the log once a minute at most. */
public final class DeadTopicRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(DeadTopicRefusals.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Counter cut;
    private final Counter leftOut;
    private final AtomicLong cutToldAt = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
    private final AtomicLong leftOutToldAt = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    public DeadTopicRefusals(MeterRegistry meters) {
        this.cut = counter(meters, "cut");
        this.leftOut = counter(meters, "left_out");
    }

    /** Reports that the topic gets cut copies. */
    public void cut(DeadLetters.Chunk chunk, Throwable refusal) {
        cut.increment(chunk.letters().size());
        if (isDue(cutToldAt)) {
            LOG.warn(
                    "The topic of dead letters does not take {} as they are ({}). It gets copies with the first {} bytes"
                            + " of their values and a header clickreel.cut; table dead_letters has them whole. If it should"
                            + " take them, raise its max.message.bytes.",
                    chunk,
                    RootCause.of(refusal),
                    DeadLetterMessages.CUT_BYTES);
        }
    }

    /** Reports that the topic takes no copies either. */
    public void leftOut(DeadLetters.Chunk chunk, Throwable refusal) {
        leftOut.increment(chunk.letters().size());
        if (isDue(leftOutToldAt)) {
            LOG.warn(
                    "The topic of dead letters takes {} not even as copies of some hundred bytes ({}). Table dead_letters"
                            + " alone has them. See the topic's settings: max.message.bytes, cleanup.policy.",
                    chunk,
                    RootCause.of(refusal));
        }
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("clickreel.ingest.dead.topic.refused")
                .description("Dead letters that their topic did not take whole: it got cut copies, or none")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static boolean isDue(AtomicLong toldAt) {
        long now = System.nanoTime();
        long last = toldAt.get();
        return now - last >= PAUSE_NANOS && toldAt.compareAndSet(last, now);
    }
}
