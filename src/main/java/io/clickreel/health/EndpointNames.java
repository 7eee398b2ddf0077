package io.clickreel.health;

import static org.apache.camel.component.micrometer.MicrometerConstants.ENDPOINT_NAME;

import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerExchangeEventNotifierNamingStrategyDefault;
import org.apache.camel.processor.SendProcessor;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * How Camel's metrics name an endpoint: as the route files do. An address that a route makes up as it runs, such as that of
 * a staging table with a name of its own for each load, is named by its component alone, or each would be a new series.
 */
public final class EndpointNames extends MicrometerExchangeEventNotifierNamingStrategyDefault {
    private final CamelContext camel;
    private volatile Fixed fixed = new Fixed(List.of(), Set.of());

    /** The names that stand in these routes. */
    private record Fixed(List<Route> routes, Set<String> names) {}

    public EndpointNames(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public Tags getTags(ExchangeEvent event, @Nullable Endpoint endpoint) {
        Tags tags = super.getTags(event, endpoint);
        if (endpoint == null || isFixed(name(endpoint))) {
            return tags;
        }
        return tags.and(ENDPOINT_NAME, StringHelper.before(name(endpoint), ":", "") + ":*");
    }

    private boolean isFixed(String name) {
        Fixed known = fixed;
        if (known.names().contains(name)) {
            return true;
        }
        List<Route> routes = camel.getRoutes();
        if (routes.equals(known.routes())) {
            return false;
        }
        // A route was added or edited.
        Set<String> names = new HashSet<>();
        for (Route route : routes) {
            names.add(name(route.getEndpoint()));
            for (Processor step : route.filter("*")) {
                if (step instanceof SendProcessor send) {
                    names.add(name(send.getEndpoint()));
                }
            }
        }
        fixed = new Fixed(routes, names);
        return names.contains(name);
    }

    /** Without its parameters, as the strategy's other half names it. */
    private static String name(Endpoint endpoint) {
        return StringHelper.before(endpoint.toString(), "?", endpoint.toString());
    }
}
