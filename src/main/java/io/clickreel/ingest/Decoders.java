package io.clickreel.ingest;

import java.util.ArrayDeque;

/** Decoders that are used again with the buffers that they have grown; for one thread. */
final class Decoders {
    /** One whose batch is stored and one that fills: each may have grown to the largest batch. */
    private static final int KEPT = 2;

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
