package io.clickreel.delivery;

import java.util.function.Supplier;

/** Takes the steps that lead out of a state, one after the other. */
interface ModelSink {
    /** The turn of a step that does not have to come. */
    int FAULT = Integer.MAX_VALUE;

    /**
     * @param to used again for the next step
     * @param turn where nothing goes wrong any more, the step with the lowest number comes next
     * @param who the instance; {@link ModelState#NOBODY} if it is none
     * @param what it does
     */
    void step(ModelState to, int turn, int who, Supplier<String> what);
}
