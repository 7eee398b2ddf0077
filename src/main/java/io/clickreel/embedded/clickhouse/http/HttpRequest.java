package io.clickreel.embedded.clickhouse.http;

import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.http.body.MultipartForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request's statement, settings and user, from its URL and headers, as ClickHouse's HTTP interface defines them. */
public final class HttpRequest {
    private static final String PARAMETER = "param_";

    /** Parameters that are no settings of the engine. */
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

    /** In a form's request, parameters with these endings describe external tables and are no settings. */
    private static final List<String> OF_TABLES = List.of("_format", "_types", "_structure");

    private final HttpCall call;
    final String method;
    final Map<String, String> settings = new LinkedHashMap<>();
    final Map<String, String> parameters = new LinkedHashMap<>();
    final String queryId;
    private final Map<String, String> url;
    private final boolean form;

    HttpRequest(HttpCall call) {
        this.call = call;
        this.method = call.method();
        this.url = decode(call.query());
        this.form = MultipartForm.isIn(call.header("Content-Type"));
        url.forEach((name, value) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), value);
            } else if (!RESERVED.contains(name) && !(form && OF_TABLES.stream().anyMatch(name::endsWith))) {
                settings.put(name, value);
            }
        });
        String id = first("query_id", "X-ClickHouse-Query-Id");
        queryId = id == null || id.isEmpty() ? UUID.randomUUID().toString() : id;
        settings.put(QueryIds.SETTING, queryId);
        // GET must not change anything; a request may only tighten that.
        if (!method.equals("POST") && settings.getOrDefault("readonly", "0").equals("0")) {
            settings.put("readonly", "2");
        }
        // Set last, because no further setting can be changed after it.
        String readonly = settings.remove("readonly");
        if (readonly != null) {
            settings.put("readonly", readonly);
        }
    }

    /** Whether the body is a form: its fields are parts of the request, its files external tables. */
    boolean isForm() {
        return form;
    }

    String contentType() {
        return String.valueOf(call.header("Content-Type"));
    }

    /** A field of the form, as a server takes it: a part of the statement, a parameter, or what an external table is like. */
    void addField(String name, String value) {
        if (name.equals("query")) {
            url.merge(name, value, String::concat);
        } else if (name.startsWith(PARAMETER)) {
            parameters.put(name.substring(PARAMETER.length()), value);
        } else if (OF_TABLES.stream().anyMatch(name::endsWith)) {
            url.put(name, value);
        }
    }

    @Nullable
    String urlValue(String name) {
        return url.get(name);
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
        String format = call.header("X-ClickHouse-Format");
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

    /** User and password from ClickHouse's headers, Basic authentication or the URL; the first that has them. */
    String[] credentials() {
        String user = call.header("X-ClickHouse-User");
        String key = call.header("X-ClickHouse-Key");
        if (user != null || key != null) {
            return new String[] {user == null ? "default" : user, key == null ? "" : key};
        }
        String basic = call.header("Authorization");
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

    boolean readonly() {
        return !settings.getOrDefault("readonly", "0").equals("0");
    }

    boolean hasQuery() {
        return url.containsKey("query");
    }

    /** The name of the session in which the statement is to run; null for no session. */
    @Nullable
    String session() {
        String name = url.get("session_id");
        return name == null || name.isEmpty() ? null : name;
    }

    /** How long the session is kept unused. */
    Duration sessionTimeout() {
        String seconds = url.getOrDefault("session_timeout", "60");
        try {
            int number = Integer.parseInt(seconds);
            if (number > 0 && number <= Sessions.LONGEST.toSeconds()) {
                return Duration.ofSeconds(number);
            }
        } catch (NumberFormatException e) {
            // The exception below says what is allowed.
        }
        throw new EngineException(
                374,
                "INVALID_SESSION_TIMEOUT",
                "Invalid session timeout: '" + seconds + "'. Give session_timeout whole seconds from 1 to "
                        + Sessions.LONGEST.toSeconds() + ".");
    }

    /** Whether the answer may be encoded as the header Accept-Encoding says; null if not. */
    @Nullable
    String acceptedEncodings() {
        return "1".equals(settings.get("enable_http_compression")) ? call.header("Accept-Encoding") : null;
    }

    private @Nullable String first(String parameter, String header) {
        String value = url.get(parameter);
        return value != null ? value : call.header(header);
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
