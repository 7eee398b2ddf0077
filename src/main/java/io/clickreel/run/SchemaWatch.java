package io.clickreel.run;

import io.clickreel.RootCause;
import io.clickreel.schema.SchemaException;
import io.clickreel.schema.SchemaRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies files that are added to {@code ddl/} while the pipeline runs. What is wrong with one is told by the log and by
 * the health check {@code schema}.
 */
final class SchemaWatch extends ServiceSupport implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaWatch.class);
    private static final long LOOK_EACH_MS = 500;

    private final Path folder;
    private final SchemaRunner schema;
    private final BooleanSupplier prepared;
    private CamelContext camel;
    private ScheduledExecutorService looking;
    private Map<Path, String> applied = Map.of();
    private Map<Path, String> seen = Map.of();
    private volatile String problem = "";

    /** @param prepared whether the files of the start are applied */
    @SuppressWarnings("NullAway.Init") // Camel sets its context and starts the service before anything else.
    SchemaWatch(Path folder, SchemaRunner schema, BooleanSupplier prepared) {
        this.folder = folder;
        this.schema = schema;
        this.prepared = prepared;
    }

    /** What is wrong with the folder, so that its new files are not applied; empty if nothing is. */
    String problem() {
        return problem;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camel = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    protected void doStart() {
        applied = files();
        looking = camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "schema");
        looking.scheduleWithFixedDelay(this::look, LOOK_EACH_MS, LOOK_EACH_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        camel.getExecutorServiceManager().shutdownNow(looking);
    }

    private void look() {
        Map<Path, String> now = files();
        // A file that is still being written is another one at the next look.
        boolean stands = now.equals(seen);
        seen = now;
        if (!stands || now.equals(applied) || !prepared.getAsBoolean()) {
            return;
        }
        try {
            schema.apply(folder).forEach(file -> LOG.info("ddl/{} is applied", file));
            applied = now;
            problem = "";
        } catch (SchemaException e) {
            if (StartFailure.isAway(e)) {
                return; // It is tried at the next look.
            }
            applied = now;
            problem = String.valueOf(e.getMessage());
            LOG.error("{} What was applied before stays as it is.", problem);
        } catch (RuntimeException e) {
            LOG.warn("The files of {} could not be applied: {}. It is tried again.", folder, RootCause.of(e));
        }
    }

    /** The files with their times and sizes; those of the last look if the folder cannot be read. */
    private Map<Path, String> files() {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
            return files;
        } catch (IOException e) {
            return seen;
        }
    }
}
