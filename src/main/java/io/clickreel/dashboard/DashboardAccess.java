package io.clickreel.dashboard;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who may see the dashboard and its API.
 *
 * @param user whom the browser has to name
 * @param password empty: no password is asked for
 * @param loopbackOnly the dashboard listens on this machine's own address and no proxy passes requests of others on
 */
public record DashboardAccess(String user, String password, boolean loopbackOnly) {
    /** @throws StartupException if others could see the dashboard without a password */
    public static DashboardAccess of(Settings settings) {
        String host = settings.text("dashboard.host");
        String password = settings.text("dashboard.password");
        boolean behindProxy = settings.flag("dashboard.behind-proxy");
        boolean loopback = isLoopback(host);
        if (!loopback && password.isEmpty() && !behindProxy) {
            throw new StartupException("dashboard.host is '" + host + "': everyone who reaches this machine could read"
                    + " the dashboard. Set a password (DASHBOARD_PASSWORD in the environment), or"
                    + " dashboard.behind-proxy=true if a proxy in front asks who it is, or dashboard.host=127.0.0.1.");
        }
        if (settings.text("dashboard.user").isEmpty()
                || settings.text("dashboard.user").contains(":")) {
            throw settings.wrong("dashboard.user", "a name without a colon");
        }
        return new DashboardAccess(settings.text("dashboard.user"), password, loopback && !behindProxy);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // That it is no address is said where it is listened on.
            return false;
        }
    }
}
