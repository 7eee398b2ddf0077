package io.clickreel.jmx;

import java.io.IOException;
import java.rmi.Remote;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Map;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import org.jspecify.annotations.Nullable;

/** The JDK's RMI server for JMX, on the port of its registry, so that one port is enough. */
final class JmxServer extends RMIJRMPServerImpl {
    JmxServer(
            int port,
            @Nullable RMIClientSocketFactory client,
            RMIServerSocketFactory sockets,
            Map<String, Object> environment)
            throws IOException {
        super(port, client, sockets, environment);
    }

    /** What clients find in the registry. */
    Remote stub() throws IOException {
        return toStub();
    }
}
