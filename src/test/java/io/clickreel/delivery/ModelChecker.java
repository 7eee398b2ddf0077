package io.clickreel.delivery;

import io.clickreel.delivery.ModelInstance.At;
import io.clickreel.delivery.ModelInstances.Known;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Goes through every state that the bounds allow, breadth first, so that a way to a fault is a shortest one. */
final class ModelChecker {
    /**
     * @param states how many different ones there are
     * @param steps how many steps lead from one to another
     * @param ends how many of them are ends: all is delivered, and everybody is at rest
     * @param fault what must not be, with the way there; empty if all is well
     */
    record Result(ModelBounds bounds, int states, long steps, int ends, int instanceStates, long ms, String fault) {
        @Override
        public String toString() {
            return String.format(
                    "%s: %,d states, %,d steps, %,d ends, %,d states of an instance, %.1f s",
                    bounds, states, steps, ends, instanceStates, ms / 1_000.0);
        }
    }

    private final ModelWorld world;
    private final ModelSteps steps;
    private final ModelRules rules;
    private final ModelStates states = new ModelStates();

    private ModelSink sink = this::found;
    private int expanded;
    private int turn;
    private long stepCount;
    private int ends;
    private @Nullable String wrong;
    private int wrongState;

    private ModelChecker(ModelProtocol protocol, ModelBounds bounds) {
        world = new ModelWorld(protocol, bounds);
        rules = new ModelRules(world);
        steps = new ModelSteps(world, (to, stepTurn, who, what) -> sink.step(to, stepTurn, who, what));
    }

    static Result check(ModelProtocol protocol, ModelBounds bounds) {
        return new ModelChecker(protocol, bounds).run();
    }

    private Result run() {
        long beganNanos = System.nanoTime();
        ModelBounds bounds = world.bounds;
        ModelState state = new ModelState();
        state.crashes = bounds.crashes();
        state.timeouts = bounds.timeouts();
        state.rebalances = bounds.rebalances();
        state.moves = bounds.commitsMoved();
        state.edits = bounds.contractEdits();
        states.add(state, ModelStates.NONE);
        for (expanded = 0; expanded < states.size() && wrong == null; expanded++) {
            states.get(expanded, state);
            turn = ModelSink.FAULT;
            steps.from(state);
            if (rules.isEnd(state)) {
                ends++;
                states.setNext(expanded, expanded);
            }
        }
        if (wrong == null) {
            findStateWithoutEnd();
        }
        return new Result(
                bounds,
                states.size(),
                stepCount,
                ends,
                world.instances.size(),
                (System.nanoTime() - beganNanos) / 1_000_000,
                wrong == null ? "" : wrong + "\n" + way(wrongState));
    }

    private void found(ModelState to, int stepTurn, int who, Supplier<String> what) {
        to.sort();
        stepCount++;
        int before = states.size();
        int number = states.add(to, expanded);
        if (stepTurn < turn) {
            turn = stepTurn;
            states.setNext(expanded, number);
        }
        if (number == before && wrong == null) {
            wrong = rules.broken(to);
            wrongState = number;
        }
    }

    /** Follows each state by the steps that have to come until it is at an end, or comes back to where it was. */
    private void findStateWithoutEnd() {
        byte[] marks = new byte[states.size()];
        byte mayEnd = 1;
        byte underWay = 2;
        for (int start = 0; start < states.size(); start++) {
            int number = start;
            while (number != ModelStates.NONE && marks[number] == 0 && states.next(number) != number) {
                marks[number] = underWay;
                number = states.next(number);
            }
            if (number == ModelStates.NONE || marks[number] == underWay) {
                wrong = "from here on nothing leads to an end, although nothing goes wrong any more";
                wrongState = start;
                return;
            }
            marks[number] = mayEnd;
            for (int done = start; marks[done] == underWay; done = states.next(done)) {
                marks[done] = mayEnd;
            }
        }
    }

    /** The steps that lead to a state, one a line. */
    private String way(int last) {
        Deque<Integer> way = new ArrayDeque<>();
        for (int number = last; number != ModelStates.NONE; number = states.parent(number)) {
            way.push(number);
        }
        List<String> lines = new ArrayList<>();
        ModelState state = new ModelState();
        boolean[] swapped = {false};
        int from = way.pop();
        for (int to : way) {
            states.get(from, state);
            String[] line = {null};
            boolean[] swaps = {false};
            sink = (reached, stepTurn, who, what) -> {
                boolean sorted = reached.sort();
                if (line[0] == null && states.add(reached, ModelStates.NONE) == to) {
                    String name = who == ModelState.NOBODY ? "" : (who == 0) == swapped[0] ? "B " : "A ";
                    line[0] = name + what.get();
                    swaps[0] = sorted;
                }
            };
            steps.from(state);
            lines.add(String.format("%3d. %s", lines.size() + 1, line[0]));
            swapped[0] ^= swaps[0];
            from = to;
        }
        states.get(last, state);
        for (int who = 0; who < ModelState.INSTANCES; who++) {
            Known known = world.instances.get(state.local[who]);
            if (known.at() == At.HALTED || known.at() == At.BROKEN) {
                lines.add("     " + known.halted());
            }
        }
        return String.join("\n", lines);
    }
}
