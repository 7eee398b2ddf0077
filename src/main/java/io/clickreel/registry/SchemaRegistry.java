package io.clickreel.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.RootCause;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.contract.json.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A registry of schemas, by the API of Confluent's, which Apicurio's has too; for several threads. */
final class SchemaRegistry {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    /** For a schema with all that it refers to. */
    private static final long ANSWER_LIMIT_MS = 5_000;

    private static final int MOST_REFERENCES = 1_000;
    private static final int MOST_ANSWER_BYTES = 4 << 20;
    private static final int OK = 200;
    private static final int REFUSED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    /** Confluent's codes for what a registry does not have: subject, version, schema. */
    private static final int FIRST_UNKNOWN = 40_401;

    private static final int LAST_UNKNOWN = 40_403;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final @Nullable String authorization;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /**
     * @param url before {@code /schemas/ids}
     * @param user empty: nobody is named
     */
    SchemaRegistry(String url, String user, String password) {
        this.url = url.replaceFirst("/+$", "");
        this.authorization = user.isEmpty()
                ? null
                : "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    String url() {
        return url;
    }

    /**
     * The schema of an id, with all that it refers to.
     *
     * @throws UnknownSchemaException if the registry says that it has none
     * @throws SchemaAwayException if it does not say
     */
    RegisteredSchema schema(int id) throws UnknownSchemaException {
        if (id < 0) {
            throw unknown("no schema " + id + ", since numbers begin at 1");
        }
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_LIMIT_MS);
        JsonNode answer = get("/schemas/ids/" + id, "no schema " + id, untilNanos);
        Map<String, String> references = new LinkedHashMap<>();
        addReferences(answer, references, 0, untilNanos);
        return new RegisteredSchema(
                answer.path("schemaType").asText("AVRO"), answer.path("schema").asText(), references);
    }

    private void addReferences(JsonNode schema, Map<String, String> references, int depth, long untilNanos)
            throws UnknownSchemaException {
        if (depth > MOST_REFERENCES || references.size() > MOST_REFERENCES) {
            throw new UnknownSchemaException("The schema registry at " + url + " has a schema with more than "
                    + MOST_REFERENCES + " references. Register it with fewer.");
        }
        for (JsonNode reference : schema.path("references")) {
            String name = reference.path("name").asText();
            if (!references.containsKey(name)) {
                String subject = reference.path("subject").asText();
                int version = reference.path("version").asInt();
                JsonNode referred = get(
                        "/subjects/"
                                + URLEncoder.encode(subject, StandardCharsets.UTF_8)
                                        .replace("+", "%20") + "/versions/" + version,
                        "no version " + version + " of the subject " + Excerpt.of(subject)
                                + ", to which a schema refers",
                        untilNanos);
                addReferences(referred, references, depth + 1, untilNanos);
                references.put(name, referred.path("schema").asText());
            }
        }
    }

    private JsonNode get(String path, String unknown, long untilNanos) throws UnknownSchemaException {
        HttpResponse<byte[]> answer = ask(path, untilNanos);
        JsonNode body = json(answer.body());
        int code = body.path("error_code").asInt();
        if (answer.statusCode() == NOT_FOUND && code >= FIRST_UNKNOWN && code <= LAST_UNKNOWN) {
            throw unknown(unknown);
        }
        if (answer.statusCode() == REFUSED || answer.statusCode() == FORBIDDEN) {
            throw away(
                    "refuses " + (authorization == null ? "to answer without a user" : "this user") + " (HTTP "
                            + answer.statusCode() + ")",
                    "Set schema-registry.user and schema-registry.password");
        }
        if (answer.statusCode() != OK || !body.path("schema").isTextual()) {
            throw away(
                    "answers HTTP " + answer.statusCode() + " and no schema",
                    answer.statusCode() >= 500
                            ? "Its own log says why"
                            : "Correct schema-registry.url: it ends before /schemas/ids, for Apicurio with"
                                    + " /apis/ccompat/v7");
        }
        return body;
    }

    private HttpResponse<byte[]> ask(String path, long untilNanos) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.build(), head -> new BoundedBody(MOST_ANSWER_BYTES));
        try {
            return answer.get(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw away("gives no answer within " + ANSWER_LIMIT_MS / 1_000 + " s", "Look at its load and its log");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw away("was not waited for", "Ask again");
        } catch (ExecutionException e) {
            throw away("does not answer (" + reason(e.getCause()) + ")", "Start it, or correct schema-registry.url");
        }
    }

    private static String reason(@Nullable Throwable failure) {
        // The JDK's own exceptions of a connection that nobody takes have no message.
        return failure instanceof IOException io && io.getMessage() == null
                ? "nobody takes the connection"
                : RootCause.of(failure);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private UnknownSchemaException unknown(String what) {
        return new UnknownSchemaException("The schema registry at " + url + " has " + what
                + ". Send the record again by a producer that uses this registry, or bring the schema back under this"
                + " number and re-drive the record.");
    }

    /**
     * @param what it does, so that it follows its address
     * @param mend how to put it right
     */
    SchemaAwayException away(String what, String mend) {
        return new SchemaAwayException("the schema registry at " + url + " " + what + ". " + mend
                + "; records whose schema is not known yet wait until then");
    }
}
