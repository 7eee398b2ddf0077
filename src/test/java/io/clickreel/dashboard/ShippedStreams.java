package io.clickreel.dashboard;

import io.clickreel.Settings;
import io.clickreel.dashboard.streams.StreamRoute;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.testing.Services;
import java.util.List;
import java.util.Map;

/** The streams of the shipped route files, none of which runs. */
final class ShippedStreams {
    private static final List<StreamRoute> ROUTES = StreamRoutes.ofFiles(
                    Settings.load(Services.home().resolve("application.properties"), Map.of(), Map.of()),
                    Services.home())
            .stream()
            .map(stream -> new StreamRoute(stream, null, stream.name() + ".enabled", false))
            .toList();

    private ShippedStreams() {}

    static List<StreamRoute> routes() {
        return ROUTES;
    }
}
