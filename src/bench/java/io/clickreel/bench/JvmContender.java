package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.testing.Services;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A contender in a JVM of its own, so that its CPU time and memory can be told from the rest. It prints "ready", begins at
 * the first line that it is sent, and ends with its standard input.
 *
 * @param main takes the settings as -Dkey=value; see {@link Signals}
 */
record JvmContender(String name, Class<?> main, List<String> jvmOptions) implements Contender {
    private static final Path LOGS = Path.of("target/bench/logs");
    private static final long STOP_LIMIT_S = 20;
    /** Of a core. */
    private static final double REST_SHARE = 0.1;

    @Override
    public Running prepare(ClickTopic topic, FreshClickHouse clickHouse) throws Exception {
        Files.createDirectories(LOGS);
        Map<String, String> settings = new TreeMap<>();
        Settings addressed = clickHouse.settings();
        addressed.toProperties().forEach((key, value) -> settings.put((String) key, (String) value));
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmOptions);
        words.addAll(List.of(
                "-Dlog4j.configurationFile=log4j2.xml",
                "-Xlog:gc:file=" + LOGS.resolve("ingest-" + name + ".gc"),
                "-Dclickreel.logs=" + LOGS,
                "-Dclickreel.log=ingest-" + name,
                "-Dbench.topic-id=" + topic.id(),
                "-Dbench.clicks=" + topic.clicks()));
        settings.forEach((key, value) -> words.add("-Dsetting." + key + "=" + value));
        words.add(main.getName());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(Services.home().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        LOGS.resolve("ingest-" + name + ".err").toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Jvm jvm = new Jvm(name, builder.start());
        try {
            jvm.awaitReady();
            return jvm;
        } catch (IOException | InterruptedException | RuntimeException e) {
            jvm.close();
            throw e;
        }
    }

    private record Jvm(String name, Process process) implements Running {
        void awaitReady() throws IOException, InterruptedException {
            BufferedReader out = process.inputReader();
            String line = out.readLine();
            while (line != null && !line.equals(Signals.READY)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new IllegalStateException(name + " ended before it was ready; see " + LOGS);
            }
            // What its start has left to the compiler is no part of the race; what the race makes it compile is.
            new ProcessMeter(process.pid()).awaitRest(REST_SHARE);
        }

        @Override
        public void go() throws IOException {
            OutputStream in = process.getOutputStream();
            in.write("go\n".getBytes(StandardCharsets.US_ASCII));
            in.flush();
        }

        @Override
        public void requireAlive() {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended before its work was done; see " + LOGS);
            }
        }

        @Override
        public double cpuSeconds() {
            return new ProcessMeter(process.pid()).cpuSeconds();
        }

        @Override
        public long peakMb() {
            return new ProcessMeter(process.pid()).peakMb();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
