package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.routes.Finding;
import io.clickreel.routes.RouteCheck;
import io.clickreel.routes.RouteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds routes on trial with the beans that they will have, before any service is there. */
public final class RouteTrial {
    private static final String HERE = "127.0.0.1";

    private RouteTrial() {}

    /** @param home the folder of routes/ and contracts/ */
    public static RouteCheck of(Settings settings, Path home) {
        return of(settings, home, stream -> {});
    }

    /** @param use tries each stream on where services are there */
    static RouteCheck of(Settings settings, Path home, RouteCheck.Use use) {
        Settings addressed = addressed(settings);
        return new RouteCheck(
                PipelineConfiguration.camelProperties(addressed),
                home,
                camel -> new RouteBeans(camel, addressed, home, QuestionCatalog.NONE, mistake -> {}),
                use);
    }

    /** The mistakes in the route files as they are now. */
    static List<Finding> mistakes(Settings settings, Path home) {
        try {
            return of(settings, home).check(RouteFiles.read(settings, home)).findings();
        } catch (IOException e) {
            throw new StartupException("The route files cannot be read: " + e + ".", e);
        }
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
