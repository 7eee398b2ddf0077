package io.clickreel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * The settings of one run. From the weakest to the strongest: the shipped application.properties, the user's
 * application.properties, the environment, {@code -Dkey=value}.
 */
public final class Settings {
    /** Prefix for any property of Kafka's clients. */
    public static final String KAFKA_CLIENT = "kafka.client.";

    /** How settings began before, and how they begin now. */
    private static final Map<String, String> RENAMED = Map.of("clicks.ingest.", "ingest.");

    private static final String TOPIC = "kafka.topic";
    private static final String DEFAULTS = "/io/clickreel/application.properties";

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the settings.
     *
     * @param file the user's application.properties; may be missing
     * @param environment names as in {@code CLICKS_GENERATE_USERS}; others are ignored
     * @param overrides from the command line; keys of either form
     * @throws StartupException if the file cannot be read or a key is unknown
     */
    public static Settings load(Path file, Map<String, String> environment, Map<String, String> overrides) {
        Map<String, String> values = new TreeMap<>();
        put(values, shipped());
        Properties read = Files.exists(file) ? read(file) : new Properties();
        Stream.of(read.stringPropertyNames(), environment.keySet(), overrides.keySet())
                .flatMap(Set::stream)
                .forEach(Settings::requireTodaysName);
        Set<String> known = new HashSet<>(values.keySet());
        if (Stream.of(read.stringPropertyNames(), environment.keySet(), overrides.keySet())
                .flatMap(Set::stream)
                .anyMatch(name -> environmentName(name).startsWith(environmentName(KAFKA_CLIENT)))) {
            // Asked only here: Kafka's classes take a moment to load.
            kafkaClientNames().forEach(known::add);
        }
        Map<String, String> keyOfEnvironmentName =
                known.stream().collect(Collectors.toMap(Settings::environmentName, key -> key));
        for (String key : read.stringPropertyNames()) {
            requireKnown(key, known, "In " + file.getFileName() + ", ");
        }
        put(values, read);
        keyOfEnvironmentName.forEach((name, key) ->
                Optional.ofNullable(environment.get(name)).ifPresent(value -> values.put(key, value.strip())));
        overrides.forEach((name, value) -> {
            String key = keyOfEnvironmentName.getOrDefault(environmentName(name), name);
            requireKnown(key, known, "On the command line, -D");
            values.put(key, value.strip());
        });
        nameTopicOfTheOnlyStream(values);
        return new Settings(values);
    }

    /**
     * One setting, unchecked, for who has to know how to log before anything does: {@link #load} asks for the names of Kafka's
     * properties if one is set, and Kafka's classes log.
     *
     * @throws StartupException if the file cannot be read
     */
    public static String early(Path file, Map<String, String> environment, Map<String, String> overrides, String key) {
        Map<String, String> values = new TreeMap<>();
        put(values, shipped());
        if (Files.exists(file)) {
            put(values, read(file));
        }
        String inEnvironment = environmentName(key);
        Optional.ofNullable(environment.get(inEnvironment)).ifPresent(value -> values.put(key, value.strip()));
        overrides.forEach((name, value) -> {
            if (environmentName(name).equals(inEnvironment)) {
                values.put(key, value.strip());
            }
        });
        return values.getOrDefault(key, "");
    }

    /** People who have one stream, and not the clicks, name its topic as everybody does: KAFKA_TOPIC. */
    private static void nameTopicOfTheOnlyStream(Map<String, String> values) {
        Properties shipped = shipped();
        List<String> others = values.keySet().stream()
                .filter(key -> key.endsWith(".topic") && Boolean.parseBoolean(values.get(enabled(key))))
                .toList();
        if (others.size() == 1 && !Boolean.parseBoolean(values.get("clicks.enabled"))) {
            String own = others.get(0);
            String topic = values.getOrDefault(TOPIC, "");
            boolean isOwnNamed = !Objects.equals(values.get(own), shipped.getProperty(own));
            if (!isOwnNamed && !topic.equals(shipped.getProperty(TOPIC))) {
                values.put(own, topic);
            }
        }
    }

    private static String enabled(String topicKey) {
        return topicKey.replaceFirst("\\.topic$", ".enabled");
    }

