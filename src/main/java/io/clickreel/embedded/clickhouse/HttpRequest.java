package io.clickreel.embedded.clickhouse;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request asks for, out of its URL and headers, as ClickHouse's HTTP interface defines them. */
final class HttpRequest {
    /** Parameters that are no settings of the engine. Sessions are not kept: each request has a session of its own. */
    private static final Set<String> RESERVED = Set.of(
            "query",
            "query_id",
            "database",
            "default_format",
            "user",
            "password",
            "quota_key",
            "session_id",
            "session_timeout",
            "session_check",
            "close_session",
            "compress",
            "decompress",
            "buffer_size",
            "wait_end_of_query",
            "stacktrace",
            "role",
            "client_protocol_version");

    final HttpExchange exchange;
    final String method;
    final Map<String, String> settings = new LinkedHashMap<>();
    final Map<String, String> parameters = new LinkedHashMap<>();
    final String queryId;
    private final Map<String, String> url;

    HttpRequest(HttpExchange exchange) {
        this.exchange = exchange;
        this.method = exchange.getRequestMethod();
        this.url = decode(exchange.getRequestURI().getRawQuery());
        url.forEach((name, value) -> {
            if (name.startsWith("param_")) {
                parameters.put(name.substring("param_".length()), value);
            } else if (!RESERVED.contains(name)) {
                settings.put(name, value);
            }
        });
        String id = first("query_id", "X-ClickHouse-Query-Id");
        queryId = id == null || id.isEmpty() ? UUID.randomUUID().toString() : id;
        // The engine takes no query id from outside. This makes the query findable, and so possible to kill:
        // KILL QUERY WHERE Settings['log_comment'] = '...'
        if (id != null && !id.isEmpty()) {
            settings.putIfAbsent("log_comment", id);
        }
        // GET must not change anything; a request may only tighten that.
        if (!method.equals("POST") && settings.getOrDefault("readonly", "0").equals("0")) {
            settings.put("readonly", "2");
        }
        // Set last: with it no further setting can be changed.
        String readonly = settings.remove("readonly");
        if (readonly != null) {
            settings.put("readonly", readonly);
        }
    }

    /** The start of the statement, from the URL; its rest follows in the body. */
    String urlQuery() {
        return url.getOrDefault("query", "");
    }

    String database() {
        String name = first("database", "X-ClickHouse-Database");
        return name == null || name.isEmpty() ? "default" : name;
    }

    @Nullable
    String defaultFormat() {
        String format = exchange.getRequestHeaders().getFirst("X-ClickHouse-Format");
        format = format == null ? url.get("default_format") : format;
        return format == null || format.isEmpty() ? null : format;
    }

    /** The revision of format Native that the client reads; null if it names none. */
    @Nullable
    String protocolVersion() {
        return url.get("client_protocol_version");
    }

    boolean flag(String name) {
        String value = url.getOrDefault(name, "0");
        return !value.isEmpty() && !value.equals("0") && !value.equalsIgnoreCase("false");
    }

    /** User and password, from ClickHouse's headers, Basic authentication or the URL; the first that is there. */
    String[] credentials() {
        Headers headers = exchange.getRequestHeaders();
        String user = headers.getFirst("X-ClickHouse-User");
        String key = headers.getFirst("X-ClickHouse-Key");
        if (user != null || key != null) {
            return new String[] {user == null ? "default" : user, key == null ? "" : key};
        }
        String basic = headers.getFirst("Authorization");
        if (basic != null && basic.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair =
                        new String(Base64.getDecoder().decode(basic.substring(6).trim()), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                return colon < 0
                        ? new String[] {pair, ""}
                        : new String[] {pair.substring(0, colon), pair.substring(colon + 1)};
            } catch (IllegalArgumentException e) {
                throw new EngineException(516, "AUTHENTICATION_FAILED", "Invalid HTTP Basic authentication header.");
            }
        }
        return new String[] {url.getOrDefault("user", "default"), url.getOrDefault("password", "")};
    }

    boolean hasQuery() {
        return url.containsKey("query");
    }

    private @Nullable String first(String parameter, String header) {
        String value = url.get(parameter);
        return value != null ? value : exchange.getRequestHeaders().getFirst(header);
    }

    private static Map<String, String> decode(@Nullable String rawQuery) {
        Map<String, String> decoded = new LinkedHashMap<>();
        if (rawQuery == null) {
            return decoded;
        }
        for (String pair : rawQuery.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            try {
                decoded.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new EngineException(
                        36, "BAD_ARGUMENTS", "The URL parameter " + name + " is not encoded rightly.");
            }
        }
        return decoded;
    }
}
