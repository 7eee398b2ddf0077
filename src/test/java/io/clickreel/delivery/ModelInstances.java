package io.clickreel.delivery;

import io.clickreel.delivery.ModelInstance.At;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * All states that an instance can be in, found as they are asked for.
 *
 * <p>The real classes cannot be set back. So a state knows how it was reached, and what follows from it is found by going
 * that way once more with new objects, and is then remembered: an instance has few states of its own, the world has
 * millions.
 */
final class ModelInstances {
    static final int DOWN = 0;

    private static final int ARGUMENTS = 64;
    private static final int UNKNOWN = -1;

    /**
     * One state of an instance.
     *
     * @param commit number of the commit that it asks for; -1 if none
     * @param insert number of the insert that it asks for; -1 if none
     */
    record Known(
            int parent,
            ModelEvent event,
            int argument,
            At at,
            String halted,
            int topic,
            int contract,
            int position,
            boolean full,
            boolean idle,
            boolean mayBeEarly,
            boolean closedEndRead,
            boolean insertedEndRead,
            int commit,
            int insert,
            int[] next) {}

    private final ModelProtocol protocol;
    private final ModelBounds bounds;
    private final Numbered<OffsetAndMetadata> commits;
    private final ModelClickHouse clickHouse;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Known> states = new ArrayList<>();

    ModelInstances(
            ModelProtocol protocol,
            ModelBounds bounds,
            Numbered<OffsetAndMetadata> commits,
            ModelClickHouse clickHouse) {
        this.protocol = protocol;
        this.bounds = bounds;
        this.commits = commits;
        this.clickHouse = clickHouse;
        number(newInstance(), UNKNOWN, ModelEvent.LOST, 0);
    }

    Known get(int state) {
        return states.get(state);
    }

    int size() {
        return states.size();
    }

    /** The state that follows. */
    int after(int state, ModelEvent event, int argument) {
        int[] next = states.get(state).next();
        int key = event.ordinal() * ARGUMENTS + argument;
        if (next[key] == UNKNOWN) {
            ModelInstance instance = again(state);
            instance.on(event, argument);
            next[key] = number(instance, state, event, argument);
        }
        return next[key];
    }

    private ModelInstance newInstance() {
        return new ModelInstance(protocol, bounds, commits);
    }

    private ModelInstance again(int state) {
        Deque<Known> way = new ArrayDeque<>();
        for (Known known = get(state); known.parent() != UNKNOWN; known = get(known.parent())) {
            way.push(known);
        }
        ModelInstance instance = newInstance();
        way.forEach(known -> instance.on(known.event(), known.argument()));
        return instance;
    }

    private int number(ModelInstance instance, int parent, ModelEvent event, int argument) {
        Integer known = numbers.putIfAbsent(instance.key(), states.size());
        if (known != null) {
            return known;
        }
        int[] next = new int[ModelEvent.values().length * ARGUMENTS];
        Arrays.fill(next, UNKNOWN);
        states.add(new Known(
                parent,
                event,
                argument,
                instance.at(),
                instance.halted(),
                instance.topic(),
                instance.contract(),
                instance.position(),
                instance.isFull(),
                instance.isIdle(),
                instance.mayBeEarly(),
                instance.hasClosedEnd(),
                instance.hasInsertedEnd(),
                instance.toCommit() == null ? UNKNOWN : commits.of(instance.toCommit()),
                instance.insert() == null ? UNKNOWN : clickHouse.number(instance.insert()),
                next));
        return states.size() - 1;
    }
}
