package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.routes.RouteCheck;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Builds routes on trial with the beans that they will have, before any service is there. */
public final class RouteTrial {
    private static final String HERE = "127.0.0.1";

    private RouteTrial() {}

    /** @param home the folder of routes/, contracts/ and queries/ */
    public static RouteCheck of(Settings settings, Path home) {
        Settings addressed = addressed(settings);
        return new RouteCheck(
                PipelineConfiguration.camelProperties(addressed),
                home,
                camel -> new RouteBeans(camel, addressed, home, mistake -> {}));
    }

    /** Each service has an address. Nobody asks there. */
    private static Settings addressed(Settings settings) {
        Map<String, String> missing = new HashMap<>();
        missing.put("kafka.broker-url", HERE + ":" + settings.text("embedded.kafka.port"));
        missing.put("clickhouse.host", HERE);
        missing.put("s3.endpoint", "http://" + HERE + ":" + settings.text("embedded.s3.port"));
        missing.put("ingest.instance-id", "trial");
        missing.keySet().removeIf(settings::isSet);
        return settings.with(missing);
    }
}
