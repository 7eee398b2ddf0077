package io.clickreel.dashboard;

import io.clickreel.health.HealthReport;
import io.clickreel.health.HealthReport.Probe;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.BlockingHandlerDecorator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Health on the management port in Camel's place: Camel writes its messages with each quotation mark and slash escaped twice,
 * and its liveness probe is down while Kafka is away, so that who kills by it would kill what waits.
 */
public final class HealthHttp {
    private HealthHttp() {}

    /** Must be called when the context is started, and its server with it. Does nothing if Camel was told to have no health. */
    public static void serve(CamelContext camel) {
        ManagementHttpServer server = camel.hasService(ManagementHttpServer.class);
        if (server == null || !server.isHealthCheckEnabled()) {
            return;
        }
        VertxPlatformHttpRouter router = Objects.requireNonNull(
                VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(server.getPort())),
                "the management server does not run yet");
        String path = server.getHealthPath();
        Map<String, Probe> probes = Map.of(path, Probe.ALL, path + "/live", Probe.LIVE, path + "/ready", Probe.READY);
        for (Route camels : List.copyOf(router.getRoutes())) {
            if (camels.getPath() != null && probes.containsKey(camels.getPath())) {
                camels.remove();
            }
        }
        // A check may wait a second for a service.
        probes.forEach((address, probe) -> router.get(address)
                .handler(new BlockingHandlerDecorator(request -> answer(camel, probe, request), false)));
    }

    private static void answer(CamelContext camel, Probe probe, RoutingContext request) {
        HealthReport report =
                HealthReport.of(camel, probe, "true".equals(request.request().getParam("data")));
        request.response()
                .setStatusCode(report.up() ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(report.json());
    }
}
