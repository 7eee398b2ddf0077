package io.clickreel.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Passes connections on to a port of this machine, and has a look at what goes over them. */
abstract class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;

    Relay(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to take connections. */
    final void start() {
        inBackground(this::accept);
    }

    /** What looks at the bytes of a new connection: those that are sent, and those that come back. */
    abstract Sides connected();

    record Sides(UnaryOperator<byte[]> sent, UnaryOperator<byte[]> received) {}

    public final int port() {
        return listener.getLocalPort();
    }

    @Override
    public final void close() throws IOException {
        listener.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket("127.0.0.1", target);
            Sides sides = connected();
            inBackground(() -> pass(client, server, sides.sent()));
            inBackground(() -> pass(server, client, sides.received()));
        }
    }

    private static void pass(Socket from, Socket to, UnaryOperator<byte[]> look) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(look.apply(Arrays.copyOf(buffer, read)));
                out.flush();
            }
        }
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // A side has closed: so it ends.
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
