package io.clickreel.faults;

import io.clickreel.testing.TcpProxy;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** All that can go wrong. */
final class Faults {
    private static final List<Supplier<Fault>> ALL = List.of(
            NoFault::new,
            KillPipeline::new,
            KillClickHouse::new,
            KillBroker::new,
            KillAll::new,
            Zombie::new,
            JoinAndLeave::new,
            RefuseClickHouse::new,
            DelayClickHouse::new,
            CutRequest::new,
            DropAnswer::new,
            FreezeClickHouse::new,
            FreezeBroker::new,
            FailingView::new,
            FullDisk::new,
            ForeignFaults.Bombs::new,
            ForeignFaults.Century::new,
            ForeignFaults.OldClocks::new,
            DroppedView::new,
            EditedContract::new,
            EditedRoutes::new);

    private static final String OF_CLICKS = "session_id";
    private static final String OF_DEAD_LETTERS = "contract_version";

    private Faults() {}

    /** The fault of a seed: as many seeds in a row as there are faults meet each of them. */
    static Fault of(long seed) {
        return ALL.get(Math.floorMod(seed, ALL.size())).get();
    }

    /** The first seed of that very fault. */
    static long seedOf(String name, long atLeast) {
        long seed = atLeast;
        while (!of(seed).name().equals(name)) {
            seed++;
            if (seed > atLeast + ALL.size()) {
                throw new IllegalArgumentException("there is no fault " + name + "; there are "
                        + ALL.stream().map(fault -> fault.get().name()).toList());
            }
        }
        return seed;
    }

    /** The load alone: poison and batches over many partitions are enough. */
    static final class NoFault implements Fault {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public void strike(Random random, World world) {}

        @Override
        public String heal(World world) {
            return "";
        }
    }

    /** kill -9 of one instance or of all, which start again under their old names. */
    static final class KillPipeline implements Fault {
        private final List<World.Instance> killed = new ArrayList<>();

        @Override
        public String name() {
            return "kill-pipeline";
        }

        @Override
        public void strike(Random random, World world) {
            List<World.Instance> instances = world.instances();
            if (random.nextBoolean()) {
                killed.addAll(instances);
            } else {
                killed.add(instances.get(random.nextInt(instances.size())));
            }
            killed.forEach(world::kill);
        }

        @Override
        public String heal(World world) {
            killed.forEach(world::start);
            killed.forEach(world::awaitUp);
            return killed.size() + " of " + world.instances().size();
        }
    }

    /** kill -9; its parent, here the harness, starts it again. */
    static final class KillClickHouse implements Fault {
        @Override
        public String name() {
            return "kill-clickhouse";
        }

        @Override
        public void strike(Random random, World world) {
            killService(world, "clickhouse");
        }

        @Override
        public String heal(World world) {
            world.awaitServices();
            return "";
        }
    }

    static final class KillBroker implements Fault {
        @Override
        public String name() {
            return "kill-broker";
        }

        @Override
        public void strike(Random random, World world) {
            killService(world, "kafka");
        }

        @Override
        public String heal(World world) {
            world.awaitServices();
            return "";
        }
    }

    /** As when the machine loses its power, but for the disk's cache. */
    static final class KillAll implements Fault {
        private List<World.Instance> killed = List.of();

        @Override
        public String name() {
            return "kill-all";
        }

        @Override
        public void strike(Random random, World world) {
            killed = world.instances();
            killService(world, "kafka");
            killService(world, "clickhouse");
            killed.forEach(world::kill);
        }

        @Override
        public String heal(World world) {
            killed.forEach(world::start);
            killed.forEach(world::awaitUp);
            world.awaitServices();
            return "";
        }
    }

    /** An instance that sleeps until its partitions are another's, and then goes on where it was. */
    static final class Zombie implements Fault {
        private long pid;

        @Override
        public String name() {
            return "zombie";
        }

