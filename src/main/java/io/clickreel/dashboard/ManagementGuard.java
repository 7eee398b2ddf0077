package io.clickreel.dashboard;

import io.clickreel.http.BrowserGuard;
import io.clickreel.http.RequestHeads;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;

/** Guards health and metrics: refuses the pages of other sites, and asks nobody for a password. */
final class ManagementGuard implements AuthenticationHandler {
    private final BrowserGuard browsers;
    private final HttpConnections connections;

    ManagementGuard(String host, HttpConnections connections) {
        this.browsers = BrowserGuard.of("The management port", host);
        this.connections = connections;
    }

    @Override
    public void handle(RoutingContext request) {
        connections.asked(request);
        String refusal = RequestHeads.refusal(browsers, request.request());
        if (refusal == null) {
            request.next();
        } else {
            ErrorReply.send(request.response(), 403, refusal);
        }
    }
}
