package io.clickreel.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs rounds, one after the other on the same topic and tables, and starts again after one that failed. */
final class Harness implements AutoCloseable {
    private static final int DRAIN_LIMIT_S = 90;
    private static final long AFTER_MS = 700;

    private final boolean ownDisk;
    private World world;

    /**
     * How a round went.
     *
     * @param detail what the fault did
     * @param skipped why it did not take place; null if it did
     * @param sent records that the producer sent
     * @param unknown how many of them Kafka did not answer for
     * @param recoveredS from the fault's end until all was delivered
     * @param complaints what was wrong; empty if nothing was
     */
    record Result(
            long seed,
            String fault,
            String detail,
            Shape shape,
            String skipped,
            long sent,
            long good,
            long poison,
            long unknown,
            double recoveredS,
            double tookS,
            List<String> complaints) {
        boolean ok() {
            return complaints.isEmpty();
        }
    }

    /** @param ownDisk whether ClickHouse gets a small disk of its own */
    Harness(boolean ownDisk) {
        this.ownDisk = ownDisk;
    }

    /** One round: which fault it is, when it strikes and what the load looks like is the seed's choice. */
    Result round(long seed) throws Exception {
        Random random = new Random(seed);
        return round(seed, random, Shape.of(random));
    }

    Result round(long seed, Shape shape) throws Exception {
        return round(seed, new Random(seed), shape);
    }

    World world() {
        if (world == null) {
            world = World.start(ownDisk);
        }
        return world;
    }

    private Result round(long seed, Random random, Shape ofSeed) throws Exception {
        World now = world();
        Fault fault = Faults.of(seed);
        Shape shape = fault.load(ofSeed);
        String impossible = fault.impossible(now);
        if (impossible != null) {
            return new Result(seed, fault.name(), "", shape, impossible, 0, 0, 0, 0, 0, 0, List.of());
        }
        long[] starts = now.ends();
        Ledger ledger = now.ledger();
        long good = ledger.goodCount();
        long poison = ledger.poisonCount();
        long unknown = ledger.unknown();
        long beside = ledger.sentBeside();
        long startNanos = System.nanoTime();
        long healNanos = startNanos;
        long doneNanos = startNanos;
        String detail = "";
        List<String> complaints = new ArrayList<>();
        Load load = new Load(now.brokers(), World.TOPIC, shape, fault.mostRecords(), seed, ledger);
        try {
            try {
                Thread.sleep(300 + random.nextInt(1_500));
                fault.strike(random, now);
                try {
                    Thread.sleep(fault.lastsMs(random));
                } finally {
                    healNanos = System.nanoTime();
                    detail = fault.heal(now);
                }
                Thread.sleep(AFTER_MS);
            } finally {
                load.close();
            }
            String left = drain(now);
            doneNanos = System.nanoTime();
            if (left != null) {
                complaints.add("after " + DRAIN_LIMIT_S + " s " + left);
            }
            complaints.addAll(fault.complaints());
            complaints.addAll(new Verdict(now, ledger).of(starts));
            if (!complaints.isEmpty()) {
                complaints.add("data and logs: " + now.folders());
            }
        } catch (Exception | AssertionError e) {
            complaints.add("the round broke off: " + e);
        }
        Result result = new Result(
                seed,
                fault.name(),
                detail,
                shape,
                null,
                load.sent() + ledger.sentBeside() - beside,
                ledger.goodCount() - good,
                ledger.poisonCount() - poison,
                ledger.unknown() - unknown,
                (doneNanos - healNanos) / 1e9,
                (System.nanoTime() - startNanos) / 1e9,
                complaints);
        if (!result.ok()) {
            // What it left would be held against the rounds that follow. Its logs and data stay.
            now.keep();
            end();
        }
        return result;
    }

    /** Waits until the pipeline is at rest. @return what keeps it from that; null if nothing does */
    private static String drain(World world) throws Exception {
        long limit = System.nanoTime() + DRAIN_LIMIT_S * 1_000_000_000L;
        String open;
        do {
            Thread.sleep(100);
            open = openOrAway(world);
        } while (open != null && System.nanoTime() < limit);
        return open;
    }

    private static String openOrAway(World world) {
        try {
            return Verdict.open(world);
        } catch (Exception e) {
            return "Kafka does not say what is committed: " + e;
        }
    }

    private World end() {
        World ended = world;
        world = null;
        ended.close();
        return ended;
    }

    @Override
    public void close() {
        if (world != null) {
            end().delete();
        }
    }
}
