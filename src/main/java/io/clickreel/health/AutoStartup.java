package io.clickreel.health;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;

/** Whether a route starts with Clickreel. */
final class AutoStartup {
    private AutoStartup() {}

    /** As its file says: the running route itself says no, because a supervising controller starts it. */
    static boolean of(CamelContext camel, String route) {
        RouteDefinition definition = ((ModelCamelContext) camel).getRouteDefinition(route);
        String said = definition == null ? null : definition.getAutoStartup();
        return said == null || Boolean.TRUE.equals(CamelContextHelper.parseBoolean(camel, said));
    }
}
