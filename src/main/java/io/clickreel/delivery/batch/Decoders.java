package io.clickreel.delivery.batch;

import org.jspecify.annotations.Nullable;

/** Decoders that are used again with the buffers that they have grown; for one thread. */
public final class Decoders {
    /**
     * One: while a batch is stored the next one fills, by turns. More would only hold memory, as each grows to the largest
     * batch.
     */
    private @Nullable ClickDecoder idle;

    public ClickDecoder take() {
        ClickDecoder decoder = idle == null ? new ClickDecoder() : idle;
        idle = null;
        return decoder;
    }

    /** Takes back one whose rows nobody needs any more. */
    public void giveBack(ClickDecoder decoder) {
        decoder.rows().clear();
        idle = decoder;
    }
}
