package io.clickreel.faults;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What other people's producers do, beside the load: records that unpack to much, clocks that are wrong. */
final class ForeignFaults {
    private ForeignFaults() {}

    /** Some records of 20 to 60 MB that are packed to some kilobytes, and a batch of many that are large together. */
    static final class Bombs implements Fault {
        private int bombs;

        @Override
        public String name() {
            return "bombs";
        }

        @Override
        public void strike(Random random, World world) {
            bombs = 1 + random.nextInt(3);
            String codec = new String[] {"zstd", "gzip", "lz4"}[random.nextInt(3)];
            try (Sender sender = new Sender(world, codec)) {
                for (int i = 0; i < bombs; i++) {
                    sender.poison(random.nextInt(World.PARTITIONS), blanks(20_000_000 + random.nextInt(40_000_000)));
                }
                int partition = random.nextInt(World.PARTITIONS);
                for (int i = 0; i < 40; i++) {
                    sender.poison(partition, blanks(5_000_000));
                }
            }
        }

        @Override
        public String heal(World world) {
            return bombs + " bombs, and 200 MB in 40 records";
        }

        private static byte[] blanks(int count) {
            byte[] blanks = new byte[count];
            Arrays.fill(blanks, (byte) ' ');
            return blanks;
        }
    }

    /** Clicks whose event times are spread over a hundred years. */
    static final class Century implements Fault {
        private static final int CLICKS = 400;

        @Override
        public String name() {
            return "century";
        }

        @Override
        public void strike(Random random, World world) {
            try (Sender sender = new Sender(world, "lz4")) {
                for (int i = 0; i < CLICKS; i++) {
                    LocalDate day = LocalDate.of(2000 + random.nextInt(100), 1 + random.nextInt(12), 15);
                    sender.good(
                            random.nextInt(World.PARTITIONS),
                            null,
                            click(random, day.atStartOfDay(ZoneOffset.UTC).toInstant()));
                }
            }
        }

        @Override
        public String heal(World world) {
            return CLICKS + " clicks";
        }
    }

    /** Record timestamps long ago, in seconds, or far ahead: Kafka's retention and the delays go by them. */
    static final class OldClocks implements Fault {
        private static final int CLICKS = 400;
        private long timestamp;

        @Override
        public String name() {
            return "old-clocks";
        }

        @Override
        public void strike(Random random, World world) {
            long now = System.currentTimeMillis();
            timestamp = new long[] {0, now / 1_000, now - 60L * 86_400_000, now + 1_800_000}[random.nextInt(4)];
            try (Sender sender = new Sender(world, "none")) {
                for (int i = 0; i < CLICKS; i++) {
                    sender.good(random.nextInt(World.PARTITIONS), timestamp, click(random, Instant.now()));
                }
            }
        }

        @Override
        public String heal(World world) {
            return "timestamp " + timestamp;
        }
    }

    private static byte[] click(Random random, Instant at) {
        String user = "u_foreign_" + random.nextInt(100);
        return """
                {"event_id":"%s","event_ts":"%s","user_id":"%s","session_id":"s_%s","film_id":%d,"event_type":"view",\
                "page":"browse","position":9,"device":"tablet","referrer":"recommendation"}""".formatted(new UUID(random.nextLong(), random.nextLong()), at, user, user, 1 + random.nextInt(300))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A producer beside the load's, whose records the verdict knows. */
    private static final class Sender implements AutoCloseable {
        private final World world;
        private final KafkaProducer<byte[], byte[]> producer;

        Sender(World world, String codec) {
            this.world = world;
            this.producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            world.brokers(),
                            "compression.type",
                            codec,
                            "linger.ms",
                            "50",
                            "max.request.size",
                            128 << 20,
                            "buffer.memory",
                            256L << 20),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        void good(int partition, Long timestamp, byte[] value) {
            send(new ProducerRecord<>(World.TOPIC, partition, timestamp, null, value), true);
        }

        void poison(int partition, byte[] value) {
            send(new ProducerRecord<>(World.TOPIC, partition, null, value), false);
        }

        private void send(ProducerRecord<byte[], byte[]> record, boolean good) {
            world.ledger().sendsBeside();
            producer.send(record, (metadata, exception) -> {
                if (exception == null) {
                    world.ledger().acknowledged(metadata.partition(), metadata.offset(), good);
                } else {
                    world.ledger().notAcknowledged();
                }
            });
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
