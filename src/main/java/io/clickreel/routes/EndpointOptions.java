package io.clickreel.routes;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.URISupport;

/** What Camel's catalogue says of the options of endpoints. */
final class EndpointOptions {
    /** Files change seldom and by little, and to read the catalogue is most of what a look at them costs. */
    private static final int MOST_URIS = 1_000;

    private static final Map<String, Set<String>> NAMES = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, String>> WITHOUT_TIME = new ConcurrentHashMap<>();

    private EndpointOptions() {}

    /** The names that a component knows; empty if the catalogue does not have it. */
    static Set<String> of(CamelContext camel, String scheme) {
        return NAMES.computeIfAbsent(scheme, any -> read(camel, scheme));
    }

    private static Set<String> read(CamelContext camel, String scheme) {
        try {
            String json = ((CatalogCamelContext) camel).getComponentParameterJsonSchema(scheme);
            return json == null
                    ? Set.of()
                    : Set.copyOf(JsonMapper.generateComponentModel(json).getEndpointOptions().stream()
                            .map(option -> option.getName())
                            .toList());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** Options that have to be a time and are none, which Camel takes for 0; by their names. */
    static Map<String, String> withoutTime(CamelContext camel, String uri) {
        if (WITHOUT_TIME.size() > MOST_URIS) {
            WITHOUT_TIME.clear();
        }
        return WITHOUT_TIME.computeIfAbsent(uri, any -> validate(camel, uri));
    }

    private static Map<String, String> validate(CamelContext camel, String uri) {
        String scheme = uri.replaceFirst(":.*", "");
        if (of(camel, scheme).isEmpty()) {
            return Map.of();
        }
        RuntimeCamelCatalog catalog = PluginHelper.getRuntimeCamelCatalog(camel);
        Map<String, String> options = new LinkedHashMap<>();
        try {
            URISupport.parseQuery(URISupport.extractQuery(uri))
                    .forEach((name, value) -> options.put(name, String.valueOf(value)));
        } catch (URISyntaxException e) {
            return Map.of();
        }
        Map<String, String> wrong = catalog.validateProperties(scheme, options).getInvalidDuration();
        return wrong == null ? Map.of() : Map.copyOf(wrong);
    }
}
