package io.clickreel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A schema registry: answers that an Apicurio Registry 2.6.13 gave at /apis/ccompat/v7, and schemas that a test adds. It can be
 * stopped, and started again at the same address.
 */
public final class RegistryServer implements AutoCloseable {
    /** The ids of the recorded schemas; 6 is one that the registry did not have. */
    public static final int ADDRESS = 1;

    public static final int ORDER = 2;
    public static final int ORDER_PROTOBUF = 4;
    public static final int ORDER_JSON = 5;
    public static final int MISSING = 6;

    static {
        // Else each answer waits 40 ms for the client's acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/apis/ccompat/v7";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private record Answer(int status, String body) {}

    private final int port = Services.freePort();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer instead;
    private volatile boolean silent;
    private int last = 1_000;
    private HttpServer server;

    public RegistryServer() {
        record("/schemas/ids/" + ADDRESS, OK);
        record("/schemas/ids/" + ORDER, OK);
        record("/schemas/ids/3", OK);
        record("/schemas/ids/" + ORDER_PROTOBUF, OK);
        record("/schemas/ids/" + ORDER_JSON, OK);
        record("/schemas/ids/" + MISSING, NOT_FOUND);
        record("/subjects/address-value/versions/1", OK);
        record("/subjects/money.proto/versions/1", OK);
        start();
    }

    private void record(String path, int status) {
        String file = "/registry/" + path.substring(1).replace('/', '-') + ".json";
        try (InputStream in = RegistryServer.class.getResourceAsStream(file)) {
            answers.put(path, new Answer(status, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port + PATH;
    }

    /** @return the schema's id */
    public int register(String type, String schema) {
        return register(type, schema, JSON.createArrayNode());
    }

    public int register(String type, String schema, JsonNode references) {
        int id = ++last;
        register(id, type, schema, references);
        return id;
    }

    /** Registers a schema under an id that is known before. */
    public void register(int id, String type, String schema, JsonNode references) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("schema", schema).put("schemaType", type).set("references", references);
        answers.put("/schemas/ids/" + id, new Answer(OK, answer.toString()));
    }

    /** A value as producers with this registry send it. */
    public static byte[] value(int id, byte[] rest) {
        return ByteBuffer.allocate(5 + rest.length)
                .put((byte) 0)
                .putInt(id)
                .put(rest)
                .array();
    }

    /** The paths that it was asked for, in order. */
    public List<String> asked() {
        return asked;
    }

    /** Answers every question so. */
    public void answer(int status, String body) {
        instead = new Answer(status, body);
    }

    /** Takes every question and answers none until {@link #answerAgain}. */
    public void beSilent() {
        silent = true;
    }

    public void answerAgain() {
        instead = null;
        silent = false;
    }

    public void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String user = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(path.replace(PATH, "") + (user == null ? "" : " " + user));
            if (silent) {
                closed.await();
            }
            Answer answer = instead != null ? instead : answers.get(path.replace(PATH, ""));
            if (answer == null) {
                // As Apicurio's for an id that it has not.
                answer = new Answer(
                        NOT_FOUND, answers.get("/schemas/ids/" + MISSING).body());
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        stop();
        threads.shutdownNow();
    }

    /** Bytes one behind the other. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
