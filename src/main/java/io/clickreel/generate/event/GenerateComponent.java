package io.clickreel.generate.event;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** {@code generate:contracts/orders.schema.json?ratePerSecond=20}: a source of synthetic events of that contract. */
public final class GenerateComponent extends DefaultComponent {
    private final Path home;

    /** @param home the folder of {@code contracts/} */
    public GenerateComponent(Path home) {
        this.home = home;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GenerateEndpoint endpoint = new GenerateEndpoint(uri, this, home.resolve(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
