package io.clickreel.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.Nearest;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Refuses {@code camel.*} settings that Camel does not have, which it would tell only when all services have started. */
final class CamelNames {
    private static final String OF_MAIN = "/META-INF/camel-main-configuration-metadata.json";
    private static final String OF_COMPONENT = "/META-INF/services/org/apache/camel/component/";
    private static final Pattern COMPONENT = Pattern.compile("camel\\.component\\.([^.]+)\\.([^.\\[]+).*");
    /** What is made of words, each of which has its own options, or is told by its component. */
    private static final List<String> FREE =
            List.of("camel.health.config", "camel.beans.", "camel.variable.", "camel.rest.");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CamelNames() {}

    /** @throws StartupException naming the first that there is not */
    static void check(Settings settings) {
        List<String> names = settings.toProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("camel."))
                .filter(name -> FREE.stream().noneMatch(name::startsWith))
                .sorted()
                .toList();
        Map<String, String> ofMain = main();
        Collection<String> groups = ofMain.values().stream()
                .map(name -> name.substring(0, name.lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
        for (String name : names) {
            Matcher component = COMPONENT.matcher(name);
            if (component.matches()) {
                options(component.group(1))
                        .ifPresent(known -> require(
                                name, component.group(2), known, "camel.component." + component.group(1) + "."));
            } else if (groups.stream().anyMatch(name::startsWith)) {
                require(name, name, ofMain, "");
            }
        }
    }

    private static void require(String name, String option, Map<String, String> known, String prefix) {
        if (!known.containsKey(plain(option))) {
            throw new StartupException(name + " is set, but Camel has no such option."
                    + Nearest.guess(
                            name,
                            known.values().stream().map(each -> prefix + each).toList())
                    + " Correct it in application.properties, in the environment or behind -D, or take it out.");
        }
    }

    /** Camel takes a name with dashes, and without. */
    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> main() {
        Map<String, String> names = new TreeMap<>();
        read(OF_MAIN).ifPresent(all -> all.path("properties")
                .forEach(property -> put(names, property.path("name").asText())));
        return names;
    }

    /** Those of a component; empty: no catalogue has it. */
    private static Optional<Map<String, String>> options(String component) {
        return folder(component)
                .flatMap(folder -> read(folder + component + ".json"))
                .map(all -> {
                    Map<String, String> names = new TreeMap<>();
                    all.path("componentProperties").fieldNames().forEachRemaining(name -> put(names, name));
                    return names;
                });
    }

    /** Where its catalogue is: beside its class. */
    private static Optional<String> folder(String component) {
        try (InputStream in = CamelNames.class.getResourceAsStream(OF_COMPONENT + component)) {
            Properties named = new Properties();
            if (in != null) {
                named.load(in);
            }
            return Optional.ofNullable(named.getProperty("class"))
                    .map(name -> "/META-INF/"
                            + name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Map<String, String> names, String name) {
        String dashed = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        names.put(plain(name), dashed);
    }

    private static Optional<JsonNode> read(String resource) {
        try (InputStream in = CamelNames.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
