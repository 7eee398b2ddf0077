package io.clickreel.dashboard;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Adds to Camel's HTTP server what no route can serve: the page's files and the live stream. */
public final class DashboardHttp {
    private final int port;
    private final SharedAnswers answers;

    /** @param port of Camel's main HTTP server */
    public DashboardHttp(int port, SharedAnswers answers) {
        this.port = port;
        this.answers = answers;
    }

    /**
     * To be called when the Camel context is started, and its server with it.
     *
     * @throws IllegalStateException if there is no server on the port
     */
    public void register(CamelContext camelContext) {
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(port);
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(camelContext, name);
        if (router == null) {
            throw new IllegalStateException(
                    "There is no HTTP server on port " + port + " to serve the dashboard's page."
                            + " Set camel.server.enabled=true and camel.server.port=" + port + ".");
        }
        new DashboardPage().register(router);
        LiveAnswers live = new LiveAnswers(answers);
        router.get("/api/live").handler(live);
        router.vertx().setPeriodic(LiveAnswers.PERIOD_MS, timer -> live.tick());
    }
}
