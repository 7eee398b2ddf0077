package io.clickreel.generate;

/** The users who are in the middle of a visit, ordered by when they want to act next: a binary heap of numbers. */
final class DueQueue {
    private final int[] users;
    private final long[] dueMs;
    private int size;

    DueQueue(int capacity) {
        users = new int[capacity];
        dueMs = new long[capacity];
    }

    boolean isDue(long timeMs) {
        return size > 0 && dueMs[0] <= timeMs;
    }

    int first() {
        return users[0];
    }

    void add(int user, long due) {
        int place = size++;
        while (place > 0 && due < dueMs[(place - 1) / 2]) {
            move((place - 1) / 2, place);
            place = (place - 1) / 2;
        }
        put(place, user, due);
    }

    void rescheduleFirst(long due) {
        sink(users[0], due);
    }

    void removeFirst() {
        size--;
        if (size > 0) {
            sink(users[size], dueMs[size]);
        }
    }

    private void sink(int user, long due) {
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && dueMs[child + 1] < dueMs[child]) {
                child++;
            }
            if (due <= dueMs[child]) {
                break;
            }
            move(child, place);
            place = child;
        }
        put(place, user, due);
    }

    private void move(int from, int to) {
        put(to, users[from], dueMs[from]);
    }

    private void put(int place, int user, long due) {
        users[place] = user;
        dueMs[place] = due;
    }
}
