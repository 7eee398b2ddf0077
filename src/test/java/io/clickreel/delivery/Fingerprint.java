package io.clickreel.delivery;

import io.clickreel.contract.Plan;
import io.clickreel.delivery.batch.EventDecoder;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The whole state of an object of the delivery protocol as text, its private fields included: objects with equal
 * fingerprints behave the same from now on.
 *
 * <p>A field of a kind that it does not know is an error, so that no state is left out unseen.
 */
final class Fingerprint {
    /** Tools and settings, and what the offsets determine: they have no say in what comes next. */
    private static final Set<String> WITHOUT_STATE = Set.of(
            "BatchLimits",
            "RowsByTime",
            "DeadLetters",
            "DeadLetter",
            "Decoders",
            "DeliveryMeters",
            "Stream",
            "NativeBlock");

    private static final Set<String> COUNTERS = Set.of("failures");

    private Fingerprint() {}

    static String of(Object object) {
        StringBuilder text = new StringBuilder();
        append(text, object);
        return text.toString();
    }

    private static void append(StringBuilder text, Object value) {
        if (value instanceof Map<?, ?> map) {
            append(text, map.keySet());
        } else if (value == null
                || value instanceof Boolean
                || value instanceof Number
                || value instanceof String
                || value instanceof OptionalLong
                || value instanceof Uuid
                || value instanceof TopicPartition) {
            text.append(value);
        } else if (value instanceof Collection<?> values) {
            text.append(values.size()).append('[');
            values.forEach(element -> {
                append(text, element);
                text.append(',');
            });
            text.append(']');
        } else if (value instanceof EventDecoder decoder) {
            // What it makes of a record is decided by the contract.
            append(text, decoder.plan());
        } else if (value instanceof Plan plan) {
            text.append(plan.hash());
        } else if (!WITHOUT_STATE.contains(value.getClass().getSimpleName())) {
            appendFields(text, value);
        }
    }

    private static void appendFields(StringBuilder text, Object object) {
        if (!object.getClass().getPackageName().startsWith(Fingerprint.class.getPackageName())) {
            throw new AssertionError("Fingerprint does not know how to tell one " + object.getClass()
                    + " from another. Teach it, for a class of the delivery protocol has one in a field.");
        }
        text.append('{');
        for (Field field : object.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || COUNTERS.contains(field.getName())) {
                continue;
            }
            field.setAccessible(true);
            try {
                if (!isOver(object, field)) {
                    // A time is due or not due.
                    append(text, field.getName().endsWith("Ms") ? field.getLong(object) > 0 : field.get(object));
                }
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
            text.append(' ');
        }
        text.append('}');
    }

    /** A lane keeps the contract of a batch that was begun before it, although only that batch asks for it. */
    private static boolean isOver(Object object, Field field) {
        return field.getName().equals("boundPlan") && object instanceof PartitionLane lane && !lane.isBound();
    }
}
