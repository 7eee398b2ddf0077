package io.clickreel.kafka;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The properties of every client of Kafka, in three layers: how Kafka is reached; over that, what the client sets for
 * itself; and over both, what {@code kafka.client.*} sets. A client gets only those of {@code kafka.client.*} that its
 * kind knows.
 */
public final class ClientProperties {
    /** Properties that the user cannot set, because exactly-once delivery and the names of clients depend on them. */
    private static final Pattern FIXED = Pattern.compile("client\\.id|group\\..*|enable\\.(auto\\.commit|idempotence)"
            + "|auto\\.offset\\.reset|isolation\\.level|(key|value)\\.(de)?serializer|acks|transactional\\.id");

    private static final String ADMIN_LIMIT_MS = "5000";

    private final Map<String, String> connection;
    private final Map<String, String> chosen;

    private ClientProperties(Map<String, String> connection, Map<String, String> chosen) {
        this.connection = connection;
        this.chosen = chosen;
    }

    /** @throws StartupException if a property of {@code kafka.client.*} may not be set or has a wrong value */
    public static ClientProperties of(Settings settings) {
        Map<String, String> connection = new HashMap<>();
        connection.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.text("kafka.broker-url"));
        connection.put(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, settings.text("kafka.security-protocol"));
        if (settings.isSet("kafka.sasl-mechanism")) {
            connection.put("sasl.mechanism", settings.text("kafka.sasl-mechanism"));
            connection.put("sasl.jaas.config", settings.text("kafka.sasl-jaas-config"));
        }
        Map<String, String> chosen = settings.below(Settings.KAFKA_CLIENT);
        chosen.forEach(ClientProperties::check);
        requireWhoAsks(settings, chosen);
        return new ClientProperties(connection, chosen);
    }

    /** @param own the properties that this consumer sets for itself */
    public Properties consumer(Map<?, ?> own) {
        return made(ConsumerConfig.configNames(), own);
    }

    /** @param own the properties that this producer sets for itself */
    public Properties producer(Map<?, ?> own) {
        return made(ProducerConfig.configNames(), own);
    }

    public Properties admin(String clientId) {
        return admin(Map.of(AdminClientConfig.CLIENT_ID_CONFIG, clientId));
    }

    /**
     * The properties of an admin client for the Kafka of a consumer.
     *
     * @param consumer the consumer's properties, which may name another Kafka than the settings do
     */
    public Properties admin(Map<?, ?> consumer) {
        Set<String> known = AdminClientConfig.configNames();
        Map<Object, Object> own = new HashMap<>(consumer);
        own.keySet().retainAll(known);
        // A consumer waits longer for records than an admin client should for an answer.
        own.remove(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        Properties made = made(known, own);
        String limitMs = made.getProperty(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                made.getProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_LIMIT_MS));
        made.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limitMs);
        made.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limitMs);
        return made;
    }

    private Properties made(Set<String> known, Map<?, ?> own) {
        Properties made = new Properties();
        made.putAll(connection);
        made.putAll(own);
        chosen.forEach((name, value) -> {
            if (known.contains(name) || name.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG)) {
                made.setProperty(name, value);
            }
        });
        return made;
    }

    /** Without a mechanism Kafka's client takes Kerberos, and without a login it fails at its first question. */
    private static void requireWhoAsks(Settings settings, Map<String, String> chosen) {
        String protocol = chosen.getOrDefault(
                AdminClientConfig.SECURITY_PROTOCOL_CONFIG, settings.text("kafka.security-protocol"));
        if (!protocol.startsWith("SASL_")) {
            return;
        }
        String said = "kafka.security-protocol is " + protocol + ", ";
        boolean hasMechanism = settings.isSet("kafka.sasl-mechanism") || chosen.containsKey("sasl.mechanism");
        boolean hasLogin = settings.isSet("kafka.sasl-jaas-config")
                || chosen.containsKey("sasl.jaas.config")
                || System.getProperty("java.security.auth.login.config") != null;
        if (!hasMechanism) {
            throw new StartupException(
                    said + "but kafka.sasl-mechanism (KAFKA_SASL_MECHANISM) is empty. Set it to that of"
                            + " the listener: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI.");
        }
        if (!hasLogin) {
            throw new StartupException(said + "but kafka.sasl-jaas-config (KAFKA_SASL_JAAS_CONFIG) is empty, so nothing"
                    + " says who asks. For PLAIN: org.apache.kafka.common.security.plain.PlainLoginModule required"
                    + " username=\"...\" password=\"...\";");
        }
    }

    private static void check(String name, String value) {
        String setting = Settings.KAFKA_CLIENT + name;
        if (name.equals(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new StartupException(
                    setting + " is not the place for Kafka's address. Set kafka.broker-url instead.");
        }
        if (FIXED.matcher(name).matches()) {
            throw new StartupException(setting + " cannot be set for all clients: exactly-once delivery rests on what"
                    + " each of them says for itself. Remove it; what a route's client may choose, its kafka endpoint in"
                    + " routes/ says.");
        }
        try {
            Stream.of(AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef())
                    .map(kind -> kind.configKeys().get(name))
                    // A value that a config provider will fill in cannot be checked yet.
                    .filter(key -> key != null && !value.contains("${"))
                    .forEach(key -> check(key, value));
        } catch (ConfigException e) {
            throw new StartupException(setting + " is refused by Kafka's client: " + e.getMessage() + ". Correct it in"
                    + " application.properties, in the environment, or where -D says it.");
        }
    }

    private static void check(ConfigDef.ConfigKey key, String value) {
        Object parsed = ConfigDef.parseType(key.name, value, key.type);
        if (key.validator != null) {
            key.validator.ensureValid(key.name, parsed);
        }
    }
}
