package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.testing.Services;
import java.util.Map;
import org.apache.camel.main.Main;

/** The contender that this project is: its routes for clicks with the shipped settings, without the generator. */
final class ShippedRoutes {

    private ShippedRoutes() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Signals.settings()
                .with(Map.of(
                        "clicks.generate.enabled", "false",
                        // It would start the route by itself.
                        "camel.routecontroller.enabled", "false",
                        "ingest.instance-id", "bench",
                        "camel.main.routes-include-pattern",
                                "file:routes/clicks-*.yaml,file:routes/deliver-*.yaml,file:routes/dead-*.yaml,file:routes/errors.camel.yaml",
                        "routes.reload", "false",
                        "camel.main.auto-startup-exclude-pattern", "clicks-ingest"));
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(PipelineConfiguration.camelProperties(settings));
        main.configure().addConfiguration(new PipelineConfiguration(settings, Services.home(), mistake -> {
            throw mistake;
        }));
        main.start();
        Signals.readyAndWait();
        main.getCamelContext().getRouteController().startRoute("clicks-ingest");
        Signals.awaitEnd();
        main.stop();
        System.exit(0);
    }
}
