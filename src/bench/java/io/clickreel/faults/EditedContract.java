package io.clickreel.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;

/**
 * The contract is edited over and over while clicks come in, also to what cannot be used, and an instance dies meanwhile.
 * One edit puts each page into the column of the referrers and the reverse, so that each row tells the contract that it
 * was read under: no batch may have rows of both.
 */
final class EditedContract implements Fault {
    private static final int EDITS = 10;
    private static final String MIXED = """
            SELECT toString(_partition) || ' from offset ' || toString(first_offset) || ' under ' || contract
            FROM
            (
                SELECT _topic_id, _partition, _offset, page IN ('browse', 'film_detail') AS straight FROM clicks
            ) AS rows
            ASOF INNER JOIN (SELECT * FROM deliveries FINAL WHERE contract != '') AS ledger
                ON rows._topic_id = ledger._topic_id AND rows._partition = ledger._partition
                AND rows._offset >= ledger.first_offset
            WHERE _offset < end_offset
            GROUP BY _partition, first_offset, contract
            HAVING uniqExact(straight) > 1
            """;
    private static final String AMBIGUOUS = """
            SELECT contract || ' is not kept' FROM deliveries FINAL
            WHERE contract != '' AND contract NOT IN (SELECT hash FROM contracts) GROUP BY contract
            """;

    private World.Instance killed;
    private String good = "";
    private int edits;

    @Override
    public String name() {
        return "edited-contract";
    }

    @Override
    public void strike(Random random, World world) throws Exception {
        Path file = world.contract();
        good = Files.readString(file);
        List<World.Instance> instances = world.instances();
        int dies = random.nextInt(EDITS);
        for (int i = 0; i < EDITS; i++) {
            edit(file, random);
            edits++;
            if (i == dies) {
                killed = instances.get(random.nextInt(instances.size()));
                world.kill(killed);
            }
            // An edit is live after a second; many come and go unseen.
            Thread.sleep(random.nextInt(600));
        }
    }

    private void edit(Path file, Random random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> Files.writeString(file, good.substring(0, random.nextInt(good.length())));
            case 1 -> Files.writeString(file, good.replace("\"maximum\"", "\"maximun\""));
            case 2 ->
                rename(file, good.replace("\"title\": \"", "\"title\": \"Edited " + random.nextInt(1_000) + ". "));
            case 3 -> Files.deleteIfExists(file);
            case 4 -> Files.writeString(file, crossed());
            default -> rename(file, crossed());
        }
    }

    private String crossed() {
        return good.replace("\"page\": {", "\"page\": {\"x-column\": \"referrer\",")
                .replace("\"referrer\": {", "\"referrer\": {\"x-column\": \"page\",");
    }

    /** As many editors save: a new file takes the place of the old one. */
    private static void rename(Path file, String text) throws IOException {
        Path beside = Files.writeString(file.resolveSibling("edited"), text);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String heal(World world) throws Exception {
        Files.writeString(world.contract(), good);
        world.start(killed);
        world.awaitUp(killed);
        String wrong = (world.query(MIXED) + "\n" + world.query(AMBIGUOUS)).strip();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("batches of mixed contracts: " + wrong);
        }
        return edits + " edits, " + world.query("SELECT uniqExact(hash) FROM contracts FINAL") + " contracts in use";
    }
}
