package io.clickreel.bench;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the answers of a live stream and keeps none. */
final class LineCount implements Flow.Subscriber<String> {
    private final AtomicLong answers;

    LineCount(AtomicLong answers) {
        this.answers = answers;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith("data: ")) {
            answers.incrementAndGet();
        }
    }

    @Override
    public void onError(Throwable failure) {
        // Closed at the end of the measurement.
    }

    @Override
    public void onComplete() {
        // So as well.
    }
}
