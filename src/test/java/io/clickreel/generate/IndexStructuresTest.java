package io.clickreel.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.generate.shared.RandomStream;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The generator's arrays against the JDK's collections. */
class IndexStructuresTest {
    private final Random random = new Random(9);

    @Test
    void theQueueGivesOutTheEarliestFirst() {
        DueQueue queue = new DueQueue(200);
        PriorityQueue<Long> expected = new PriorityQueue<>();
        for (int i = 0; i < 20_000; i++) {
            long due = random.nextInt(1_000_000) * 1_000L + i % 1_000;
            if (expected.isEmpty() || (expected.size() < 200 && random.nextBoolean())) {
                queue.add((int) (due % 1_000), due);
                expected.add(due);
            } else if (random.nextBoolean()) {
                queue.rescheduleFirst(due);
                expected.remove();
                expected.add(due);
                continue; // the user of the first stays, only its time changes
            } else {
                queue.removeFirst();
                expected.remove();
            }
            assertThat(queue.isDue(Long.MAX_VALUE)).isEqualTo(!expected.isEmpty());
            if (!expected.isEmpty()) {
                assertThat(queue.isDue(expected.element())).isTrue();
                assertThat(queue.isDue(expected.element() - 1)).isFalse();
            }
        }
    }

    @Test
    void idleUsersAreThoseAddedAndNotRemoved() {
        IdleUsers idle = new IdleUsers(50);
        Set<Integer> expected = new TreeSet<>();
        for (int user = 0; user < 50; user++) {
            expected.add(user);
        }
        RandomStream draws = new RandomStream(4);
        for (int i = 0; i < 10_000; i++) {
            int user = random.nextInt(50);
            if (expected.remove(user)) {
                idle.remove(user);
            } else {
                expected.add(user);
                idle.add(user);
            }
            assertThat(idle.size()).isEqualTo(expected.size());
            assertThat(idle.contains(user)).isEqualTo(expected.contains(user));
            if (idle.size() > 0) {
                assertThat(expected).contains(idle.draw(draws));
            }
        }
    }
}
