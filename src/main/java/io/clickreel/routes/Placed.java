package io.clickreel.routes;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * A route of a file.
 *
 * @param steps those of its file and of route configurations; when the route is built Camel takes some away
 * @param line where it begins
 * @param endLine the line after it
 */
record Placed(Path file, RouteDefinition route, List<ProcessorDefinition<?>> steps, int line, int endLine) {}
