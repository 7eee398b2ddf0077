package io.clickreel.jmx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.server.RMIServerSocketFactory;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where JMX listens: on one address, by TLS if there is a certificate. */
final class JmxSockets implements RMIServerSocketFactory {
    private static final int BACKLOG = 50;

    private final InetAddress host;
    private final @Nullable SSLContext tls;

    JmxSockets(InetAddress host, @Nullable SSLContext tls) {
        this.host = host;
        this.tls = tls;
    }

    boolean tls() {
        return tls != null;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        ServerSocketFactory sockets = tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
        return sockets.createServerSocket(port, BACKLOG, host);
    }
}
