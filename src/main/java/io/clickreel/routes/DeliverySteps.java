package io.clickreel.routes;

import io.clickreel.delivery.BatchingClientFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Route;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;

/**
 * Whether a route that stores a stream has the steps that exactly-once delivery is made of, in their order, itself or in the
 * {@code direct:} routes that it goes to.
 */
final class DeliverySteps {
    /** A step, how people find it, and why it has to be there. */
    private record Needed(String step, String why) {}

    private static final String ADMIT = "bean delivery.admit";
    private static final List<Needed> NEEDED = List.of(
            new Needed(ADMIT, "it checks that the batch may be delivered, and begins the try"),
            new Needed("bean delivery.deadLettersKept", "else the records that break the contract would be lost"),
            new Needed("rows into clickhouse: with ${body.table}", "else the rows would be stored nowhere"),
            new Needed("setBody ${body.delivery}", "the ledger says what the audit and the next owner go by"),
            new Needed("clickhouse: table deliveries", "the ledger says what the audit and the next owner go by"),
            new Needed("bean delivery.acknowledge", "else the batch would come again for ever"));

    private final Map<String, RouteDefinition> byInput;

    /** @param byInput the {@code direct:} routes, by their URI */
    DeliverySteps(Map<String, RouteDefinition> byInput) {
        this.byInput = byInput;
    }

    /** Tells of a fault in a route. */
    interface Findings {
        void add(RouteDefinition route, RouteFault fault);
    }

    /** Tells what is wrong; nothing if it stores no stream, or all is there. */
    void check(RouteDefinition definition, Route route, Findings findings) {
        List<String> steps = new ArrayList<>();
        Set<String> entered = new LinkedHashSet<>();
        flatten(definition.getOutputs(), steps, entered);
        boolean reads = BatchingClientFactory.ingests(route);
        if (!reads) {
            if (steps.contains(ADMIT) && !route.getEndpoint().getEndpointUri().startsWith("direct:")) {
                findings.add(
                        definition,
                        fault(
                                "The route delivers batches, but its input makes none. Add kafkaClientFactory:"
                                        + " \"#batches\" to the parameters of its kafka endpoint.",
                                "from"));
            }
            return;
        }
        // Mostly all of them are in one route, to which those of the streams go.
        RouteDefinition about = entered.stream().findFirst().map(byInput::get).orElse(definition);
        int at = 0;
        for (Needed needed : NEEDED) {
            int found = steps.subList(at, steps.size()).indexOf(needed.step);
            if (found < 0) {
                findings.add(
                        about,
                        fault(
                                "The step \"" + needed.step + "\" is missing, or not where it has to be: " + needed.why
                                        + ". The steps are those of routes/deliver-batch.camel.yaml, in their order: "
                                        + String.join(
                                                ", ",
                                                NEEDED.stream()
                                                        .map(Needed::step)
                                                        .toList()) + ".",
                                "steps"));
                return;
            }
            at += found + 1;
        }
    }

    private static RouteFault fault(String sentence, String word) {
        return new RouteFault(sentence, List.of(word), 0, 0);
    }

    private void flatten(List<ProcessorDefinition<?>> outputs, List<String> steps, Set<String> entered) {
        for (ProcessorDefinition<?> step : outputs) {
            if ("true".equals(step.getDisabled()) || step instanceof WireTapDefinition) {
                continue; // What nobody waits for stores nothing.
            }
            if (step instanceof BeanDefinition bean) {
                steps.add("bean " + bean.getRef() + "." + bean.getMethod());
            } else if (step instanceof SetBodyDefinition body) {
                steps.add("setBody " + body.getExpression().getExpression());
            } else if (step instanceof ToDynamicDefinition to) {
                addTo(to.getUri(), steps, entered);
            } else if (step instanceof SendDefinition<?> to) {
                addTo(to.getUri(), steps, entered);
            }
            flatten(step.getOutputs(), steps, entered);
        }
    }

    private void addTo(String uri, List<String> steps, Set<String> entered) {
        String place = uri.replaceFirst("\\?.*", "");
        if (place.startsWith("clickhouse:")) {
            String table = place.substring(
                    place.lastIndexOf('.', place.contains("${") ? place.indexOf("${") : place.length()) + 1);
            steps.add(
                    table.equals("${body.table}")
                            ? "rows into clickhouse: with ${body.table}"
                            : "clickhouse: table " + table);
        }
        RouteDefinition next = byInput.get(place);
        if (next != null && entered.add(place)) {
            flatten(next.getOutputs(), steps, entered);
        }
    }
}
