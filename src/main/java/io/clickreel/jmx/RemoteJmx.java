package io.clickreel.jmx;

import io.clickreel.OwnerOnly;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.HashMap;
import java.util.Map;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JMX from other machines, by the JDK's connector: off unless {@code management.jmx.port} is set. Who may what is decided by the
 * JDK, too: {@code operator} may all that JMX can, which is as much as the user who runs Clickreel can; {@code reader} may read.
 */
public final class RemoteJmx implements AutoCloseable {
    static final String OPERATOR = "operator";
    static final String READER = "reader";

    private static final Logger LOG = LoggerFactory.getLogger(RemoteJmx.class);
    private static final String SETTING = "management.jmx.";
    private static final String PORT = SETTING + "port";
    private static final String REGISTRY_FILTER = "sun.rmi.registry.registryFilter";
    private static final String HOST_OF_STUBS = "java.rmi.server.hostname";

    private final Registry registry;
    private final JMXConnectorServer server;

    private RemoteJmx(Registry registry, JMXConnectorServer server) {
        this.registry = registry;
        this.server = server;
    }

    /** @throws StartupException for settings with which nobody could ask, or anybody could */
    public static void check(Settings settings) {
        if (!settings.isSet(PORT)) {
            return;
        }
        settings.port(PORT);
        if (!settings.isSet(SETTING + "password")) {
            throw new StartupException(
                    PORT + " is set, but no password: whoever reaches the port could do all that this user"
                            + " can. Set " + Settings.environmentName(SETTING + "password")
                            + " in the environment (and for those who may only read "
                            + Settings.environmentName(SETTING + "reader-password")
                            + "), or leave " + PORT + " empty.");
        }
        if (settings.isSet(SETTING + "key-store")) {
            JmxTls.of(settings); // It is read again at the start.
        } else if (!host(settings).isLoopbackAddress()) {
            throw new StartupException(SETTING + "host is " + settings.text(SETTING + "host") + ", but there is no "
                    + SETTING
                    + "key-store: the password would pass the network in clear text. Set one, as keytool -genkeypair"
                    + " makes it, or leave the host at 127.0.0.1.");
        }
    }

    /**
     * Opens the port, if the settings name one.
     *
     * @param dataFolder where the file that says who may what is kept while it runs
     * @return null: they name none
     * @throws StartupException if it cannot be opened
     */
    public static @Nullable RemoteJmx open(Settings settings, Path dataFolder) {
        if (!settings.isSet(PORT)) {
            return null;
        }
        int port = settings.port(PORT);
        InetAddress host = host(settings);
        JmxSockets sockets = new JmxSockets(host, settings.isSet(SETTING + "key-store") ? JmxTls.of(settings) : null);
        RMIClientSocketFactory client = sockets.tls() ? new SslRMIClientSocketFactory() : null;
        if (System.getProperty(HOST_OF_STUBS) == null && !host.isAnyLocalAddress()) {
            // Else clients would be sent to whatever this machine calls itself.
            System.setProperty(HOST_OF_STUBS, host.getHostAddress());
        }
        // Other users of this machine may look up, and bind nothing in the place of our server: to bind takes an
        // object, and none
        // is let in. It is read once, before the first registry.
        System.setProperty(REGISTRY_FILTER, "!*");
        try {
            Registry registry = LocateRegistry.createRegistry(port, client, sockets);
            Map<String, Object> environment = new HashMap<>();
            environment.put(RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, sockets);
            if (client != null) {
                environment.put(RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE, client);
            }
            environment.put(
                    JMXConnectorServer.AUTHENTICATOR,
                    new JmxPasswords(settings.text(SETTING + "password"), settings.text(SETTING + "reader-password")));
            environment.put("jmx.remote.x.access.file", accessFile(dataFolder).toString());
            environment.put(RMIConnectorServer.CREDENTIALS_FILTER_PATTERN, "java.lang.String;!*");
            JmxServer connector = new JmxServer(port, client, sockets, environment);
            JMXConnectorServer server = new RMIConnectorServer(
                    new JMXServiceURL("rmi", null, port),
                    environment,
                    connector,
                    ManagementFactory.getPlatformMBeanServer());
            server.start();
            registry.rebind("jmxrmi", connector.stub());
            LOG.info(
                    "JMX is open at service:jmx:rmi:///jndi/rmi://{}:{}/jmxrmi{}",
                    settings.text(SETTING + "host"),
                    port,
                    sockets.tls() ? ", by TLS" : "");
            return new RemoteJmx(registry, server);
        } catch (IOException e) {
            throw new StartupException(
                    "JMX cannot be opened at " + settings.text(SETTING + "host") + ":" + port + " (" + e.getMessage()
                            + "). Set " + SETTING + "host and " + PORT + " to an address of this machine that is free.",
                    e);
        }
    }

    private static Path accessFile(Path dataFolder) throws IOException {
        OwnerOnly.newFiles();
        Path file = Files.createDirectories(dataFolder.resolve("run")).resolve("jmx.access");
        return Files.writeString(file, OPERATOR + " readwrite\n" + READER + " readonly\n");
    }

    private static InetAddress host(Settings settings) {
        try {
            return InetAddress.getByName(settings.text(SETTING + "host"));
        } catch (UnknownHostException e) {
            throw settings.wrong(SETTING + "host", "an address of this machine");
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            LOG.debug("Clients of JMX were not told of the end", e);
        }
        try {
            UnicastRemoteObject.unexportObject(registry, true);
        } catch (NoSuchObjectException e) {
            LOG.debug("JMX is closed already", e);
        }
    }
}
