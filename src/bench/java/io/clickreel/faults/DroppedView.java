package io.clickreel.faults;

import io.clickreel.schema.SchemaFault;
import io.clickreel.testing.UpProcess;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/** A view is dropped or detached while clicks come in: what the program says brings it back, and its rows. */
final class DroppedView implements Fault {
    private static final List<String> VIEWS = List.of(
            "film_clicks_per_minute_mv", "user_clicks_per_minute_mv", "device_events_per_minute_mv", "sessions_mv");

    private String view;
    private Instant since;

    @Override
    public String name() {
        return "dropped-view";
    }

    @Override
    public void strike(Random random, World world) {
        view = VIEWS.get(random.nextInt(VIEWS.size()));
        since = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        world.query((random.nextBoolean() ? "DROP VIEW " : "DETACH TABLE ") + view);
    }

    @Override
    public String heal(World world) throws Exception {
        List<SchemaFault> faults = world.schemaFaults();
        if (faults.stream().noneMatch(fault -> fault.object().endsWith(view))) {
            throw new IllegalStateException("nobody misses " + view + ", but " + faults);
        }
        faults.forEach(fault -> fault.statements().forEach(world::query));
        UpProcess.within(30).until(() -> world.schemaFaults().isEmpty());
        world.replay(since);
        return view;
    }
}
