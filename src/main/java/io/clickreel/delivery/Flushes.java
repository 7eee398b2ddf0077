package io.clickreel.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which streams somebody wants to be stored at once, instead of when their batches are full or old enough. */
public final class Flushes {
    private final Map<String, Long> askedAtMs = new ConcurrentHashMap<>();

    /** Asks for the batches of the stream that are being filled now to be closed at the next poll. */
    public void ask(String stream) {
        askedAtMs.put(stream, BatchingConsumer.nowMs());
    }

    /** When that was asked for last, in the consumers' milliseconds; {@link Long#MIN_VALUE}: never. */
    long askedAtMs(String stream) {
        return askedAtMs.getOrDefault(stream, Long.MIN_VALUE);
    }
}
