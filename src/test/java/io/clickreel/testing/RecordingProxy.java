package io.clickreel.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Passes connections on to a port of this machine, and knows what was asked and answered on each. */
public final class RecordingProxy implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+ /\\S*) HTTP/1\\.1\r\n");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    /**
     * One connection's requests and the statuses of its answers, each in their order.
     *
     * @param asked such as "GET /path"
     */
    public record Exchange(List<String> asked, List<Integer> answered) {}

    private record Sides(ByteArrayOutputStream sent, ByteArrayOutputStream received) {}

    private final ServerSocket listener;
    private final int target;
    private final List<Sides> connections = new CopyOnWriteArrayList<>();

    private RecordingProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    public static RecordingProxy before(int port) {
        try {
            RecordingProxy proxy =
                    new RecordingProxy(new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1")), port);
            inBackground(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Of the connections that were opened so far and said something. */
    public List<Exchange> exchanges() {
        return connections.stream()
                .map(sides -> new Exchange(
                        all(REQUEST, sides.sent()),
                        all(STATUS, sides.received()).stream()
                                .map(Integer::valueOf)
                                .toList()))
                .filter(exchange -> !exchange.asked().isEmpty())
                .toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket("127.0.0.1", target);
            Sides sides = new Sides(new ByteArrayOutputStream(), new ByteArrayOutputStream());
            connections.add(sides);
            inBackground(() -> pass(client, server, sides.sent()));
            inBackground(() -> pass(server, client, sides.received()));
        }
    }

    private static void pass(Socket from, Socket to, ByteArrayOutputStream copy) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copy.write(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
    }

    private static List<String> all(Pattern pattern, ByteArrayOutputStream bytes) {
        return pattern.matcher(bytes.toString(StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group(1))
                .toList();
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
                "recording-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
