package io.clickreel.delivery;

import java.util.BitSet;

/**
 * Numbers the open consumers of this instance, from 0. A consumer that replaces another gets its number: Kafka takes it
 * for the same member of the group, and gives it the same partitions.
 */
final class MemberNumbers {
    private final BitSet taken = new BitSet();

    synchronized int take() {
        int number = taken.nextClearBit(0);
        taken.set(number);
        return number;
    }

    synchronized int count() {
        return taken.cardinality();
    }

    synchronized void giveBack(int number) {
        taken.clear(number);
    }
}
