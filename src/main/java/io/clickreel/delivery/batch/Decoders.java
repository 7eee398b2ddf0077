package io.clickreel.delivery.batch;

import io.clickreel.contract.Plan;
import org.jspecify.annotations.Nullable;

/** Decoders that are used again with the buffers that they have grown; for one thread. */
public final class Decoders {
    private final Contract contract;
    /**
     * One is enough: two decoders take turns, as one batch is stored while the next one fills. More would only hold
     * memory, because each grows to the size of the largest batch.
     */
    private @Nullable EventDecoder idle;

    /** What the records of a stream have to keep to, which may change while they are read. */
    public interface Contract {
        /** Today's. */
        Plan now();

        /**
         * The one that a batch was begun under.
         *
         * @throws RuntimeException if nobody knows it, or ClickHouse does not answer
         */
        Plan of(String hash);
    }

    public Decoders(Contract contract) {
        this.contract = contract;
    }

    /** One for a batch that is begun now. */
    public EventDecoder take() {
        return take(contract.now());
    }

    /** One for a batch that was begun under a contract. */
    public EventDecoder take(Plan plan) {
        EventDecoder decoder = idle != null && idle.plan().hash().equals(plan.hash()) ? idle : new EventDecoder(plan);
        idle = null;
        return decoder;
    }

    /** Takes back a decoder whose rows nobody needs any more. */
    public void giveBack(EventDecoder decoder) {
        decoder.rows().clear();
        idle = decoder;
    }

    /** The contract that a batch was begun under. @param hash empty: it was begun before contracts had names */
    public Plan plan(String hash) {
        return hash.isEmpty() ? contract.now() : contract.of(hash);
    }
}
