package io.clickreel.routes;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.nio.file.Path;
import java.util.Properties;

/** The folder in which a new route file is found by this Clickreel. */
public final class RouteFolder {
    private RouteFolder() {}

    /**
     * @param home the folder to which relative paths refer
     * @throws StartupException if no folder is named from which every YAML file is taken
     */
    public static Path of(Settings settings, Path home) {
        Properties properties = settings.toProperties();
        String patterns = properties.getProperty(RouteFiles.INCLUDED, "");
        for (String each : patterns.split(",", -1)) {
            String place = each.strip();
            if (place.startsWith("file:") && place.endsWith("/*.yaml")) {
                return home.resolve(place.substring("file:".length(), place.length() - "/*.yaml".length()));
            }
        }
        throw new StartupException(
                RouteFiles.INCLUDED + " is '" + patterns + "', which names no folder for a new route. Set it to"
                        + " file:routes/*.yaml, with your other places behind a comma.");
    }
}
