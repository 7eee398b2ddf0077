package io.clickreel.generate;

import io.clickreel.generate.shared.RandomStream;

/** The users who are not there, in no order: each can be found, drawn, added and removed at once. */
final class IdleUsers {
    private static final int AWAY = -1;

    private final int[] users;
    private final int[] placeOf;
    private int size;

    IdleUsers(int capacity) {
        users = new int[capacity];
        placeOf = new int[capacity];
        for (int user = 0; user < capacity; user++) {
            add(user);
        }
    }

    int size() {
        return size;
    }

    boolean contains(int user) {
        return placeOf[user] != AWAY;
    }

    int draw(RandomStream random) {
        return users[random.below(size)];
    }

    void add(int user) {
        placeOf[user] = size;
        users[size++] = user;
    }

    void remove(int user) {
        int place = placeOf[user];
        int last = users[--size];
        users[place] = last;
        placeOf[last] = place;
        placeOf[user] = AWAY;
    }
}
