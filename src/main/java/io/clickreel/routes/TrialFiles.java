package io.clickreel.routes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.RouteDefinition;

/** Reads route files into a trial's context, as Camel reads them at a start: route configurations first, in whatever file they are. */
final class TrialFiles {
    private final TrialContext trial;
    private final Findings findings;
    private final Set<Path> configuring = new LinkedHashSet<>();

    TrialFiles(TrialContext trial, Findings findings) {
        this.trial = trial;
        this.findings = findings;
    }

    /** The files that have a route configuration; known after {@link #read}. */
    Set<Path> configuring() {
        return Set.copyOf(configuring);
    }

    List<Placed> read(SortedMap<Path, String> files) {
        Map<String, Object> own = trial.beans();
        Map<Path, RoutesBuilder> builders = new LinkedHashMap<>();
        files.forEach((file, text) -> {
            findings.read(file, text);
            String wrong = wrong(text);
            if (!wrong.isEmpty()) {
                findings.add(file, lineOf(text), wrong);
                return;
            }
            tryOn(file, () -> {
                // Camel takes the last of two keys, and of what is no list nothing.
                if (!YamlPlaces.isList(text)) {
                    findings.add(
                            file,
                            1,
                            "The file has no route. Write its routes as a list, each as \"- route:\", or delete it.");
                    return;
                }
                builders.put(file, trial.read(file, text));
                if (trial.configure(builders.get(file))) {
                    configuring.add(file);
                }
                requireOwnBeans(file, own);
            });
        });
        List<Placed> routes = new ArrayList<>();
        builders.forEach((file, builder) -> tryOn(file, () -> {
            List<RouteDefinition> loaded = trial.add(builder);
            for (int i = 0; i < loaded.size(); i++) {
                routes.add(new Placed(
                        file,
                        loaded.get(i),
                        List.copyOf(loaded.get(i).getOutputs()),
                        loaded.get(i).getLineNumber(),
                        i + 1 < loaded.size() ? loaded.get(i + 1).getLineNumber() : Integer.MAX_VALUE));
            }
            requireOwnBeans(file, own);
        }));
        return routes;
    }

    private interface Step {
        void run() throws Exception;
    }

    private void tryOn(Path file, Step step) {
        try {
            step.run();
        } catch (Exception | StackOverflowError e) {
            findings.add(file, RouteFault.ofFile(e));
        }
    }

    private static String wrong(String text) {
        if (text.isBlank()) {
            return "The file is empty. Write its routes, or delete it.";
        }
        if (text.indexOf('\uFFFD') >= 0) {
            return "There are bytes that are no UTF-8, so nobody knows which letters are meant. Save the file as UTF-8.";
        }
        return text.getBytes(StandardCharsets.UTF_8).length > RouteFiles.MOST_BYTES
                ? "The file has more than 1 MB, which is no route. Save it elsewhere."
                : "";
    }

    private static int lineOf(String text) {
        int noText = text.indexOf('\uFFFD');
        return noText < 0 ? 1 : (int) text.substring(0, noText).lines().count();
    }

    /** A file may bring beans of its own, but delivery is not to be exchanged by one. */
    private void requireOwnBeans(Path file, Map<String, Object> own) {
        Map<String, Object> now = new HashMap<>(trial.beans());
        own.forEach((name, bean) -> {
            if (now.get(name) != bean) {
                findings.add(
                        file,
                        new RouteFault(
                                "The bean " + name
                                        + " is Clickreel's own, and its routes would get another one instead."
                                        + " Give the bean another name.",
                                List.of(name),
                                0,
                                0));
                trial.bind(name, bean);
            }
        });
    }
}
