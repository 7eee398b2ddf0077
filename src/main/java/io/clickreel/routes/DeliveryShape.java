package io.clickreel.routes;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps that exactly-once delivery is made of, in their order: those of routes/deliver-batch.camel.yaml and what it goes to. */
final class DeliveryShape {
    static final String ADMIT = "bean delivery.admit";
    static final String IF_DEAD = "filter ${body.deadLetters.size} > 0";
    static final String EACH_CHUNK = "split ${body.deadLetters}";
    static final String KEEP_CHUNK = "setProperty chunk ${body}";
    static final String TRY = "doTry";
    static final String REFUSED = "doCatch";
    static final String TO_DEAD_TOPIC = "kafka: dead letters with HeadedValueSerializer";
    static final String ROWS = "rows into clickhouse: with ${body.table}";
    static final String IF_ROWS = "filter ${body.rowCount} > 0";

    /** @param isNeeded whether it has to be there */
    private record Part(String name, boolean isNeeded, String why) {}

    private static final String LETTERS = "else the records that break the contract would be lost";
    private static final String TOPIC =
            "what reads the topic of dead letters would miss some, or a letter that the topic"
                    + " refuses would hold up the partition for ever";
    private static final String LEDGER = "the ledger says what the audit and the next owner go by";

    private static final List<Part> PARTS = List.of(
            needed(ADMIT, "it checks that the batch may be delivered, and begins the try"),
            optional(IF_DEAD),
            needed(EACH_CHUNK, LETTERS),
            needed(KEEP_CHUNK, TOPIC),
            needed(TRY, TOPIC),
            needed("bean delivery.messages", TOPIC),
            needed(TO_DEAD_TOPIC, TOPIC),
            needed(REFUSED, TOPIC),
            needed(TRY, TOPIC),
            needed("bean delivery.cutMessages", TOPIC),
            needed(TO_DEAD_TOPIC, TOPIC),
            needed(REFUSED, TOPIC),
            needed("bean delivery.leftOutOfTopic", TOPIC),
            needed(DeliveryStep.END + TRY, TOPIC),
            needed(DeliveryStep.END + TRY, TOPIC),
            needed("setBody ${exchangeProperty.chunk}", LETTERS),
            needed("clickhouse: table dead_letters", LETTERS),
            needed(DeliveryStep.END + EACH_CHUNK, LETTERS),
            needed("bean delivery.deadLettersKept", LETTERS),
            optional(DeliveryStep.END + IF_DEAD),
            optional(IF_ROWS),
            needed(ROWS, "else the rows would be stored nowhere"),
            optional(DeliveryStep.END + IF_ROWS),
            needed("setBody ${body.delivery}", LEDGER),
            needed("clickhouse: table deliveries", LEDGER),
            needed("bean delivery.acknowledge", "else the batch would come again for ever"));

    private static final Set<String> KNOWN = PARTS.stream().map(Part::name).collect(Collectors.toSet());

    private static final String ORDER = PARTS.stream()
            .filter(part -> part.isNeeded && !part.name.startsWith(DeliveryStep.END))
            .map(Part::name)
            .collect(Collectors.joining(", "));

    private DeliveryShape() {}

    private static Part needed(String name, String why) {
        return new Part(name, true, why);
    }

    private static Part optional(String name) {
        return new Part(name, false, "");
    }

    static boolean has(String name) {
        return KNOWN.contains(name);
    }

    /**
     * What is not as it has to be.
     *
     * @param at the step that stands where another has to; null: none does
     */
    record Fault(@Nullable DeliveryStep at, String sentence) {}

    /** @return the first fault of these steps; null: they are as they have to be */
    static @Nullable Fault faultOf(List<DeliveryStep> steps) {
        int next = 0;
        for (Part part : PARTS) {
            DeliveryStep step = next < steps.size() ? steps.get(next) : null;
            if (step != null && step.name().equals(part.name)) {
                next++;
            } else if (part.isNeeded) {
                boolean comesLater = steps.subList(Math.min(next, steps.size()), steps.size()).stream()
                        .anyMatch(later -> later.name().equals(part.name));
                return step != null && step.holds() && comesLater
                        ? new Fault(step, misplaced(step))
                        : new Fault(step, missing(part));
            }
        }
        return next < steps.size() ? new Fault(steps.get(next), misplaced(steps.get(next))) : null;
    }

    private static String missing(Part part) {
        return part.name.startsWith(DeliveryStep.END)
                ? "What stands here belongs behind the end of \"" + part.name.substring(DeliveryStep.END.length())
                        + "\": " + part.why + ". " + order()
                : "The step \"" + part.name + "\" is missing, or not where it has to be: " + part.why + ". " + order();
    }

    private static String misplaced(DeliveryStep step) {
        String name = step.name().replaceFirst("^" + DeliveryStep.END, "");
        return "\"" + name + "\" may not stand here: steps that are in it would not be done for each batch, or twice. "
                + order();
    }

    private static String order() {
        return "The steps are those of routes/deliver-batch.camel.yaml, dead-letters.camel.yaml and dead-topic.camel.yaml, in their"
                + " order: " + ORDER + ".";
    }
}
