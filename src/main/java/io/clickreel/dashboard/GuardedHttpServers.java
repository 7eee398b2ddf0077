package io.clickreel.dashboard;

import io.clickreel.Settings;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Makes Camel's HTTP server with the guard in front: Camel starts it before anything of ours is configured, and there
 * must be no moment without.
 */
public final class GuardedHttpServers extends DefaultMainHttpServerFactory {
    private final AccessGuard guard;

    /** @throws io.clickreel.StartupException if others could see the dashboard without a password */
    public GuardedHttpServers(Settings settings) {
        guard = new AccessGuard(DashboardAccess.of(settings));
    }

    @Override
    public Service newHttpServer(CamelContext camel, HttpServerConfigurationProperties properties) {
        camel.getComponent("platform-http", PlatformHttpComponent.class)
                .setHeaderFilterStrategy(new NoForeignHeaders());
        MainHttpServer server = (MainHttpServer) super.newHttpServer(camel, properties);
        AuthenticationConfigEntry everything = new AuthenticationConfigEntry();
        everything.setPath("/*");
        everything.setAuthenticationProviderFactory(vertx -> null);
        everything.setAuthenticationHandlerFactory(new AuthenticationHandlerFactory() {
            @Override
            public <T extends AuthenticationProvider> AuthenticationHandler createAuthenticationHandler(T provider) {
                return guard;
            }
        });
        AuthenticationConfig access = new AuthenticationConfig(List.of(everything));
        access.setEnabled(true);
        server.getConfiguration().setAuthenticationConfig(access);
        return server;
    }
}
