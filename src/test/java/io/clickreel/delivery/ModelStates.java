package io.clickreel.delivery;

import java.util.Arrays;

/** The states that were found, in the order in which they were, each with the one from which it was reached. */
final class ModelStates {
    static final int NONE = -1;

    private long[] low = new long[1 << 16];
    private long[] high = new long[1 << 16];
    private int[] parent = new int[1 << 16];
    /** The state that follows where nothing goes wrong any more. */
    private int[] next = new int[1 << 16];

    private int[] table = new int[1 << 18];
    private int size;

    int size() {
        return size;
    }

    /** @return its number; a new one is the number of states that there were before */
    int add(ModelState state, int from) {
        long lowBits = state.low();
        long highBits = state.high();
        int slot = slot(lowBits, highBits);
        for (; table[slot] != 0; slot = slot + 1 & table.length - 1) {
            int known = table[slot] - 1;
            if (low[known] == lowBits && high[known] == highBits) {
                return known;
            }
        }
        if (size == low.length) {
            grow();
        }
        low[size] = lowBits;
        high[size] = highBits;
        parent[size] = from;
        next[size] = NONE;
        table[slot] = ++size;
        if (size * 2 > table.length) {
            rehash();
        }
        return size - 1;
    }

    void get(int number, ModelState state) {
        state.set(low[number], high[number]);
    }

    int parent(int number) {
        return parent[number];
    }

    int next(int number) {
        return next[number];
    }

    void setNext(int number, int following) {
        next[number] = following;
    }

    private int slot(long lowBits, long highBits) {
        long mixed = (lowBits ^ highBits * 0x9E3779B97F4A7C15L) * 0xC2B2AE3D27D4EB4FL;
        return (int) (mixed ^ mixed >>> 32) & table.length - 1;
    }

    private void grow() {
        int more = size + (size >> 1);
        low = Arrays.copyOf(low, more);
        high = Arrays.copyOf(high, more);
        parent = Arrays.copyOf(parent, more);
        next = Arrays.copyOf(next, more);
    }

    private void rehash() {
        table = new int[table.length * 2];
        for (int number = 0; number < size; number++) {
            int slot = slot(low[number], high[number]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = number + 1;
        }
    }
}
