package io.clickreel.routes;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.LineNumberAware;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/** Whether a route through which batches go is set up so that an error of a step fails the batch, at once and in its thread. */
final class DeliveryRoute {
    private static final String WHY =
            " A step that fails has to fail the batch, which comes again as it was; an error handler that keeps, leaves or repeats"
                    + " it would lose dead letters, or hand the batch to a second thread.";

    private final CamelContext camel;
    private final Placed placed;
    private final RouteDefinition route;
    private final Findings findings;

    DeliveryRoute(CamelContext camel, Placed placed, Findings findings) {
        this.camel = camel;
        this.placed = placed;
        this.route = placed.route();
        this.findings = findings;
    }

    void check() {
        checkErrorHandler();
        refused()
                .forEach((option, why) -> findings.add(
                        placed,
                        option,
                        "The route " + route.getRouteId() + " has " + option + ", but batches are delivered by it: "
                                + why + ". Take that option out."));
    }

    private Map<String, String> refused() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("routePolicy", route.getRoutePolicyRef());
        options.put("inputType", route.getInputType());
        options.put("outputType", route.getOutputType());
        options.put("variableReceive", route.getInput().getVariableReceive());
        Map<String, String> refused = new LinkedHashMap<>();
        options.forEach((option, value) -> {
            if (value != null) {
                refused.put(
                        option,
                        option.equals("routePolicy")
                                ? "batches would be held up"
                                : "the steps would get another body than the batch");
            }
        });
        return refused;
    }

    private void checkErrorHandler() {
        if (!route.isErrorHandlerFactorySet()) {
            return; // Then it is Camel's own, which repeats nothing.
        }
        ErrorHandlerFactory handler = route.getErrorHandlerFactory();
        String wrong = wrong(handler);
        if (!wrong.isEmpty()) {
            String sentence = "The route " + route.getRouteId() + " delivers batches, and its error handler " + wrong
                    + "."
                    + WHY + " For other routes, write it into a routeConfiguration with an id, which they name by"
                    + " routeConfigurationId.";
            if (handler instanceof LineNumberAware at) {
                findings.addStep(at, "errorHandler", placed, sentence);
            } else {
                findings.add(placed, "errorHandler", sentence);
            }
        }
    }

    private String wrong(@Nullable ErrorHandlerFactory handler) {
        if (handler == null) {
            return "";
        }
        if (handler.getClass() != DefaultErrorHandlerDefinition.class) {
            String kind = handler.getClass().getSimpleName().replaceFirst("Definition$", "");
            return "is " + Character.toLowerCase(kind.charAt(0)) + kind.substring(1)
                    + ", but has to be defaultErrorHandler";
        }
        DefaultErrorHandlerDefinition own = (DefaultErrorHandlerDefinition) handler;
        if (own.getRedeliveryPolicyRef() != null || own.getRetryWhileRef() != null) {
            return "has redeliveryPolicyRef or retryWhileRef, so that a step may be repeated";
        }
        if (own.getOnPrepareFailureRef() != null || own.getOnRedeliveryRef() != null) {
            return "has onPrepareFailureRef or onRedeliveryRef, which may change the batch";
        }
        RedeliveryPolicyDefinition policy = own.getRedeliveryPolicy();
        return policy == null || !repeats(policy) ? "" : "has maximumRedeliveries, which has to be 0";
    }

    private boolean repeats(RedeliveryPolicyDefinition policy) {
        Integer times = CamelContextHelper.parseInteger(camel, policy.getMaximumRedeliveries());
        return times != null && times != 0;
    }
}
