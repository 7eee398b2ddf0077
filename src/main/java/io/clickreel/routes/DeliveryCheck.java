package io.clickreel.routes;

import io.clickreel.delivery.BatchingClientFactory;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.support.EndpointHelper;

/**
 * Whether a batch gets from its consumer through all steps of the delivery, once and in their order, and whether an error of
 * one gets back: itself or in the {@code direct:} routes that its route goes to.
 */
final class DeliveryCheck {
    private final CamelContext camel;
    private final Map<String, Placed> direct;
    private final Findings findings;

    /** @param direct the {@code direct:} routes, by their URI */
    DeliveryCheck(CamelContext camel, Map<String, Placed> direct, Findings findings) {
        this.camel = camel;
        this.direct = direct;
        this.findings = findings;
    }

    void check(Map<Placed, Route> built) {
        Set<String> targets = new LinkedHashSet<>();
        built.forEach((placed, route) -> {
            DeliveryPath path = new DeliveryPath(camel, direct);
            path.walk(placed);
            if (BatchingClientFactory.ingests(route)) {
                check(placed, path);
                targets.addAll(path.targets());
            } else if (!route.getEndpoint().getEndpointUri().startsWith("direct:")
                    && path.steps().stream().anyMatch(step -> step.name().equals(DeliveryShape.ADMIT))) {
                findings.add(
                        placed,
                        "from",
                        "The route delivers batches, but its input makes none. Add kafkaClientFactory:"
                                + " \"#batches\" to the parameters of its kafka endpoint.");
            }
        });
        built.keySet().forEach(placed -> requireNoIntercept(placed, targets));
    }

    private void check(Placed placed, DeliveryPath path) {
        path.steps().stream()
                .filter(step -> !step.refusal().isEmpty())
                .forEach(step -> findings.addStep(
                        step.at(),
                        step.word(),
                        step.route(),
                        "The step \"" + step.name() + "\" may not stand where batches are delivered: "
                                + step.refusal()));
        if (path.steps().stream().noneMatch(step -> !step.refusal().isEmpty() && DeliveryShape.has(step.name()))) {
            checkShape(placed, path);
        }
        path.routes().forEach(route -> new DeliveryRoute(camel, route, findings).check());
    }

    private void checkShape(Placed placed, DeliveryPath path) {
        DeliveryShape.Fault fault = DeliveryShape.faultOf(
                path.steps().stream().filter(step -> step.refusal().isEmpty()).toList());
        if (fault != null && fault.at() != null) {
            findings.addStep(fault.at().at(), fault.at().word(), fault.at().route(), fault.sentence());
        } else if (fault != null) {
            // Mostly all of them are in one route, to which those of the streams go.
            findings.add(path.routes().stream().skip(1).findFirst().orElse(placed), "steps", fault.sentence());
        }
    }

    /** It counts for all routes, wherever it stands. */
    private void requireNoIntercept(Placed placed, Set<String> targets) {
        for (InterceptSendToEndpointDefinition intercept : ProcessorDefinitionHelper.filterTypeInOutputs(
                placed.steps(), InterceptSendToEndpointDefinition.class)) {
            String pattern = camel.resolvePropertyPlaceholders(intercept.getUri());
            if (targets.stream().anyMatch(target -> EndpointHelper.matchEndpoint(camel, target, pattern))) {
                findings.addStep(
                        intercept,
                        intercept.getShortName(),
                        placed,
                        "It takes what is sent to " + intercept.getUri() + " in all routes, and so the batches that are"
                                + " delivered. Name an endpoint to which no batch goes, or take it out.");
            }
        }
    }
}
