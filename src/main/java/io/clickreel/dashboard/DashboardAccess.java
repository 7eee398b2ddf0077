package io.clickreel.dashboard;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.http.BrowserGuard;

/**
 * Who may see the dashboard and its API.
 *
 * @param user the user name that the browser has to give
 * @param password empty: no password is asked for
 * @param browsers says which requests of browsers are answered
 */
public record DashboardAccess(String user, String password, BrowserGuard browsers) {
    private static final String SERVICE = "The dashboard";

    /** @throws StartupException if others could see the dashboard without a password */
    public static DashboardAccess of(Settings settings) {
        String host = settings.text("dashboard.host");
        String password = settings.text("dashboard.password");
        boolean behindProxy = settings.flag("dashboard.behind-proxy");
        boolean loopback = BrowserGuard.isLoopback(host);
        if (!loopback && password.isEmpty() && !behindProxy) {
            throw new StartupException("dashboard.host is '" + host + "': everyone who reaches this machine could read"
                    + " the dashboard. Set a password (DASHBOARD_PASSWORD in the environment), or"
                    + " dashboard.behind-proxy=true if a proxy in front asks who it is, or dashboard.host=127.0.0.1.");
        }
        if (settings.text("dashboard.user").isEmpty()
                || settings.text("dashboard.user").contains(":")) {
            throw settings.wrong("dashboard.user", "a name without a colon");
        }
        BrowserGuard browsers = behindProxy ? BrowserGuard.behindProxy(SERVICE) : BrowserGuard.of(SERVICE, host);
        // People send each other links to the page, with filters in them; it only reads, and refuses to be framed.
        return new DashboardAccess(settings.text("dashboard.user"), password, browsers.withLinksTo("/", "/index.html"));
    }
}
