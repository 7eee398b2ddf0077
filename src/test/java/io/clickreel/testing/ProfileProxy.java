package io.clickreel.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Puts each request for ClickHouse into one session. What was set there holds for a request that does not set it itself,
 * as the settings of a user's profile do.
 */
public final class ProfileProxy implements AutoCloseable {
    private static final String HEAD = "POST /?";

    private final ServerSocket listener;
    private final int target;
    private final String session;

    /** @param session in which the settings were made */
    public ProfileProxy(int port, String session) {
        this.target = port;
        this.session = session;
        try {
            this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket("127.0.0.1", target);
            inBackground(() -> pass(client, server, true));
            inBackground(() -> pass(server, client, false));
        }
    }

    private void pass(Socket from, Socket to, boolean requests) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                // A client sends a request's head in one piece, after it has read the answer to the one before.
                String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                out.write((requests && text.startsWith(HEAD)
                                ? HEAD + "session_id=" + session + "&" + text.substring(HEAD.length())
                                : text)
                        .getBytes(StandardCharsets.ISO_8859_1));
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
                "profile-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }
}
