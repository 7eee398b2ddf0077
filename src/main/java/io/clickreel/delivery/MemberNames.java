package io.clickreel.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names by which Kafka knows this instance's consumers, so that they are told from those of others in the same group. */
final class MemberNames {
    /** A consumer without a group.instance.id. Others may have the same client id, which most are given by their group. */
    private record Nameless(String group, String clientId) {}

    private final Set<Nameless> open = new HashSet<>();
    /**
     * Each group.instance.id so far, without the consumer's number. They are this instance's alone, and Kafka keeps the members after
     * their consumers are closed.
     */
    private final Set<String> instances = new HashSet<>();

    /**
     * Notes a consumer.
     *
     * @param instance its group.instance.id without its number; empty: it has none
     * @return to be run when it is closed
     */
    synchronized Runnable note(String group, String instance, String clientId) {
        if (!instance.isEmpty()) {
            instances.add(instance);
            return () -> {};
        }
        Nameless member = new Nameless(group, clientId);
        open.add(member);
        return () -> forget(member);
    }

    private synchronized void forget(Nameless member) {
        open.remove(member);
    }

    /** Those of a group's members that are not this instance's. */
    synchronized List<String> others(String group, Collection<String> members) {
        List<String> others = new ArrayList<>(members);
        others.removeIf(name -> instances.contains(name.replaceFirst("-\\d+$", "")));
        // One of each: a second one of the same client id is of another instance.
        open.stream().filter(member -> member.group.equals(group)).forEach(member -> others.remove(member.clientId));
        return others;
    }
}
