package io.clickreel.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Connections that begin a request and then send a little of it now and then, for as long as the server takes it. */
public final class SlowClients implements AutoCloseable {
    private final List<SocketChannel> connections = new ArrayList<>();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();

    private SlowClients() {}

    /**
     * @param begin what each sends at once
     * @param more what each sends ten times a second from then on
     */
    public static SlowClients connect(int port, int count, String begin, String more) throws IOException {
        SlowClients clients = new SlowClients();
        for (int i = 0; i < count; i++) {
            SocketChannel connection = SocketChannel.open();
            clients.connections.add(connection);
            connection.connect(new InetSocketAddress("127.0.0.1", port));
            connection.write(bytes(begin.replace("{i}", Integer.toString(i))));
            connection.configureBlocking(false);
        }
        clients.sender.scheduleAtFixedRate(() -> clients.send(more), 0, 100, TimeUnit.MILLISECONDS);
        return clients;
    }

    /** How many the server has not closed, and not answered to. */
    public long waiting() {
        return connections.stream().filter(SlowClients::isWaiting).count();
    }

    @Override
    public void close() throws IOException {
        sender.shutdownNow();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    private void send(String more) {
        for (SocketChannel connection : connections) {
            try {
                connection.write(bytes(more));
            } catch (IOException e) {
                // The server has closed it.
            }
        }
    }

    private static boolean isWaiting(SocketChannel connection) {
        try {
            return connection.isOpen() && connection.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
