package io.clickreel.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A TCP proxy on 127.0.0.1 between the pipeline and a service, whose connections a test refuses, delays, cuts, or robs
 * of an answer.
 */
public final class TcpProxy implements AutoCloseable {
    private final String targetHost;
    private final int targetPort;
    private final int port;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile long delayMs;
    private ServerSocket server;

    private enum Kind {
        CUT_REQUEST,
        DROP_ANSWER
    }

    /** Waits for requests that contain the marker, and strikes so many of them. */
    private record Fault(Kind kind, String marker, AtomicInteger left) {
        boolean strikes(String sent) {
            return sent.contains(marker) && left.getAndUpdate(before -> Math.max(0, before - 1)) > 0;
        }
    }

    /** Accepts connections at once. */
    public TcpProxy(String targetHost, int targetPort) {
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        this.port = Services.freePort();
        accept();
    }

    public int port() {
        return port;
    }

    /** From now on nobody gets through: new connections are refused, those that are open are cut. */
    public synchronized void refuse() {
        close(server);
        server = null;
        cutNow();
    }

    /** From now on connections are accepted again. */
    public synchronized void accept() {
        if (server != null) {
            return;
        }
        try {
            ServerSocket fresh = new ServerSocket();
            fresh.setReuseAddress(true);
            fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server = fresh;
            start("accept", () -> acceptFrom(fresh));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Cuts the connections that are open; new ones get through.
     *
     * @return how many there were
     */
    public int cutNow() {
        List<Socket> cut = List.copyOf(clients);
        cut.forEach(TcpProxy::close);
        return cut.size();
    }

    /** Cuts the next so many requests that contain the marker before all of them has reached the service. */
    public void cutRequests(String marker, int times) {
        faults.add(new Fault(Kind.CUT_REQUEST, marker, new AtomicInteger(times)));
    }

    /** Lets the next so many requests that contain the marker reach the service, and cuts when it answers. */
    public void dropAnswers(String marker, int times) {
        faults.add(new Fault(Kind.DROP_ANSWER, marker, new AtomicInteger(times)));
    }

    /** From now on everything that a client sends reaches the service so much later; 0 ends it. */
    public void delay(long ms) {
        delayMs = ms;
    }

    /** Ends what is asked for and has not struck yet, and every delay; connections are accepted. */
    public void mend() {
        faults.clear();
        delayMs = 0;
        accept();
    }

    /** Whether each fault that was asked for has struck. */
    public boolean allFaultsStruck() {
        return faults.stream().allMatch(fault -> fault.left().get() == 0);
    }

    /** How many HTTP requests had a first line that contains all of these. */
    public long requests(String... parts) {
        return requests.stream()
                .filter(line -> Stream.of(parts).allMatch(line::contains))
                .count();
    }

    @Override
    public synchronized void close() {
        refuse();
    }

    private void acceptFrom(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                connect(from.accept());
            } catch (IOException e) {
                // Closed, or the service is away: the client sees its connection end.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        clients.add(client);
        Socket service;
        try {
            service = new Socket(targetHost, targetPort);
        } catch (IOException e) {
            end(client);
            throw e;
        }
        AtomicInteger dropping = new AtomicInteger();
        start("to-service", () -> toService(client, service, dropping));
        start("to-client", () -> toClient(service, client, dropping));
    }

    private void toService(Socket client, Socket service, AtomicInteger dropping) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = service.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                String sent = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                if (sent.matches("(?s)(GET|HEAD|PUT|POST|DELETE) .*")) {
                    requests.add(sent.lines().findFirst().orElse(""));
                }
                for (Fault fault : faults) {
                    // A request comes in pieces; one whose answer will be dropped is not struck by its next piece.
                    if (dropping.get() == 0 && fault.strikes(sent)) {
                        if (fault.kind() == Kind.CUT_REQUEST) {
                            out.write(buffer, 0, count / 2);
                            out.flush();
                            return;
                        }
                        dropping.set(1);
                    }
                }
                pause(delayMs);
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // Either side has gone, or was cut.
        } finally {
            end(client);
            end(service);
        }
    }

    private void toClient(Socket service, Socket client, AtomicInteger dropping) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = service.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int count = in.read(buffer); count >= 0 && dropping.get() == 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // Either side has gone, or was cut.
        } finally {
            end(client);
            end(service);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Socket socket) {
        clients.remove(socket);
        close(socket);
    }

    private static void close(AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception e) {
            // It is closed all the same.
        }
    }

    private static void start(String name, Runnable loop) {
        Thread thread = new Thread(loop, "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
