package io.clickreel.delivery.batch;

import org.jspecify.annotations.Nullable;

/** Decoders that are used again with the buffers that they have grown; for one thread. */
public final class Decoders {
    /**
     * One is enough: two decoders take turns, as one batch is stored while the next one fills. More would only hold
     * memory, because each grows to the size of the largest batch.
     */
    private @Nullable ClickDecoder idle;

    public ClickDecoder take() {
        ClickDecoder decoder = idle == null ? new ClickDecoder() : idle;
        idle = null;
        return decoder;
    }

    /** Takes back a decoder whose rows nobody needs any more. */
    public void giveBack(ClickDecoder decoder) {
        decoder.rows().clear();
        idle = decoder;
    }
}
