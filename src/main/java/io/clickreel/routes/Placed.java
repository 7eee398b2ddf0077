package io.clickreel.routes;

import java.nio.file.Path;
import org.apache.camel.model.RouteDefinition;

/**
 * A route of a file.
 *
 * @param line where it begins
 * @param endLine the line after it
 */
record Placed(Path file, RouteDefinition route, int line, int endLine) {}
