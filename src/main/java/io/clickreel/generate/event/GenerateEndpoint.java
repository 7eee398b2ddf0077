package io.clickreel.generate.event;

import io.clickreel.generate.shared.BurstPacing;
import io.clickreel.generate.shared.FullSpeedPacing;
import io.clickreel.generate.shared.Pacing;
import io.clickreel.generate.shared.SteadyPacing;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** One contract of which events are made. With a rate they come steadily, else in batches with pauses between. */
public final class GenerateEndpoint extends ScheduledPollEndpoint {
    /** The most events of one exchange. */
    static final int BATCH_ROWS = 10_000;

    private static final long DELAY_MS = 100;

    private final Path contract;
    private @Nullable Double ratePerSecond;
    private int batchSize = 1_000;
    private double timeInterval = 1;
    private double dataGenerationSpeed = 10_000;
    private String seed = "";

    GenerateEndpoint(String uri, GenerateComponent component, Path contract) {
        super(uri, component);
        this.contract = contract;
        setDelay(DELAY_MS);
        setInitialDelay(DELAY_MS);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        GenerateConsumer consumer = new GenerateConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("generate: only makes events. Write it as the from of a route.");
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    Path contract() {
        return contract;
    }

    Pacing pacing(Instant now) {
        if (ratePerSecond != null && ratePerSecond > 0) {
            return new SteadyPacing(ratePerSecond, 0, BATCH_ROWS, now, now);
        }
        return ratePerSecond != null || timeInterval == 0
                ? new FullSpeedPacing(BATCH_ROWS, now, now)
                : new BurstPacing(batchSize, timeInterval, dataGenerationSpeed, BATCH_ROWS, now, now);
    }

    public @Nullable Double getRatePerSecond() {
        return ratePerSecond;
    }

    /** Events a second; 0: as many as the route takes. */
    public void setRatePerSecond(Double ratePerSecond) {
        this.ratePerSecond = ratePerSecond;
    }

    public int getBatchSize() {
        return batchSize;
    }

    /** Events of a batch. */
    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public double getTimeInterval() {
        return timeInterval;
    }

    /** Seconds from one batch to the next; 0: as fast as the route takes them. */
    public void setTimeInterval(double timeInterval) {
        this.timeInterval = timeInterval;
    }

    public double getDataGenerationSpeed() {
        return dataGenerationSpeed;
    }

    /** How fast the events of a batch follow each other: so many would come in one interval. */
    public void setDataGenerationSpeed(double dataGenerationSpeed) {
        this.dataGenerationSpeed = dataGenerationSpeed;
    }

    public String getSeed() {
        return seed;
    }

    /** A whole number, for the same events each time; empty: another one at each start. */
    public void setSeed(String seed) {
        this.seed = seed;
    }
}
