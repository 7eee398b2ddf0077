package io.clickreel.routes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/** What only all routes together show: who begins with what, who goes where, and whether each stream is delivered. */
final class RoutesTogether {
    private final CamelContext camel;
    private final Findings findings;

    RoutesTogether(CamelContext camel, Findings findings) {
        this.camel = camel;
        this.findings = findings;
    }

    void check(Map<Placed, Route> built) {
        Map<String, Placed> direct = direct(built.keySet());
        requireOwnInputs(built);
        built.keySet().forEach(placed -> requireTargets(placed, direct.keySet()));
        if (findings.isEmpty()) {
            new DeliveryCheck(camel, direct, findings).check(built);
        }
    }

    /** Who comes second would not start, and take the place of the first one when that is edited. */
    private void requireOwnInputs(Map<Placed, Route> built) {
        Map<String, Placed> byInput = new HashMap<>();
        built.forEach((placed, route) -> {
            String input = route.getEndpoint().getEndpointKey().replaceFirst("\\?.*", "");
            if (input.startsWith("direct:") || input.startsWith("platform-http:")) {
                Placed other = byInput.putIfAbsent(input, placed);
                if (other != null) {
                    findings.add(
                            placed,
                            placed.route().getInput().getEndpointUri(),
                            "The route " + other.route().getRouteId() + " begins with " + input
                                    + " already: " + findings.name(other.file()) + ":" + other.line()
                                    + ". Give one of them another uri.");
                }
            }
        });
    }

    private Map<String, Placed> direct(Set<Placed> routes) {
        Map<String, Placed> direct = new LinkedHashMap<>();
        for (Placed placed : routes) {
            RouteDefinition route = placed.route();
            String from = route.getInput() == null ? "" : route.getInput().getEndpointUri();
            if (from.startsWith("direct:") && !isOff(route)) {
                direct.put(directOf(from), placed);
            }
        }
        return direct;
    }

    private boolean isOff(RouteDefinition route) {
        return !StreamRoutes.startsByItself(camel, route) || "false".equals(route.getPrecondition());
    }

    /** The name of a {@code direct:} endpoint, without options. */
    static String directOf(String uri) {
        return uri.replaceFirst("\\?.*", "").replaceFirst("^direct://", "direct:");
    }

    private void requireTargets(Placed placed, Set<String> direct) {
        for (ToDefinition to :
                ProcessorDefinitionHelper.filterTypeInOutputs(placed.route().getOutputs(), ToDefinition.class)) {
            String uri = to.getUri();
            if (uri.startsWith("direct:") && !uri.contains("{{") && !direct.contains(directOf(uri))) {
                findings.add(
                        placed,
                        uri,
                        "It sends to " + uri + ", but no route begins with it. Correct the name, write that"
                                + " route, or let it start.");
            }
        }
    }
}
