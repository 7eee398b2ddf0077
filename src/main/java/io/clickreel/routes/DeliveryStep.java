package io.clickreel.routes;

import org.apache.camel.LineNumberAware;

/**
 * A step on a batch's way from its consumer to the acknowledgement.
 *
 * @param name under which people know it, as {@code bean delivery.admit}; the end of one that has others in it begins with "end"
 * @param word that stands where it is in its file
 * @param refusal why it may not stand there, wherever it is; empty: it may, in its place
 * @param at what Camel knows of its place
 * @param route in which it is
 */
record DeliveryStep(String name, String word, String refusal, LineNumberAware at, Placed route) {
    static final String END = "end ";

    DeliveryStep end() {
        return new DeliveryStep(END + name, word, refusal, at, route);
    }

    /** Whether it has others in it. */
    boolean holds() {
        return name.startsWith("filter ") || name.startsWith("split ") || name.startsWith("do");
    }
}
