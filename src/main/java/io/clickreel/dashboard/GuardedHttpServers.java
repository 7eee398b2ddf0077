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
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Makes Camel's HTTP servers, that of the dashboard and that of health and metrics, with their guards in front: Camel
 * starts them before anything of ours is configured, and there must be no moment without.
 */
public final class GuardedHttpServers extends DefaultMainHttpServerFactory {
    private final HttpConnections connections = new HttpConnections();
    private final AccessGuard dashboardGuard;
    private final ManagementGuard managementGuard;

    /** @throws io.clickreel.StartupException if others could see the dashboard without a password */
    public GuardedHttpServers(Settings settings) {
        dashboardGuard = new AccessGuard(DashboardAccess.of(settings), connections);
        managementGuard = new ManagementGuard(settings.text("management.host"), connections);
    }

    @Override
    public Service newHttpServer(CamelContext camel, HttpServerConfigurationProperties properties) {
        camel.getComponent("platform-http", PlatformHttpComponent.class)
                .setHeaderFilterStrategy(new NoForeignHeaders());
        connections.watch(camel);
        MainHttpServer server = (MainHttpServer) super.newHttpServer(camel, properties);
        server.getConfiguration().setAuthenticationConfig(everythingThrough(dashboardGuard));
        return server;
    }

    @Override
    public Service newHttpManagementServer(CamelContext camel, HttpManagementServerConfigurationProperties properties) {
        connections.watch(camel);
        ManagementHttpServer server = (ManagementHttpServer) super.newHttpManagementServer(camel, properties);
        server.getConfiguration().setAuthenticationConfig(everythingThrough(managementGuard));
        return server;
    }

    private static AuthenticationConfig everythingThrough(AuthenticationHandler guard) {
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
        return access;
    }
}
