package io.clickreel.delivery;

import java.util.BitSet;

/**
 * Numbers the consumers of this instance that are open, from 0. One that takes the place of another gets its number, and
 * with it, in Kafka's eyes, its partitions.
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
