package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests whose bodies are large, many, or of no use to anybody, over plain sockets. */
@Tag("services")
class BodiesTest {
    private static final int CLIENTS = 200;

    private final Http http = Http.shared();

    @Test
    void manyLargeBodiesAtOnceFitInASmallHeap() throws Exception {
        http.ask("CREATE OR REPLACE TABLE large (s String) ENGINE = MergeTree ORDER BY tuple()");
        byte[] half = ("x".repeat(1023) + "\n").repeat(1024).getBytes(StandardCharsets.US_ASCII);
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(open("POST /?query=INSERT+INTO+large+FORMAT+TSV HTTP/1.1", 2 * half.length));
            }
            List<Thread> senders = clients.stream()
                    .map(client -> new Thread(() -> send(client, half, 2)))
                    .toList();
            senders.forEach(Thread::start);
            assertThat(http.ask("SELECT 1")).isEqualTo("1");
            for (Socket client : clients) {
                assertThat(head(client.getInputStream()))
                        .as(SharedClickHouse.server().errors())
                        .startsWith("HTTP/1.1 200");
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        assertThat(http.ask("SELECT count() FROM large")).isEqualTo(String.valueOf(2 * 1024 * CLIENTS));
    }

    @Test
    void aBodyThatNobodyReadsDoesNotBlockTheNextRequest() throws Exception {
        byte[] body = new byte[8 << 20];
        try (Socket client = open("POST /ping HTTP/1.1", body.length)) {
            send(client, body, 1);
            assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 200");
            client.getInputStream().readNBytes("Ok.\n".length());
            send(client, "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 1);
            assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whoeverIsRefusedReadsWhyAfterALargeBody() throws Exception {
        byte[] body = new byte[8 << 20];
        try (Socket client = new Socket(SharedClickHouse.host(), SharedClickHouse.port())) {
            client.setSoTimeout(30_000);
            String head = "POST /?query=INSERT+INTO+large+FORMAT+TSV HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + body.length + "\r\n\r\n";
            send(client, head.getBytes(StandardCharsets.US_ASCII), 1);
            send(client, body, 1);
            assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 403").contains("516");
        }
    }

    @Test
    void whoeverReadsNothingOfALargeAnswerCostsLittleMemory() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                clients.add(open("POST /?query=SELECT+number+FROM+numbers(100000000)+FORMAT+RowBinary HTTP/1.1", 0));
            }
            for (Socket client : clients) {
                assertThat(head(client.getInputStream()))
                        .as(SharedClickHouse.server().errors())
                        .startsWith("HTTP/1.1 200");
            }
            assertThat(http.ask("SELECT 1")).isEqualTo("1");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        assertThat(SharedClickHouse.server().errors()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void requestsThatAreSentAheadAreAnsweredInTheirOrder() throws Exception {
        try (Socket client = open("POST /?query=SELECT HTTP/1.1", 1)) {
            StringBuilder all = new StringBuilder("0");
            for (int i = 1; i < 20; i++) {
                all.append("GET /?query=SELECT+").append(i).append(" HTTP/1.1\r\nHost: localhost\r\n");
                all.append(authorization()).append("\r\n");
            }
            send(client, all.toString().getBytes(StandardCharsets.US_ASCII), 1);
            for (int i = 0; i < 20; i++) {
                String answer = i + "\n";
                assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 200");
                assertThat(client.getInputStream().readNBytes(answer.length()))
                        .asString()
                        .isEqualTo(answer);
            }
        }
    }

    private static Socket open(String line, long length) throws IOException {
        Socket socket = new Socket(SharedClickHouse.host(), SharedClickHouse.port());
        socket.setSoTimeout(120_000);
        String head = line + "\r\nHost: localhost\r\n" + authorization() + "Content-Length: " + length + "\r\n\r\n";
        send(socket, head.getBytes(StandardCharsets.US_ASCII), 1);
        return socket;
    }

    private static String authorization() {
        byte[] credentials = ("default:" + SharedClickHouse.password()).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials) + "\r\n";
    }

    private static void send(Socket socket, byte[] bytes, int times) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < times; i++) {
                out.write(bytes);
            }
            out.flush();
        } catch (IOException e) {
            throw new AssertionError("the server takes no more of the request", e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("cut off after '" + head + "'; the server says: "
                        + SharedClickHouse.server().errors());
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