    /** The value, stripped; empty if it is not set. */
    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no such setting: " + key);
        }
        return value;
    }

    public boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    /** A whole number from {@code least} to {@code most}. */
    public long number(String key, long least, long most) {
        try {
            long value = Long.parseLong(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw wrong(key, "a whole number from " + least + " to " + most);
    }

    /** A number from {@code least} to {@code most}. */
    public double share(String key, double least, double most) {
        try {
            double value = Double.parseDouble(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw wrong(key, "a number from " + least + " to " + most);
    }

    public boolean flag(String key) {
        return switch (text(key).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "true or false");
        };
    }

    /** A value that has to be one of these words. */
    public String oneOf(String key, String... words) {
        if (Arrays.asList(words).contains(text(key))) {
            return text(key);
        }
        throw wrong(key, String.join(" or ", words));
    }

    public int port(String key) {
        return (int) number(key, 1, 65535);
    }

    /** A copy with some values replaced, for example by the addresses of services that were started. */
    public Settings with(Map<String, String> replacements) {
        Map<String, String> replaced = new TreeMap<>(values);
        replaced.putAll(replacements);
        return new Settings(replaced);
    }

    /** The settings whose names begin with the prefix, without it, except empty ones. */
    public Map<String, String> below(String prefix) {
        return values.entrySet().stream()
                .filter(value ->
                        value.getKey().startsWith(prefix) && !value.getValue().isEmpty())
                .collect(Collectors.toMap(value -> value.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    public Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    /** The exception that refuses a value: what was expected, and where to set it. */
    public StartupException wrong(String key, String expected) {
        return new StartupException(key + " is '" + text(key) + "', but " + expected
                + " is expected. Set it in application.properties, as " + environmentName(key)
                + " in the environment, or with -D" + key + "=...");
    }

    /**
     * Variables that look like settings and are none, with a sentence on each. Others may have variables of such names too, so
     * they are no mistakes.
     */
    public static List<String> nearlySet(Map<String, String> environment) {
        List<String> known = shipped().stringPropertyNames().stream()
                .map(Settings::environmentName)
                .toList();
        Set<String> groups = known.stream()
                .map(name -> name.substring(0, name.indexOf('_') + 1))
                .filter(group -> !group.equals("CAMEL_"))
                .collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(name -> groups.stream().anyMatch(name::startsWith))
                .filter(name -> !known.contains(name) && !name.startsWith(environmentName(KAFKA_CLIENT)))
                .sorted()
                .map(name -> name + " is set in the environment, and is not a setting." + Nearest.guess(name, known))
                .filter(sentence -> sentence.endsWith("?"))
                .toList();
    }

    /** The name under which a setting is in the environment. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** A setting under its old name would be ignored in the environment, where nobody asks for unknown names. */
    private static void requireTodaysName(String name) {
        RENAMED.forEach((before, now) -> {
            boolean inEnvironment = name.startsWith(environmentName(before));
            if (inEnvironment || name.startsWith(before)) {
                throw new StartupException(name + " has a new name, because it counts for every stream: "
                        + (inEnvironment ? environmentName(now) : now) + name.substring(before.length())
                        + ". Rename it where it is set.");
            }
        });
    }

    private static void requireKnown(String key, Set<String> known, String where) {
        // Camel checks its own options and says which are unknown; what is for a config provider, only that provider
        // knows.
        if (known.contains(key)
                || key.startsWith("camel.")
                || key.startsWith(KAFKA_CLIENT + AbstractConfig.CONFIG_PROVIDERS_CONFIG + ".")) {
            return;
        }
        throw new StartupException(where + key + " is not a setting." + Nearest.guess(key, known)
                + " All settings are listed in application.properties.");
    }

    private static Stream<String> kafkaClientNames() {
        return Stream.of(AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames())
                .flatMap(Set::stream)
                .map(name -> KAFKA_CLIENT + name);
    }

    private static Properties shipped() {
        try (InputStream in = Settings.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + DEFAULTS);
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException(file + " cannot be read: " + e.getMessage());
        }
        return properties;
    }

    private static void put(Map<String, String> values, Properties properties) {
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
    }
}
