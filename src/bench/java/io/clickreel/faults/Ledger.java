package io.clickreel.faults;

import java.util.BitSet;

/** What the producer knows of each record of the topic: that Kafka has acknowledged it, and whether it was good. */
final class Ledger {
    private final BitSet[] good;
    private final BitSet[] poison;
    private long unknown;
    private long sentBeside;
    private long acknowledgedTwice;

    Ledger(int partitions) {
        good = new BitSet[partitions];
        poison = new BitSet[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            good[partition] = new BitSet();
            poison[partition] = new BitSet();
        }
    }

    synchronized void acknowledged(int partition, long offset, boolean isGood) {
        BitSet set = isGood ? good[partition] : poison[partition];
        int bit = Math.toIntExact(offset);
        if (good[partition].get(bit) || poison[partition].get(bit)) {
            acknowledgedTwice++;
        }
        set.set(bit);
    }

    /** A fault sends a record, beside the load. */
    synchronized void sendsBeside() {
        sentBeside++;
    }

    synchronized long sentBeside() {
        return sentBeside;
    }

    /** Kafka did not say whether it has the record. */
    synchronized void notAcknowledged() {
        unknown++;
    }

    /** The offsets of a partition's good or bad records, from one on. */
    synchronized BitSet offsets(int partition, boolean isGood, long from) {
        BitSet copy = (BitSet) (isGood ? good : poison)[partition].clone();
        copy.clear(0, Math.toIntExact(from));
        return copy;
    }

    synchronized long goodCount() {
        return count(good);
    }

    synchronized long poisonCount() {
        return count(poison);
    }

    synchronized long unknown() {
        return unknown;
    }

    /** How often Kafka gave one offset to two records; there is no reason why it ever should. */
    synchronized long acknowledgedTwice() {
        return acknowledgedTwice;
    }

    private static long count(BitSet[] sets) {
        long count = 0;
        for (BitSet set : sets) {
            count += set.cardinality();
        }
        return count;
    }
}
