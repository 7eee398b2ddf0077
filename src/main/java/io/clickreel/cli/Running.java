package io.clickreel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.jmx.LocalJmx;
import io.clickreel.run.RunningServices;
import java.nio.file.Path;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;

/** The Clickreel that runs on the data folder, for commands that only ask or steer it: they start nothing. */
final class Running implements AutoCloseable {
    static final int NOT_RUNNING = 2;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LocalJmx beans;

    private Running(LocalJmx beans) {
        this.beans = beans;
    }

    /** What a command does with it. */
    interface Work {
        /** @return the exit code */
        int with(Running running);
    }

    /**
     * Finds it and does the work of a command.
     *
     * @return the exit code: 2 if none runs, or it does not answer
     */
    static int ask(RunSettings run, CommandSpec command, Work work) {
        try (Running running = find(run)) {
            return work.with(running);
        } catch (StartupException e) {
            command.commandLine().getErr().println("clickreel: " + e.getMessage());
            return NOT_RUNNING;
        }
    }

    private static Running find(RunSettings run) {
        Settings settings = run.loadBeside("status");
        Path folder = RunningServices.dataFolder(settings, run.home());
        OptionalLong process = RunningServices.process(folder);
        if (process.isEmpty()) {
            throw Access.nothingRuns(settings, run.home());
        }
        return new Running(LocalJmx.of(folder, process.getAsLong()));
    }

    /** How it is: the object that /api/pipeline has. */
    JsonNode state() {
        return parse(stateText());
    }

    String stateText() {
        return beans.status();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new StartupException(
                    "What Clickreel answers cannot be read. It may be of another version than this"
                            + " command; start it again.",
                    e);
        }
    }

    /** @return the state of the route after it */
    String change(String route, String operation) {
        return beans.change(route, operation);
    }

    @Override
    public void close() {
        beans.close();
    }
}