        @Override
        public void strike(Random random, World world) throws Exception {
            List<World.Instance> instances = world.instances();
            pid = instances.get(random.nextInt(instances.size())).pid();
            World.signal("STOP", pid);
        }

        @Override
        public long lastsMs(Random random) {
            return World.SESSION_TIMEOUT_MS + 1_500 + random.nextInt(2_000);
        }

        @Override
        public String heal(World world) throws Exception {
            World.signal("CONT", pid);
            return "";
        }
    }

    /** One more comes, and then one goes: the newcomer or an old one. */
    static final class JoinAndLeave implements Fault {
        private int leaves;

        @Override
        public String name() {
            return "join-and-leave";
        }

        @Override
        public void strike(Random random, World world) {
            World.Instance newcomer = world.join();
            leaves = random.nextInt(world.instances().size());
            world.awaitUp(newcomer);
        }

        @Override
        public String heal(World world) {
            int before = world.instances().size();
            world.leave(world.instances().get(leaves));
            return leaves == before - 1 ? "the newcomer left" : "an old one left";
        }
    }

    static final class RefuseClickHouse implements Fault {
        @Override
        public String name() {
            return "proxy-refuses";
        }

        @Override
        public void strike(Random random, World world) {
            world.clickHouse().refuse();
        }

        @Override
        public String heal(World world) {
            world.clickHouse().mend();
            return "";
        }
    }

    /** Either slow, or so slow that a request arrives after the pipeline has given it up and sent it again. */
    static final class DelayClickHouse implements Fault {
        private long ms;

        @Override
        public String name() {
            return "proxy-delays";
        }

        @Override
        public void strike(Random random, World world) {
            ms = random.nextBoolean() ? 50 + random.nextInt(500) : World.INSERT_TIMEOUT_MS + random.nextInt(1_500);
            world.clickHouse().delay(ms);
        }

        @Override
        public long lastsMs(Random random) {
            return World.INSERT_TIMEOUT_MS + random.nextInt(2_000);
        }

        @Override
        public String heal(World world) {
            world.clickHouse().mend();
            return "by " + ms + " ms";
        }
    }

    /** The connection ends in the middle of a request. */
    static final class CutRequest implements Fault {
        private int times;

        @Override
        public String name() {
            return "proxy-cuts-requests";
        }

        @Override
        public void strike(Random random, World world) {
            String insert = insert(random);
            times = times(random, insert);
            world.clickHouse().cutRequests(insert, times);
        }

        @Override
        public long lastsMs(Random random) {
            return 1_500;
        }

        @Override
        public String heal(World world) throws InterruptedException {
            return struck(world.clickHouse(), times);
        }
    }

    /** The connection ends after the insert was done and before its answer. */
    static final class DropAnswer implements Fault {
        private int times;

        @Override
        public String name() {
            return "proxy-drops-answers";
        }

        @Override
        public void strike(Random random, World world) {
            String insert = insert(random);
            times = times(random, insert);
            world.clickHouse().dropAnswers(insert, times);
        }

        @Override
        public long lastsMs(Random random) {
            return 1_500;
        }

        @Override
        public String heal(World world) throws InterruptedException {
            return struck(world.clickHouse(), times);
        }
    }

    /** A server that hangs for longer than the pipeline waits, and then goes on with what it had begun. */
    static final class FreezeClickHouse implements Fault {
        private long pid;

        @Override
        public String name() {
            return "freeze-clickhouse";
        }

        @Override
        public void strike(Random random, World world) throws Exception {
            pid = world.service("clickhouse").pid();
            World.signal("STOP", pid);
        }

        @Override
        public long lastsMs(Random random) {
            return World.INSERT_TIMEOUT_MS + 500 + random.nextInt(2_000);
        }

        @Override
        public String heal(World world) throws Exception {
            World.signal("CONT", pid);
            world.awaitServices();
            return "";
        }
    }

    static final class FreezeBroker implements Fault {
        private long pid;

        @Override
        public String name() {
            return "freeze-broker";
        }

