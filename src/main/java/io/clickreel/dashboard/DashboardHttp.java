package io.clickreel.dashboard;

import io.clickreel.Settings;
import io.clickreel.dashboard.questions.SharedAnswers;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Adds to Camel's HTTP server what no route can serve: the page's files and the live stream. */
public final class DashboardHttp {
    private final VertxPlatformHttpRouter router;

    /**
     * Must be called when the Camel context is started, and its server with it.
     *
     * @param port of Camel's main HTTP server
     * @throws IllegalStateException if there is no server on the port
     */
    public DashboardHttp(CamelContext camelContext, int port) {
        VertxPlatformHttpRouter found =
                VertxPlatformHttpRouter.lookup(camelContext, VertxPlatformHttpRouter.getRouterNameFromPort(port));
        if (found == null) {
            throw new IllegalStateException(
                    "There is no HTTP server on port " + port + " to serve the dashboard's page."
                            + " Set camel.server.enabled=true and camel.server.port=" + port + ".");
        }
        router = found;
    }

    public void serve(SharedAnswers answers) {
        ErrorReply.forTheRest(router);
        new DashboardPage().register(router);
        LiveAnswers live = new LiveAnswers(answers);
        router.get("/api/live").handler(live);
        router.vertx().setPeriodic(LiveAnswers.PERIOD_MS, timer -> live.tick());
    }

    /** Asks the first questions itself, so that no reader waits for what Java does only once. */
    public void warmUp(Settings settings) {
        WarmUp.later(router.vertx(), settings);
    }
}
