package io.clickreel.ingest;

import java.util.ArrayDeque;

/** Decoders that are used again with the buffers that they have grown; for one thread. */
final class Decoders {
    /** While one's batch is stored another fills, by turns. More would only hold memory: each grows to the largest batch. */
    private static final int KEPT = 1;

    private final ArrayDeque<ClickDecoder> idle = new ArrayDeque<>();

    ClickDecoder take() {
        return idle.isEmpty() ? new ClickDecoder() : idle.pop();
    }

    /** Takes back one whose rows nobody needs any more. */
    void giveBack(ClickDecoder decoder) {
        if (idle.size() < KEPT) {
            decoder.rows().clear();
            idle.push(decoder);
        }
    }
}