        @Override
        public void strike(Random random, World world) throws Exception {
            pid = world.service("kafka").pid();
            World.signal("STOP", pid);
        }

        @Override
        public long lastsMs(Random random) {
            // Shorter than the longest commit, or longer.
            return 1_000 + random.nextInt(7_000);
        }

        @Override
        public String heal(World world) throws Exception {
            World.signal("CONT", pid);
            world.awaitServices();
            return "";
        }
    }

    /** One more view on clicks, which fails at each batch or at some: the insert fails after the table has the rows. */
    static final class FailingView implements Fault {
        @Override
        public String name() {
            return "failing-view";
        }

        @Override
        public void strike(Random random, World world) {
            String when = random.nextBoolean() ? "_offset >= 0" : "_offset % 997 = " + random.nextInt(997);
            world.query("CREATE TABLE IF NOT EXISTS faults_view (n UInt8) ENGINE = Null");
            world.query("CREATE MATERIALIZED VIEW faults_view_mv TO faults_view AS SELECT toUInt8(throwIf(" + when
                    + ", 'the harness wants it')) AS n FROM clicks");
        }

        @Override
        public long lastsMs(Random random) {
            return 1_000 + random.nextInt(3_000);
        }

        @Override
        public String heal(World world) {
            String shorter = world.query("SELECT (SELECT count() FROM clicks) - least("
                    + "(SELECT sum(clicks) FROM sessions), (SELECT sum(rows) FROM batches),"
                    + "(SELECT sum(clicks) FROM film_clicks_per_minute),"
                    + "(SELECT sum(clicks) FROM user_clicks_per_minute),"
                    + "(SELECT sum(clicks) FROM device_events_per_minute))");
            world.query("DROP VIEW faults_view_mv SYNC");
            world.query("DROP TABLE faults_view SYNC");
            return "a view was short of " + shorter;
        }
    }

    /** Not a byte is left on ClickHouse's disk, or only enough for a few more files. */
    static final class FullDisk implements Fault {
        private Path filler;
        private long bytes;

        @Override
        public String name() {
            return "full-disk";
        }

        @Override
        public String impossible(World world) {
            return world.disk() == null ? "no disk of its own can be mounted here" : null;
        }

        @Override
        public void strike(Random random, World world) throws IOException {
            filler = world.disk().resolve("filler");
            long left = random.nextBoolean() ? 0 : random.nextInt(1 << 19);
            byte[] block = new byte[1 << 16];
            try (FileChannel out = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                try {
                    while (true) {
                        bytes += out.write(ByteBuffer.wrap(block));
                    }
                } catch (IOException full) {
                    out.truncate(Math.max(0, bytes - left));
                }
            }
        }

        @Override
        public long lastsMs(Random random) {
            return 1_500 + random.nextInt(3_000);
        }

        @Override
        public String heal(World world) throws IOException {
            Files.delete(filler);
            world.awaitServices();
            return (bytes >> 20) + " MB filled";
        }
    }

    private static void killService(World world, String name) {
        ProcessHandle process = world.service(name);
        process.destroyForcibly();
        UpProcess.within(10).until(() -> !process.isAlive());
    }

    /** What the address of an insert has: a column of clicks, or of dead letters. */
    private static String insert(Random random) {
        return random.nextInt(4) == 0 ? OF_DEAD_LETTERS : OF_CLICKS;
    }

    /** Few loads have many inserts of dead letters. */
    private static int times(Random random, String insert) {
        return 1 + random.nextInt(insert.equals(OF_CLICKS) ? 6 : 1);
    }

    /** Waits a little for the strokes that are left: a slow machine has fewer inserts a second. */
    private static String struck(TcpProxy proxy, int times) throws InterruptedException {
        for (int looks = 0; looks < 150 && !proxy.allFaultsStruck(); looks++) {
            Thread.sleep(100);
        }
        boolean all = proxy.allFaultsStruck();
        proxy.mend();
        return (all ? "" : "up to ") + times + " times";
    }
}
