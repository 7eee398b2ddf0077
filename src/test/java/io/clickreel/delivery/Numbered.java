package io.clickreel.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small numbers for things, equal ones for equal things, in the order in which they were first seen. */
final class Numbered<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> things = new ArrayList<>();

    int of(T thing) {
        Integer number = numbers.putIfAbsent(thing, things.size());
        if (number != null) {
            return number;
        }
        things.add(thing);
        return things.size() - 1;
    }

    T get(int number) {
        return things.get(number);
    }

    int size() {
        return things.size();
    }
}
